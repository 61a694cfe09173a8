//! The reading of a name (フリガナ).

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::name::string_form;
use crate::{Finding, Text};

/// Longest reading, in characters.
pub const MAX_KANA: usize = 128;

/// The reading of a name in katakana or hiragana, 1 to 128 characters, words parted by one half-width space.
/// Half-width katakana becomes full-width (R44).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Kana(String);

string_form!(Kana, |kana| kana.0);

impl Kana {
    /// The reading itself; personal data.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for Kana {
    type Err = Finding;

    /// # Errors
    /// `kana.malformed` on the field `kana` for anything but kana, and for more than 128 characters.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let folded: String = text.nfkc().take(MAX_KANA * 2).collect();
        let kana = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = kana.chars().count();
        // Anything but kana is refused below, so NFKC cannot have rewritten what is kept.
        if kana.chars().all(is_kana)
            && (1..=MAX_KANA).contains(&length)
            && folded.chars().count() < MAX_KANA * 2
        {
            return Ok(Self(kana));
        }
        Err(Finding::stop(
            "kana.malformed",
            "kana",
            "R44",
            Text::fixed(
                "フリガナに使えない文字があるか、長すぎます。",
                "The reading is not kana, or too long.",
            ),
            Text::fixed(
                "カタカナかひらがな 1〜128 文字で入力してください。",
                "Give 1 to 128 characters of katakana or hiragana.",
            ),
        ))
    }
}

impl fmt::Debug for Kana {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kana({} characters)", self.0.chars().count())
    }
}

/// Letters, iteration and length marks, the middle dot and the space between words.
fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ' | 'ァ'..='ヺ' | '・' | 'ー' | 'ヽ' | 'ヾ' | ' ')
}
