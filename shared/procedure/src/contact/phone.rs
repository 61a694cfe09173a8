//! Japanese telephone numbers.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::half_width;
use crate::name::string_form;
use crate::{Finding, Text};

/// Longest text read as a number, in characters.
const MAX_INPUT: usize = 40;

/// A Japanese number in national form, 10 or 11 digits with the leading 0; 11 exactly for `0x0` numbers
/// (Ministry of Internal Affairs, 電気通信番号計画).
///
/// Reads hyphens of every kind, brackets, spaces, full-width digits and `+81`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct PhoneNumber(String);

string_form!(PhoneNumber, |number| number.0);

/// What a number is assigned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    /// A number of an area (固定電話).
    Fixed,
    /// 070, 080, 090, and 060 since July 2026 (携帯電話).
    Mobile,
    /// 050 (IP電話).
    Ip050,
    /// 0120 and 0800 (着信課金).
    FreeDial,
    /// 0570 (ナビダイヤル).
    Navi,
    /// Any other: 020 devices and pagers, 0170, 0180, 0990 services, unassigned ranges.
    Special,
}

impl PhoneNumber {
    /// The national digits, such as `0312345678`; personal data when a person's.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The international form of E.164, such as `+81312345678`; personal data when a person's.
    pub fn e164(&self) -> String {
        format!("+81{}", self.0.strip_prefix('0').unwrap_or(&self.0))
    }

    /// What the number is assigned to.
    pub fn kind(&self) -> PhoneKind {
        match self.0.get(..3) {
            Some("060" | "070" | "090") => PhoneKind::Mobile,
            Some("050") => PhoneKind::Ip050,
            Some("080") if self.0.starts_with("0800") => PhoneKind::FreeDial,
            Some("080") => PhoneKind::Mobile,
            Some("010" | "020" | "030" | "040") => PhoneKind::Special,
            _ => match self.0.get(..4) {
                Some("0120") => PhoneKind::FreeDial,
                Some("0570") => PhoneKind::Navi,
                Some("0170" | "0180" | "0190" | "0910" | "0990") => PhoneKind::Special,
                _ => PhoneKind::Fixed,
            },
        }
    }

    /// What makes it unlikely that a third-party database lists this number as an organisation's main one
    /// (代表電話番号, R43, R44, P6): warnings on the field `main_phone`. The vendor calls the listed number.
    pub fn plausible_main_number(&self) -> Vec<Finding> {
        let tail = self.0.get(self.0.len().saturating_sub(8)..).unwrap_or_default().as_bytes();
        if tail.windows(2).all(|pair| pair[0] == pair[1]) {
            return vec![main_number(
                "phone.placeholder",
                Text::fixed("実在しない電話番号のようです。", "This looks like no real telephone number."),
            )];
        }
        let message = match self.kind() {
            PhoneKind::Fixed => return Vec::new(),
            PhoneKind::Mobile => Text::fixed(
                "携帯電話の番号は、代表電話番号として確認できないことがあります。",
                "A mobile number may not be confirmed as the main number.",
            ),
            PhoneKind::Ip050 => Text::fixed(
                "050 で始まる番号は、代表電話番号として確認できないことがあります。",
                "A 050 number may not be confirmed as the main number.",
            ),
            PhoneKind::FreeDial => Text::fixed(
                "フリーダイヤルは、代表電話番号として確認できないことがあります。",
                "A toll-free number may not be confirmed as the main number.",
            ),
            PhoneKind::Navi => Text::fixed(
                "0570 で始まる番号は、代表電話番号として確認できないことがあります。",
                "A 0570 number may not be confirmed as the main number.",
            ),
            PhoneKind::Special => Text::fixed(
                "通話用の番号ではないようです。",
                "This range is not assigned to ordinary telephones.",
            ),
        };
        vec![main_number("phone.not_a_main_number", message)]
    }
}

impl FromStr for PhoneNumber {
    type Err = Finding;

    /// # Errors
    /// `phone.malformed` on the field `phone`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let plain = || half_width(text).chars().filter(|c| !is_separator(*c)).collect::<String>();
        let digits = if text.chars().nth(MAX_INPUT).is_some() { String::new() } else { national(&plain()) };
        let zero_x_zero = digits.as_bytes().get(2) == Some(&b'0');
        let length = if zero_x_zero { 11 } else { 10 };
        let well_formed = digits.len() == length
            && digits.starts_with('0')
            && !digits.starts_with("00")
            && digits.bytes().all(|b| b.is_ascii_digit());
        if well_formed { Ok(Self(digits)) } else { Err(malformed()) }
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({:?}, {} digits)", self.kind(), self.0.len())
    }
}

/// Hyphens, dashes, long vowel marks typed for them, dots, brackets and spaces.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‐'..='―' | '−' | 'ー' | 'ｰ' | '─' | '.' | '・' | '(' | ')')
}

/// `+81` and a 0 written after it are replaced by one 0.
fn national(plain: &str) -> String {
    match plain.strip_prefix("+81") {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None => plain.to_owned(),
    }
}

fn malformed() -> Finding {
    Finding::stop(
        "phone.malformed",
        "phone",
        "P6",
        Text::fixed("電話番号の形式が正しくありません。", "The telephone number is malformed."),
        Text::fixed(
            "03-1234-5678 のように、0 から始まる日本の電話番号を市外局番から入力してください。内線は含めません。",
            "Give a Japanese number from its leading 0, such as 03-1234-5678, without an extension.",
        ),
    )
}

fn main_number(code: &'static str, message: Text) -> Finding {
    Finding::warning(
        code,
        "main_phone",
        "R43, R44",
        message,
        Text::fixed(
            "帝国データバンクなどの第三者機関に登録されている代表電話番号を入力してください。",
            "Give the main number that a third-party database such as Teikoku Databank lists.",
        ),
    )
}
