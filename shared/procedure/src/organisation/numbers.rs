//! Numbers that registers and databases give to organisations. All of them are public.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contact::half_width;
use crate::name::string_form;
use crate::{Finding, Text};

/// Longest text read as a number, in characters.
const MAX_INPUT: usize = 40;

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $len:literal, $field:literal, $valid:expr, $ja:literal, $en:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(String);

        string_form!($name, |number| number.0);

        impl $name {
            /// The digits, without separators.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Finding;

            /// Reads full-width digits, hyphens and spaces too.
            ///
            /// # Errors
            #[doc = concat!("`", $field, ".malformed`, `", $field, ".check_digit` on the field `", $field, "`.")]
            fn from_str(text: &str) -> Result<Self, Finding> {
                let valid: fn(&str) -> bool = $valid;
                match digits(text, $len) {
                    Some(digits) if valid(&digits) => Ok(Self(digits)),
                    Some(_) => Err(Finding::stop(
                        concat!($field, ".check_digit"),
                        $field,
                        "P8",
                        Text::fixed(
                            concat!($ja, "の検査用数字(先頭の 1 桁)が残りの桁と合いません。"),
                            concat!("The check digit of the ", $en, ", its first, does not fit the others."),
                        ),
                        Text::fixed(
                            concat!($ja, "の入力間違いがないかご確認ください。分からないときは空欄にしてください。"),
                            concat!("Look for a mistyped digit in the ", $en, ", or leave it out."),
                        ),
                    )),
                    None => Err(Finding::stop(
                        concat!($field, ".malformed"),
                        $field,
                        "P8",
                        Text::fixed(concat!($ja, "が正しくありません。"), concat!("The ", $en, " is wrong.")),
                        Text::fixed(
                            concat!($ja, "を数字 ", $len, " 桁で入力してください。分からないときは空欄にしてください。"),
                            concat!("Give the ", $len, " digits of the ", $en, ", or leave it out."),
                        ),
                    )),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

number! {
    /// The corporate number (法人番号) of the National Tax Agency: a check digit and 12 digits (P8).
    CorporateNumber, 13, "corporate_number", has_corporate_check_digit, "法人番号", "corporate number"
}
number! {
    /// The company registration number (会社法人等番号) of the Legal Affairs Bureau: 12 digits.
    CompanyRegistrationNumber, 12, "registration_number", |_| true, "会社法人等番号", "company registration number"
}
number! {
    /// The company code of Teikoku Databank (TDB企業コード): 9 digits.
    TdbCode, 9, "tdb_code", |_| true, "TDB企業コード", "TDB company code"
}
number! {
    /// The D-U-N-S number of Dun & Bradstreet: 9 digits.
    DunsNumber, 9, "duns", |_| true, "D-U-N-S ナンバー", "D-U-N-S number"
}

impl CorporateNumber {
    /// The 12 digits after the check digit. For a registered company they are its company registration number;
    /// bodies without registration have a corporate number too, whose 12 digits are of the tax agency's making.
    pub fn base(&self) -> &str {
        self.0.get(1..).unwrap_or_default()
    }
}

impl CompanyRegistrationNumber {
    /// The form the register prints and DigiCert reads: `0100-01-008844`.
    pub fn hyphenated(&self) -> String {
        let part = |range| self.0.get(range).unwrap_or_default();
        format!("{}-{}-{}", part(0..4), part(4..6), part(6..12))
    }
}

fn digits(text: &str, len: usize) -> Option<String> {
    if text.chars().nth(MAX_INPUT).is_some() {
        return None;
    }
    let separator = |c: char| c.is_whitespace() || matches!(c, '-' | '‐'..='―' | '−' | 'ー');
    let digits: String = half_width(text).chars().filter(|c| !separator(*c)).collect();
    (digits.len() == len && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// The first digit is 9 − (Σ Pₙ·Qₙ mod 9) over the other twelve, counted from the right, Qₙ being 1 for odd and
/// 2 for even n (Ministry of Finance Order No. 70 of 2014 on the designation of corporate numbers, P8).
fn has_corporate_check_digit(digits: &str) -> bool {
    let values = digits.bytes().map(|b| u32::from(b - b'0'));
    let (check, base): (Vec<_>, Vec<_>) = values.enumerate().partition(|(n, _)| *n == 0);
    let sum: u32 = base.iter().rev().zip([1, 2].iter().cycle()).map(|((_, p), q)| p * q).sum();
    check.first().is_some_and(|(_, digit)| *digit == 9 - sum % 9)
}
