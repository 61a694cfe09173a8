//! The HTML part.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{is_wide, parser};

/// The elements of `source`, without the document around them. Raw HTML in the source is shown, not obeyed.
pub(crate) fn html(source: &str) -> String {
    let events: Vec<Event<'_>> = parser(source).collect();
    let mut out = String::with_capacity(source.len() * 2);
    pulldown_cmark::html::push_html(&mut out, joined(events).into_iter());
    out
}

/// The events with each soft line break decided: a break in a quotation, nothing beside a full-width character,
/// otherwise a space. Browsers would put a space between Japanese sentences.
fn joined(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut joined = Vec::with_capacity(events.len());
    let mut quoted = 0_usize;
    let mut before = None;
    let mut rest = events.into_iter().peekable();
    while let Some(event) = rest.next() {
        match &event {
            Event::Start(Tag::BlockQuote(_)) => quoted += 1,
            Event::End(TagEnd::BlockQuote(_)) => quoted = quoted.saturating_sub(1),
            Event::Text(text) => before = text.chars().next_back(),
            _ => {}
        }
        let after = match rest.peek() {
            Some(Event::Text(text)) => text.chars().next(),
            _ => None,
        };
        match event {
            Event::SoftBreak if quoted > 0 => joined.push(Event::HardBreak),
            Event::SoftBreak if before.is_some_and(is_wide) || after.is_some_and(is_wide) => {}
            Event::SoftBreak => joined.push(Event::Text(" ".into())),
            Event::Html(raw) | Event::InlineHtml(raw) => joined.push(Event::Text(raw)),
            event => joined.push(event),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::outbound::markup::escaped;

    #[test]
    fn lines_of_japanese_are_joined_without_a_space() {
        assert_eq!(html("本文です。\n続きです。"), "<p>本文です。続きです。</p>\n");
        assert_eq!(html("First line,\nsecond line."), "<p>First line, second line.</p>\n");
        assert_eq!(html("> 一\n> 二"), "<blockquote>\n<p>一<br />\n二</p>\n</blockquote>\n");
    }

    #[test]
    fn raw_html_in_a_source_is_shown() {
        assert_eq!(html("<script>x</script>").trim(), "&lt;script&gt;x&lt;/script&gt;");
    }

    proptest! {
        /// Whatever a customer writes as a name, the letter has the paragraph of the template and no other element.
        #[test]
        fn no_value_is_markup(value in "\\PC{0,40}", odd in "[#*_`<>&\\[\\]()!|:+=~0-9.\n\r\t \\\\-]{0,20}") {
            for value in [value, odd] {
                let rendered = html(&format!("名前：{}様", escaped(&value)));
                prop_assert_eq!(rendered.matches('<').count(), 2, "{}", rendered);
            }
        }
    }
}
