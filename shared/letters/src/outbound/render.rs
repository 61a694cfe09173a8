//! A letter in words.

use procedure::Language;
use procedure::notice::Letter;
use procedure::order::Order;
use serde::Serialize;

use super::view::{self, View};
use super::{Context, Error, markup, templates};

/// A letter in the language of its order. It may hold personal data: masked in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The folder of its template, for logs: the notice's code, or a variant of it.
    pub template: &'static str,
    /// The subject, one line.
    pub subject: String,
    /// The text part; lines of at most 35 full-width characters where they can be broken.
    pub text: String,
    /// The HTML part, saying the same.
    pub html: String,
}

/// Puts `letter` into words from the state of `order` as it is now.
///
/// # Errors
/// [`Error::Overtaken`] when the order has moved on, [`Error::NoProfile`], [`Error::Template`].
pub fn render(order: &Order, letter: &Letter, context: &Context<'_>) -> Result<Rendered, Error> {
    let view = View::of(order, letter, context)?;
    let template = view.template();
    let failed = |source| Error::Template { template, source };
    let (language, bullet) = match order.application.language {
        Language::Ja => ("ja", "・"),
        Language::En => ("en", "- "),
    };
    let subject = templates::fill(&format!("{template}/{language}/subject.txt"), &view).map_err(failed)?;
    let subject = markup::one_line(&subject);
    let body = format!("{template}/{language}/body.md");
    let source =
        templates::fill(&format!("partials/{language}/layout.md"), view::Laid { view: &view, body: &body })
            .map_err(failed)?;
    let page = Page { language, title: &subject, body: markup::html(&source) };
    let html = templates::fill("partials/page.html", page).map_err(failed)?;
    Ok(Rendered { template, subject, text: markup::text(&source, bullet), html })
}

#[derive(Serialize)]
struct Page<'a> {
    language: &'static str,
    title: &'a str,
    body: String,
}

impl std::fmt::Debug for Rendered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rendered({} characters)", self.text.chars().count())
    }
}
