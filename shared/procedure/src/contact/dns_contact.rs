//! The address that a domain's `_validation-contactemail` TXT record names.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Email;
use super::email::MAX_EMAIL;
use super::local_part::is_local_part;
use crate::name::{DnsName, string_form};
use crate::{Finding, Text};

/// The whole RDATA of a `_validation-contactemail` TXT record: one address of RFC 6532 §3.2, nothing before,
/// after or around it (BR A.2.1, R26, R29). Unlike [`Email`] the local part may go beyond ASCII.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct DnsContact {
    local: String,
    domain: DnsName,
}

string_form!(DnsContact, |contact| contact.expose());

impl DnsContact {
    /// The whole address; personal data.
    pub fn expose(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// The domain after the `@`.
    pub fn domain(&self) -> &DnsName {
        &self.domain
    }

    /// The same as an [`Email`].
    ///
    /// # Errors
    /// `dns_contact.not_ascii`: the BR allow it, but the vendors' software takes ASCII alone (`rules.md` §3.1).
    pub fn to_email(&self) -> Result<Email, Finding> {
        self.expose().parse().map_err(|_| Flaw::NotAscii.finding())
    }
}

impl FromStr for DnsContact {
    type Err = Finding;

    /// Reads the RDATA as it stands: no trimming, no full-width letters.
    ///
    /// # Errors
    /// The mistakes seen in practice (A9) on the field `dns_contact`: `dns_contact.quoted`, `.mailto`,
    /// `.padded`, `.several`, and `.malformed` for the rest.
    fn from_str(rdata: &str) -> Result<Self, Finding> {
        let at_signs = rdata.matches('@').count();
        if rdata.len() > MAX_EMAIL {
            return Err(Flaw::Malformed.finding());
        }
        if rdata.contains(['"', '\'', '“', '”', '<', '>']) {
            return Err(Flaw::Quoted.finding());
        }
        if rdata.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("mailto:")) {
            return Err(Flaw::Mailto.finding());
        }
        if at_signs > 1 {
            return Err(Flaw::Several.finding());
        }
        if rdata.contains(char::is_whitespace) {
            return Err(Flaw::Padded.finding());
        }
        let (local, domain) = rdata.split_once('@').ok_or_else(|| Flaw::Malformed.finding())?;
        if !is_local_part(local, true) || domain.ends_with('.') {
            return Err(Flaw::Malformed.finding());
        }
        let domain = domain.parse().map_err(|_| Flaw::Malformed.finding())?;
        let contact = Self { local: local.to_owned(), domain };
        // The A-label form of a domain can be longer than what was read.
        if contact.expose().len() > MAX_EMAIL { Err(Flaw::Malformed.finding()) } else { Ok(contact) }
    }
}

impl fmt::Debug for DnsContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: String = self.local.chars().take(1).collect();
        write!(f, "DnsContact(\"{first}***@{}\")", self.domain)
    }
}

enum Flaw {
    Quoted,
    Mailto,
    Several,
    Padded,
    Malformed,
    NotAscii,
}

impl Flaw {
    fn finding(self) -> Finding {
        let (code, message) = match self {
            Flaw::Quoted => (
                "dns_contact.quoted",
                Text::fixed(
                    "値に引用符か山括弧が含まれています。",
                    "The value holds quotes or angle brackets.",
                ),
            ),
            Flaw::Mailto => (
                "dns_contact.mailto",
                Text::fixed("値が mailto: で始まっています。", "The value starts with mailto:."),
            ),
            Flaw::Several => (
                "dns_contact.several",
                Text::fixed("一つの値に複数のアドレスがあります。", "One value holds several addresses."),
            ),
            Flaw::Padded => (
                "dns_contact.padded",
                Text::fixed("値に空白が含まれています。", "The value holds white space."),
            ),
            Flaw::Malformed => (
                "dns_contact.malformed",
                Text::fixed("値がメールアドレスではありません。", "The value is not a mail address."),
            ),
            Flaw::NotAscii => (
                "dns_contact.not_ascii",
                Text::fixed(
                    "「@」の前に半角英数記号以外の文字があり、ベンダーが読み取れません。",
                    "The part before the @ is not ASCII; vendors do not read it.",
                ),
            ),
        };
        Finding::stop(
            code,
            "dns_contact",
            "A9, BR A.2.1",
            message,
            Text::fixed(
                "TXT レコードの値を、引用符や空白のないメールアドレス一つだけにしてください。",
                "Make the value of the TXT record one bare mail address, without quotes or spaces.",
            ),
        )
    }
}
