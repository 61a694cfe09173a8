//! The run as it goes on: a line a step, a line a letter.

use std::fmt::Write;

use procedure::order::Order;
use procedure::{Language, Text};

use crate::demo::world::News;
use crate::view::{Tone, actor, kind, when};

/// The line that tells `news`; none when there is nothing worth telling.
pub fn line(news: &News<'_>, language: Language) -> Option<String> {
    let say = |text: &Text| text.in_language(language).to_owned();
    let mut line = String::new();
    // Writing to a string does not fail.
    let _ = match news {
        News::Step { at, order, line: history } => {
            let entry = history.entry.as_ref()?;
            let who = Tone::Strong.paint(&say(&actor(entry.actor)));
            write!(line, "{}  {who}: {}", head(&when(*at), order, language), say(&entry.what))
        }
        News::Letter { at, order, letter } => {
            let subject = Tone::Faint.paint(&format!("✉ {}", letter.subject));
            write!(line, "{}  {subject}", head(&when(*at), order, language))
        }
    };
    Some(line)
}

fn head(at: &str, order: &Order, language: Language) -> String {
    let name = order.application.names.first().to_unicode();
    let kind = kind(order.kind.code());
    let kind = kind.in_language(language);
    format!(
        "{at}  {}  {:<7} {kind}  {name}",
        Tone::Faint.paint(order.id.as_str()),
        order.application.product.code()
    )
}
