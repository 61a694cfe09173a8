//! Typed identifiers: none can stand where another is meant.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Finding, Text};

/// Longest identifier accepted from outside, in bytes.
pub const MAX_ID_LEN: usize = 128;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $field:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Finding;

            fn from_str(text: &str) -> Result<Self, Finding> {
                checked($field, text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Finding;

            fn try_from(text: String) -> Result<Self, Finding> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// An order, such as `CF-7K3M-9QX2-TBEA`. Made from the event that submitted it, so that the same event,
    /// delivered twice, names the same order.
    OrderId, "order"
}
id! {
    /// The portal's customer number; opaque to certflow.
    CustomerId, "customer"
}
id! {
    /// What the vendor calls the order, such as CertCentral's `order_id` (R90).
    VendorOrderId, "vendor_order"
}
id! {
    /// The producer's id of an event (CloudEvents `id`).
    EventId, "id"
}
id! {
    /// A vendor's enquiry within one order (R17).
    EnquiryId, "enquiry"
}

impl OrderId {
    /// The id of the order that the event `source`/`event` opens: `CF-` and 60 bits of its SHA-256, in
    /// Crockford's base 32 (no I, L, O, U), grouped to be read out on the telephone.
    pub fn derived(source: &str, event: &EventId) -> Self {
        let digest =
            Sha256::new().chain_update(source).chain_update([0]).chain_update(event.as_str()).finalize();
        let bits = digest.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let mut text = String::from("CF");
        for n in 0..12 {
            if n % 4 == 0 {
                text.push('-');
            }
            let index = (bits >> (59 - 5 * n)) & 31;
            text.push(char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[index as usize]));
        }
        Self(text)
    }
}

/// Printable ASCII without spaces, `#` (it separates keys in the store) and quotes; 1 to 128 bytes.
fn checked(field: &'static str, text: &str) -> Result<String, Finding> {
    let allowed = |b: u8| b.is_ascii_graphic() && !matches!(b, b'#' | b'"' | b'\'' | b'<' | b'>');
    if (1..=MAX_ID_LEN).contains(&text.len()) && text.bytes().all(allowed) {
        return Ok(text.to_owned());
    }
    Err(Finding::stop(
        "id.malformed",
        field,
        "R89",
        Text::fixed("識別子の形式が正しくありません。", "The identifier is malformed."),
        Text::fixed(
            "空白・#・引用符・山括弧を含まない 1〜128 文字の半角英数記号で指定してください。",
            "Give 1 to 128 printable ASCII characters without spaces, #, quotes or angle brackets.",
        ),
    ))
}
