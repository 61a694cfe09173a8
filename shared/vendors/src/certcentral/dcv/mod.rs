//! Domain control validation (ドメイン名使用権確認): how a domain is proven, and the means to have it proven.
//!
//! The vendor validates; this side only asks it to look, to mail, or to use another method (BR 1.3.2). Nothing here
//! ever touches an approval link.

mod domain;
mod mail;
mod order;

use jiff::Timestamp;
use serde::Deserialize;

use super::{Private, lenient};

pub use mail::{DcvMail, Mailboxes, NewMail, NotAMailbox, SameMail, TOKEN_LIFE};
pub use order::{DcvLook, LookedAt};

/// How a domain is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DcvMethod {
    /// A mail to a constructed address or to the address in `_validation-contactemail` (BR 3.2.2.4.4, .14); ends
    /// 2028-03-15.
    Email,
    /// A TXT record (BR 3.2.2.4.7).
    DnsTxt,
    /// A CNAME record (BR 3.2.2.4.7).
    DnsCname,
    /// A file on the web server (BR 3.2.2.4.18); not for wildcards.
    Http,
    /// A file with content made for the host (BR 3.2.2.4.18); not for wildcards.
    HttpDynamic,
}

impl DcvMethod {
    /// The vendor's word (`dcv_method`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::DnsTxt => "dns-txt-token",
            Self::DnsCname => "dns-cname-token",
            Self::Http => "http-token",
            Self::HttpDynamic => "http-token-dynamic",
        }
    }
}

/// A random value that proves a domain by DNS or by a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DcvToken {
    /// The value; where it stands in the answer differs by call.
    #[serde(default, alias = "dcv_random_value", deserialize_with = "lenient::private")]
    pub token: Option<Private>,
    /// Until when it may be used; at most 30 days (BR 3.2.2.4).
    #[serde(default, rename = "expiration_date", deserialize_with = "lenient::timestamp")]
    pub expires: Option<Timestamp>,
    /// CNAME: where the record points.
    #[serde(default, deserialize_with = "lenient::text")]
    pub verification_value: Option<String>,
}
