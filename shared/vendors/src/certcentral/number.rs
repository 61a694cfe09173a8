//! The vendor's numbers, each its own type.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use super::lenient;

/// Text that is not a positive decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number of CertCentral: a positive decimal number is needed")]
pub struct NotANumber;

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// The number itself.
            pub const fn get(self) -> u64 {
                self.0.get()
            }
        }

        impl TryFrom<u64> for $name {
            type Error = NotANumber;

            fn try_from(number: u64) -> Result<Self, NotANumber> {
                NonZeroU64::new(number).map(Self).ok_or(NotANumber)
            }
        }

        impl FromStr for $name {
            type Err = NotANumber;

            fn from_str(text: &str) -> Result<Self, NotANumber> {
                text.parse::<u64>().map_err(|_| NotANumber)?.try_into()
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                lenient::required(d)?.try_into().map_err(serde::de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// An order (`order_id`); what `procedure` keeps as `VendorOrderId` (R90).
    OrderNumber
}
number! {
    /// One certificate of an order; a reissue makes a further one.
    CertificateNumber
}
number! {
    /// A domain of the account.
    DomainNumber
}
number! {
    /// An organisation of the account.
    OrganisationNumber
}
number! {
    /// A request within an order: new, reissue, revoke.
    RequestNumber
}
number! {
    /// A custom order field of the account (`metadata_id`).
    MetadataNumber
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_as_numbers_and_as_text() {
        for text in ["112211", "\"112211\""] {
            assert_eq!(serde_json::from_str::<OrderNumber>(text).unwrap().get(), 112_211);
        }
        for text in ["0", "\"\"", "-1", "1.5", "null", "[]"] {
            assert!(serde_json::from_str::<OrderNumber>(text).is_err(), "{text}");
        }
        assert_eq!("112211".parse::<OrderNumber>().unwrap().to_string(), "112211");
        assert!("0".parse::<OrderNumber>().is_err());
    }
}
