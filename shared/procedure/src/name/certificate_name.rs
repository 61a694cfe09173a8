//! A name as it stands in the certificate: a host, or every host one label below a domain.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dns_name::MAX_NAME;
use super::{DnsName, string_form};
use crate::{Finding, Text};

/// A [`DnsName`], or a wildcard `*.` before one (ワイルドカード). Only the whole leftmost label may be the
/// asterisk (BR 1.6.1 "Wildcard Domain Name"). At most 253 characters, the `*.` included.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct CertificateName {
    domain: DnsName,
    wildcard: bool,
}

string_form!(CertificateName, |name| name.to_string());

impl CertificateName {
    /// The name without `*.`; what is validated (BR 1.6.1 "Authorization Domain Name").
    pub fn domain(&self) -> &DnsName {
        &self.domain
    }

    /// Whether it starts with `*.`.
    pub fn is_wildcard(&self) -> bool {
        self.wildcard
    }

    /// The name as people read it, such as `*.例え.jp`.
    pub fn to_unicode(&self) -> String {
        format!("{}{}", self.prefix(), self.domain.to_unicode())
    }

    /// Length in A-label form, in characters.
    pub fn char_len(&self) -> usize {
        self.prefix().len() + self.domain.as_str().len()
    }

    /// Whether a certificate with this name serves `host`: the same name, or exactly one label below the
    /// wildcard's domain (RFC 9525 §6.3).
    pub fn covers(&self, host: &DnsName) -> bool {
        if self.wildcard { host.parent().as_ref() == Some(&self.domain) } else { *host == self.domain }
    }

    /// The names that may stand for this one in its domain validation; see
    /// [`DnsName::authorization_candidates`].
    pub fn authorization_candidates(&self) -> Vec<DnsName> {
        self.domain.authorization_candidates()
    }

    /// Why this name cannot be ordered today, if so; see [`DnsName::check`]. A wildcard directly on a public
    /// suffix is among the reasons (BR 3.2.2.6).
    pub fn check(&self, field: impl Into<Cow<'static, str>>) -> Option<Finding> {
        self.domain.check(field)
    }

    fn prefix(&self) -> &'static str {
        if self.wildcard { "*." } else { "" }
    }
}

impl From<DnsName> for CertificateName {
    fn from(domain: DnsName) -> Self {
        Self { domain, wildcard: false }
    }
}

impl FromStr for CertificateName {
    type Err = Finding;

    /// # Errors
    /// `name.wildcard` for an asterisk anywhere but as the whole first label, `name.too_long`, and the findings
    /// of [`DnsName`].
    fn from_str(text: &str) -> Result<Self, Finding> {
        let text = text.trim();
        let rest = text
            .strip_prefix(['*', '＊'])
            .and_then(|rest| rest.strip_prefix(['.', '．', '。', '｡']))
            .filter(|rest| !rest.trim_start().is_empty());
        let wildcard = rest.is_some();
        let rest = rest.unwrap_or(text);
        // Whitespace after `*.` would be trimmed by the domain's parser; it is part of no name.
        if rest.contains(['*', '＊']) || (wildcard && rest.trim_start() != rest) {
            return Err(misplaced_asterisk());
        }
        let name = Self { domain: rest.parse()?, wildcard };
        if name.char_len() > MAX_NAME { Err(too_long()) } else { Ok(name) }
    }
}

impl fmt::Display for CertificateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.prefix(), self.domain)
    }
}

fn misplaced_asterisk() -> Finding {
    Finding::stop(
        "name.wildcard",
        "name",
        "BR 1.6.1",
        Text::fixed(
            "「*」は名前の先頭に「*.」の形でだけ使えます。",
            "An asterisk may only stand first, as `*.`.",
        ),
        Text::fixed("*.example.jp の形で指定してください。", "Write it like *.example.jp."),
    )
}

fn too_long() -> Finding {
    Finding::stop(
        "name.too_long",
        "name",
        "RFC 1035",
        Text::fixed(
            "「*.」を含めて 253 文字を超えています。",
            "The name is longer than 253 characters, `*.` included.",
        ),
        Text::fixed("短い名前を指定してください。", "Give a shorter name."),
    )
}
