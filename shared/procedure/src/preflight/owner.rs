//! The names that pre-flight asks about; some are no domain name that could be ordered.

use std::fmt;

use crate::name::DnsName;

/// Longest name, in characters without a trailing dot (RFC 1035 §2.3.4).
const MAX_NAME: usize = 253;

/// The label of the TXT contact (BR A.2.1).
const CONTACT: &str = "_validation-contactemail";

/// A name in the DNS: lower case, 1 to 253 characters, no trailing dot. Unlike a [`DnsName`] it may have one label and
/// underscores. The root is [`Owner::root`] alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Owner(String);

impl Owner {
    /// A host as a record names it, such as an MX's exchange; none for the root and for what is no host name.
    pub fn host(text: &str) -> Option<Self> {
        let text = text.strip_suffix('.').unwrap_or(text);
        let is_host = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let labels_are_hosts =
            text.split('.').all(|label| (1..=63).contains(&label.len()) && label.bytes().all(is_host));
        (text.len() <= MAX_NAME && labels_are_hosts).then(|| Self(text.to_ascii_lowercase()))
    }

    /// The root, of which alone it is known beforehand that it is signed.
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// The base domain, whose zone its parent's DS says to be signed or not; the name itself where it has none.
    /// Labels that no host has, such as the TXT contact's, are passed over.
    pub fn registered(&self) -> Self {
        let host = self
            .0
            .rsplit_once('_')
            .map_or(self.0.as_str(), |(_, rest)| rest.split_once('.').map_or("", |(_, host)| host));
        let base = host.parse::<DnsName>().ok().and_then(|name| name.base_domain());
        base.map_or_else(|| self.clone(), |base| Self::from(&base))
    }

    /// Where the TXT contact of an Authorization Domain Name stands (R26, BR A.2.1); none when that is too long a name.
    pub fn contact(domain: &DnsName) -> Option<Self> {
        Self::host(&format!("{CONTACT}.{domain}"))
    }

    /// Where it stands when a DNS form appended the zone to a name that had it already (A9).
    pub fn contact_doubled(domain: &DnsName) -> Option<Self> {
        Self::host(&format!("{CONTACT}.{domain}.{domain}"))
    }

    /// Where it stands when the host name is taken literally, with its trailing dot, as the mission prints it (A9).
    pub fn contact_at_root() -> Self {
        Self(CONTACT.to_owned())
    }

    /// `name` and the names above it, the top-level domain last and the root left out: where CAA is looked for
    /// (RFC 8659 §3).
    pub fn climb(name: &DnsName) -> Vec<Self> {
        let above = std::iter::successors(Some(name.as_str()), |rest| Some(rest.split_once('.')?.1));
        above.map(|name| Self(name.to_owned())).collect()
    }

    /// The name without its trailing dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&DnsName> for Owner {
    fn from(name: &DnsName) -> Self {
        Self(name.as_str().to_owned())
    }
}

impl fmt::Display for Owner {
    /// Absolute, with the trailing dot.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.0)
    }
}
