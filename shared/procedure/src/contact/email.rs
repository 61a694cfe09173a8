//! A mail address that certflow writes to.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::half_width;
use super::local_part::is_local_part;
use crate::name::{DnsName, string_form};
use crate::{Finding, Text};

/// Longest address, in bytes (RFC 5321 §4.5.3.1.3: a path of 256 with its angle brackets).
pub const MAX_EMAIL: usize = 254;

/// Local parts that name a post rather than a person (RFC 2142, and what Japanese companies use).
const ROLES: [&str; 18] = [
    "abuse",
    "admin",
    "administrator",
    "contact",
    "help",
    "hostmaster",
    "info",
    "mail",
    "noc",
    "office",
    "postmaster",
    "root",
    "sales",
    "security",
    "soumu",
    "support",
    "system",
    "webmaster",
];

/// An address: an ASCII Dot-string (RFC 5321 §4.1.2), `@`, and a domain in A-label form; at most 254 bytes.
///
/// Reads full-width letters and U-label domains. Quoted local parts and address literals are refused.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Email {
    local: String,
    domain: DnsName,
}

string_form!(Email, |email| email.expose());

/// `postmaster@` an Authorization Domain Name (R24, A7, BR 3.2.2.4.4).
///
/// # Errors
/// `email.too_long` when the domain is longer than 243 characters.
pub fn postmaster_address(domain: &DnsName) -> Result<Email, Finding> {
    Email::new("postmaster".to_owned(), domain.clone())
}

impl Email {
    fn new(local: String, domain: DnsName) -> Result<Self, Finding> {
        let email = Self { local, domain };
        if email.byte_len() > MAX_EMAIL { Err(Flaw::TooLong.finding()) } else { Ok(email) }
    }

    /// The whole address; personal data.
    pub fn expose(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// The address as it may be shown in logs and to other parties: `t***@example.jp`.
    pub fn masked(&self) -> String {
        let first: String = self.local.chars().take(1).collect();
        format!("{first}***@{}", self.domain)
    }

    /// The domain after the `@`.
    pub fn domain(&self) -> &DnsName {
        &self.domain
    }

    /// Whether the address names a post (`info`, `postmaster` …) and so may reach somebody else (R50).
    pub fn is_role_address(&self) -> bool {
        ROLES.contains(&self.local.to_ascii_lowercase().as_str())
    }

    /// Why no mail can reach this address today, if its domain shows it: reserved, internal or a public suffix
    /// (R28). Whether the domain takes mail is a question to the DNS.
    pub fn check(&self, field: impl Into<Cow<'static, str>>) -> Option<Finding> {
        self.domain.check("domain").map(|_| Finding { field: field.into(), ..Flaw::Domain.finding() })
    }

    fn byte_len(&self) -> usize {
        self.local.len() + 1 + self.domain.as_str().len()
    }
}

impl FromStr for Email {
    type Err = Finding;

    /// # Errors
    /// A finding on the field `email`: `email.malformed`, `email.domain`, `email.too_long`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let text = text.trim();
        // Room for the U-label form of a domain.
        if text.len() > 4 * MAX_EMAIL {
            return Err(Flaw::TooLong.finding());
        }
        let text = half_width(text);
        let (local, domain) = text.rsplit_once('@').ok_or_else(|| Flaw::Malformed.finding())?;
        if !is_local_part(local, false) {
            return Err(Flaw::Malformed.finding());
        }
        let domain = domain.parse().map_err(|_| Flaw::Domain.finding())?;
        Self::new(local.to_owned(), domain)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Email").field(&self.masked()).finish()
    }
}

enum Flaw {
    Malformed,
    Domain,
    TooLong,
}

impl Flaw {
    fn finding(self) -> Finding {
        let (code, message) = match self {
            Flaw::Malformed => (
                "email.malformed",
                Text::fixed("メールアドレスの形式が正しくありません。", "The mail address is malformed."),
            ),
            Flaw::Domain => (
                "email.domain",
                Text::fixed(
                    "「@」の後ろがメールを受信できるドメイン名ではありません。",
                    "What follows the @ is no domain name that can receive mail.",
                ),
            ),
            Flaw::TooLong => (
                "email.too_long",
                Text::fixed(
                    "メールアドレスが 254 文字を超えています。",
                    "The mail address is longer than 254 characters.",
                ),
            ),
        };
        Finding::stop(
            code,
            "email",
            "RFC 5321",
            message,
            Text::fixed(
                "taro@example.jp のように、受信できるアドレスを一つだけ入力してください。",
                "Give one address that can receive mail, such as taro@example.jp.",
            ),
        )
    }
}
