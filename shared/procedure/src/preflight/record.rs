//! The records that pre-flight reads, as a resolver understood them.

use std::fmt;
use std::net::IpAddr;

use super::Owner;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// CAA.
    Caa(CaaRecord),
    /// TXT.
    Txt(TxtRecord),
    /// MX.
    Mx(MxRecord),
    /// A or AAAA.
    Address(IpAddr),
    /// SOA; that it came is enough.
    Soa,
}

/// A CAA record (RFC 8659 §4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaaRecord {
    /// The Issuer Critical Flag.
    pub critical: bool,
    /// The property's tag.
    pub tag: String,
    /// Its value.
    pub value: CaaValue,
}

/// What the value of a CAA record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaaValue {
    /// Of `issue` and `issuewild` (RFC 8659 §4.2).
    Issue {
        /// The issuer's domain name; none forbids everybody.
        issuer: Option<String>,
        /// Name and value of each parameter, in their order.
        parameters: Vec<(String, String)>,
    },
    /// An `issue` or `issuewild` outside the grammar, which forbids everybody (ibid.).
    Malformed {
        /// The value as it stands.
        text: String,
    },
    /// Of any other property; not kept, because it may be a person's address (`iodef`, `contactemail`).
    Other,
}

/// A TXT record: its strings, which readers join (RFC 7208 §3.3 writes the custom down). May be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct TxtRecord {
    /// The strings.
    pub strings: Vec<Vec<u8>>,
}

/// An MX record (RFC 5321 §5.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MxRecord {
    /// Lower is tried first.
    pub preference: u16,
    /// The host that takes the mail.
    pub exchange: Exchange,
}

/// Where an MX record sends mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exchange {
    /// To a host.
    Host(Owner),
    /// Nowhere: the root, by which a domain says that it takes no mail (null MX, RFC 7505).
    Null,
    /// To a name that no host can have.
    Impossible,
}

impl CaaRecord {
    /// Whether its tag is `tag`, in any case (RFC 8659 §4.1).
    pub fn is(&self, tag: &str) -> bool {
        self.tag.eq_ignore_ascii_case(tag)
    }
}

impl TxtRecord {
    /// The strings joined; none when that is not UTF-8.
    pub fn text(&self) -> Option<String> {
        String::from_utf8(self.strings.concat()).ok()
    }
}

impl fmt::Debug for TxtRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TxtRecord({} strings, {} octets)", self.strings.len(), self.strings.concat().len())
    }
}

impl MxRecord {
    /// A record from preference and exchange as written, such as `mx.example.jp.` or `.`.
    pub fn new(preference: u16, exchange: &str) -> Self {
        let exchange = match exchange {
            "." | "" => Exchange::Null,
            host => Owner::host(host).map_or(Exchange::Impossible, Exchange::Host),
        };
        Self { preference, exchange }
    }
}
