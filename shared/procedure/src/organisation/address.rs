//! Where the organisation is.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Prefecture;
use crate::contact::{Line, half_width};
use crate::name::string_form;
use crate::{Finding, Text};

/// A Japanese postal code, written `100-0001`; personal data when a sole proprietor's.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct PostalCode(String);

string_form!(PostalCode, |code| code.0);

/// A Japanese address; personal data when a sole proprietor's.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Address {
    /// Postal code (郵便番号).
    pub postal_code: PostalCode,
    /// Prefecture (都道府県).
    pub prefecture: Prefecture,
    /// City, ward, town or village (市区町村).
    pub city: Line,
    /// District and number (町名・番地).
    pub street: Line,
    /// Building and floor (建物名).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<Line>,
}

impl PostalCode {
    /// The code as `100-0001`.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for PostalCode {
    type Err = Finding;

    /// Reads a leading 〒, full-width digits, and the hyphen left out.
    ///
    /// # Errors
    /// `address.postal_code` on the field `postal_code`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let plain = half_width(text.trim().trim_start_matches('〒'));
        let digits: String =
            plain.chars().take(20).filter(|c| !matches!(c, '-' | ' ' | '‐'..='―' | '−' | 'ー')).collect();
        if digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()) && plain.chars().count() < 20 {
            let (area, rest) = digits.split_at(3);
            return Ok(Self(format!("{area}-{rest}")));
        }
        Err(Finding::stop(
            "address.postal_code",
            "postal_code",
            "P7",
            Text::fixed("郵便番号が正しくありません。", "The postal code is wrong."),
            Text::fixed("100-0001 のように 7 桁で入力してください。", "Give seven digits, such as 100-0001."),
        ))
    }
}

impl fmt::Debug for PostalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostalCode(***-****)")
    }
}
