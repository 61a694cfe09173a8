//! One CommonMark source for the two parts of a letter.
//!
//! A template is CommonMark with definition lists; values are escaped on their way into it, so that none of them is
//! ever markup. A line of the source is a line of the text part; HTML joins the lines of a paragraph. A backslash at
//! the end of a line breaks it in both.

mod escape;
mod html;
mod text;
mod wrap;

pub(super) use escape::{escaped, one_line};
pub(super) use html::html;
pub(super) use text::text;

use pulldown_cmark::{Options, Parser};
use unicode_width::UnicodeWidthChar;

fn parser(source: &str) -> Parser<'_> {
    Parser::new_ext(source, Options::ENABLE_DEFINITION_LIST)
}

/// Whether the character fills two columns, as Japanese letters and punctuation do.
fn is_wide(c: char) -> bool {
    c.width_cjk() == Some(2)
}
