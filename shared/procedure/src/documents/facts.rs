//! What is recorded of a document: facts, never its content.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DocumentKind;
use crate::{EnquiryId, Finding, Text};

macro_rules! checked_text {
    ($name:ident) => {
        impl $name {
            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Finding;

            fn try_from(text: String) -> Result<Self, Finding> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// A document's id within its order, given by whoever received it: 1 to 64 of `A–Z a–z 0–9 . _ -`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct DocumentId(String);

checked_text!(DocumentId);

impl FromStr for DocumentId {
    type Err = Finding;

    /// Checks the id.
    ///
    /// # Errors
    /// `documents.id_malformed`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(Finding::stop(
            "documents.id_malformed",
            "document.id",
            "R89",
            Text::fixed("書類の識別子の形式が正しくありません。", "The document's id is malformed."),
            Text::fixed(
                "半角英数字と . _ - のみ、1〜64 文字で指定してください。",
                "Give 1 to 64 letters, digits, dots, underscores or hyphens.",
            ),
        ))
    }
}

/// The SHA-256 of a received file, 64 hexadecimal digits in lower case; what stays when the file is purged.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct FileDigest(String);

checked_text!(FileDigest);

impl FromStr for FileDigest {
    type Err = Finding;

    /// Checks the digest.
    ///
    /// # Errors
    /// `documents.digest_malformed`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Ok(Self(text.to_owned()));
        }
        Err(Finding::stop(
            "documents.digest_malformed",
            "document.file",
            "R90",
            Text::fixed("ファイルのハッシュ値の形式が正しくありません。", "The file's digest is malformed."),
            Text::fixed(
                "SHA-256 を小文字の16進数64桁で指定してください。",
                "Give the SHA-256 as 64 lower-case hexadecimal digits.",
            ),
        ))
    }
}

/// How the document is here. An original cannot come electronically (R82), so there is no such variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A scan or photograph, uploaded or mailed; of whatever.
    ElectronicCopy,
    /// A copy on paper, by post.
    PostedCopy,
    /// The original, by post.
    PostedOriginal,
}

/// Whose receipt stamp a document bears (R64, R69, A23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStamp {
    /// 税務署.
    TaxOffice,
    /// 都道府県.
    Prefecture,
    /// 市区町村.
    Municipality,
}

/// What staff or the portal found on one document. An unknown fact is `None`; a rule that needs it refuses the
/// document until it is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct DocumentFacts {
    /// The document's id within its order.
    pub id: DocumentId,
    /// Counts the corrections of these facts; the highest wins, in whatever order they come (R89).
    #[serde(default)]
    pub revision: u32,
    /// What it is.
    pub kind: DocumentKind,
    /// How it is here.
    pub form: Form,
    /// When it was received.
    pub received_at: Timestamp,
    /// Whether a My Number can be seen anywhere on it (R75, R85). Has no default: somebody must have looked.
    pub my_number_visible: bool,
    /// Whether it can be read.
    #[serde(default = "yes")]
    pub legible: bool,
    /// The day it was issued; of something filed, the day it was filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// The last day it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// The tax year (年分) it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_year: Option<i16>,
    /// Whether it shows the trade name (R68).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows_trade_name: Option<bool>,
    /// The receipt stamp it bears; `None` when it bears none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_stamp: Option<ReceiptStamp>,
    /// Whether it was downloaded from the web (R78).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web_download: Option<bool>,
    /// Whether every insurance symbol, number and QR code on it is masked; `None` when it bears none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance_number_masked: Option<bool>,
    /// The digest of the file, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileDigest>,
    /// The vendor's enquiry it answers, if it was sent for one (R59).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<EnquiryId>,
}

impl DocumentFacts {
    /// What may be stored of them: of a document that shows a My Number, nothing read off it and no digest (R85); of one
    /// whose insurance numbers are not masked, no digest, as that file may not stay (A20).
    #[must_use]
    pub fn storable(self) -> Self {
        if !self.my_number_visible {
            let unmasked = match self.insurance_number_masked {
                Some(masked) => !masked,
                None => self.kind.bears_insurance_numbers(),
            };
            return if unmasked { Self { file: None, ..self } } else { self };
        }
        Self {
            issued_on: None,
            expires_on: None,
            tax_year: None,
            shows_trade_name: None,
            receipt_stamp: None,
            web_download: None,
            file: None,
            ..self
        }
    }
}

const fn yes() -> bool {
    true
}
