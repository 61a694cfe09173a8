//! A fully-qualified domain name in A-label form.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::flaw::Flaw;
use super::{eligible, string_form};
use crate::Finding;

/// Longest domain name, in characters without a trailing dot (RFC 1035 §2.3.4).
pub(super) const MAX_NAME: usize = 253;
/// Longest label, in characters (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;
/// Longest text read as a name, in bytes; U-labels are longer than their A-labels.
const MAX_INPUT: usize = 1_024;

/// A domain name of two labels or more, lower case, each an LDH label or a P-label (BR 7.1.2.7.12), without
/// the trailing dot, at most 253 characters.
///
/// Reads U-labels too (UTS #46, non-transitional), full-width letters and ideographic dots included; one
/// trailing dot is dropped. Syntax alone: ask [`DnsName::check`] whether it may be ordered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct DnsName(String);

string_form!(DnsName, |name| name.0);

impl DnsName {
    /// The name in A-label form, such as `www.xn--r8jz45g.jp`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as people read it, such as `www.例え.jp`; the A-label form where a label has no valid
    /// Unicode form.
    pub fn to_unicode(&self) -> String {
        match Uts46::new().to_unicode(self.0.as_bytes(), AsciiDenyList::STD3, Hyphens::Allow) {
            (unicode, Ok(())) => unicode.into_owned(),
            (_, Err(_)) => self.0.clone(),
        }
    }

    /// The labels, leftmost first; two or more.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('.')
    }

    /// The name without its leftmost label; none when one label would be left.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_once('.')?;
        rest.contains('.').then(|| Self(rest.to_owned()))
    }

    /// Whether this name is `ancestor` or lies below it.
    pub fn is_within(&self, ancestor: &DnsName) -> bool {
        self.0.strip_suffix(&ancestor.0).is_some_and(|head| head.is_empty() || head.ends_with('.'))
    }

    /// The Base Domain Name (ベースドメイン名, BR 1.6.1): the label left of the public suffix and that suffix, by
    /// the ICANN section of the Public Suffix List; none for a public suffix or a name under none.
    pub fn base_domain(&self) -> Option<Self> {
        let suffix = eligible::icann_suffix(&self.0)?;
        let head = self.0.strip_suffix(suffix)?.strip_suffix('.')?;
        let label = head.rsplit('.').next()?;
        Some(Self(format!("{label}.{suffix}")))
    }

    /// The names that may stand for this one in its domain validation (Authorization Domain Names, BR 1.6.1,
    /// A7): this name, then pruned from the left down to the base domain. Only this name when it has none.
    pub fn authorization_candidates(&self) -> Vec<DnsName> {
        let mut candidates = vec![self.clone()];
        let Some(base) = self.base_domain() else { return candidates };
        let above = std::iter::successors(self.parent(), DnsName::parent);
        candidates.extend(above.take_while(|name| name.is_within(&base)));
        candidates
    }

    /// Why this name cannot stand in a public certificate today, if so: not valid under IDNA, reserved,
    /// internal, or a public suffix (BR 7.1.2.7.12, 3.2.2.6). `field` is the path the finding names.
    pub fn check(&self, field: impl Into<Cow<'static, str>>) -> Option<Finding> {
        eligible::check(&self.0, field.into())
    }
}

impl FromStr for DnsName {
    type Err = Finding;

    /// # Errors
    /// A finding on the field `name`: `name.empty`, `.too_long`, `.ip_address`, `.idna`, `.single_label`,
    /// `.empty_label`, `.label_too_long`, `.underscore`, `.character`, `.hyphen`, `.reserved_label`, `.punycode`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        read(text).map(Self).map_err(Flaw::finding)
    }
}

impl fmt::Display for DnsName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn read(text: &str) -> Result<String, Flaw> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Flaw::Empty);
    }
    if text.len() > MAX_INPUT {
        return Err(Flaw::TooLong);
    }
    let mut ascii = to_ascii(text)?;
    if is_ip_address(&ascii) {
        return Err(Flaw::IpAddress);
    }
    if ascii.ends_with('.') {
        ascii.pop();
    }
    if ascii.len() > MAX_NAME {
        return Err(Flaw::TooLong);
    }
    ascii.split('.').try_for_each(check_label)?;
    match ascii.rsplit_once('.') {
        None => Err(Flaw::SingleLabel),
        Some((_, top)) if top.bytes().all(|b| b.is_ascii_digit()) => Err(Flaw::IpAddress),
        Some(_) => Ok(ascii),
    }
}

/// Lower-case ASCII. What is ASCII already passes through no table: a stored name outlives Unicode versions.
fn to_ascii(text: &str) -> Result<String, Flaw> {
    if text.is_ascii() {
        return Ok(text.to_ascii_lowercase());
    }
    Uts46::new()
        .to_ascii(text.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow, DnsLength::Ignore)
        .map(Cow::into_owned)
        .map_err(|_| Flaw::Idna)
}

fn is_ip_address(text: &str) -> bool {
    text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
}

fn check_label(label: &str) -> Result<(), Flaw> {
    if label.is_empty() {
        return Err(Flaw::EmptyLabel);
    }
    if label.len() > MAX_LABEL {
        return Err(Flaw::LabelTooLong);
    }
    if label.contains('_') {
        return Err(Flaw::Underscore);
    }
    if !label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Err(Flaw::Character);
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(Flaw::Hyphen);
    }
    match label.strip_prefix("xn--") {
        Some(code) if idna::punycode::decode_to_string(code).is_none_or(|label| label.is_empty()) => {
            Err(Flaw::Punycode)
        }
        Some(_) => Ok(()),
        None if label.get(2..4) == Some("--") => Err(Flaw::ReservedLabel),
        None => Ok(()),
    }
}
