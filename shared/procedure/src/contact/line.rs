//! One line of free text.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::compose;

use crate::name::string_form;
use crate::{Finding, Text};

/// Longest line, in characters. Limits of certificates and vendors are narrower and checked there.
pub const MAX_LINE: usize = 200;

/// A line of 1 to 200 characters, trimmed, without control characters or marks that turn or hide text.
///
/// Kept as written, full or half width: the register decides how a name is spelt (P7). Only a base letter and
/// its combining mark are joined (か + ゙ = が); NFC would also replace registered kanji such as U+FA19 (神).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Line(String);

string_form!(Line, |line| line.0);

impl Line {
    /// The text itself; personal data.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Length in characters, as X.520 and the vendors count.
    pub fn char_len(&self) -> usize {
        self.0.chars().count()
    }
}

impl FromStr for Line {
    type Err = Finding;

    /// # Errors
    /// A finding on the field `text`: `text.empty`, `text.too_long`, `text.control`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(flaw("text.empty", Text::fixed("入力がありません。", "The text is empty.")));
        }
        if trimmed.chars().take(MAX_LINE * 4).any(is_unfit) {
            return Err(flaw(
                "text.control",
                Text::fixed(
                    "改行・タブなどの制御文字か、見えない文字があります。",
                    "It holds a line break, a tab or another invisible character.",
                ),
            ));
        }
        let line = joined(trimmed.chars().take(MAX_LINE * 4));
        if line.chars().count() > MAX_LINE || trimmed.chars().nth(MAX_LINE * 4).is_some() {
            return Err(flaw(
                "text.too_long",
                Text::fixed("200 文字を超えています。", "It is longer than 200 characters."),
            ));
        }
        Ok(Self(line))
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} characters)", self.char_len())
    }
}

/// Control characters, line and paragraph separators, zero-width space and BOM, and the marks that reorder
/// text. Joiners and variation selectors stay: names are written with them.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn joined(chars: impl Iterator<Item = char>) -> String {
    let mut line = String::new();
    for c in chars {
        match line.chars().next_back().and_then(|last| compose(last, c)) {
            Some(one) => {
                line.pop();
                line.push(one);
            }
            None => line.push(c),
        }
    }
    line
}

fn flaw(code: &'static str, message: Text) -> Finding {
    Finding::stop(
        code,
        "text",
        "R88",
        message,
        Text::fixed("1〜200 文字の一行で入力してください。", "Give one line of 1 to 200 characters."),
    )
}
