//! What can go wrong with a call, sorted by what the caller must do next.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use procedure::Product;

use super::Call;

/// A failed call. Nothing in it names a person, holds the key or quotes the vendor's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The vendor says no and would say so again: an answer for staff or the customer, never retried.
    #[error("CertCentral refused {call} (HTTP {status}): {reason}")]
    Refused {
        /// The call.
        call: Call,
        /// The HTTP status, 400 to 499.
        status: u16,
        /// Why, as far as the vendor said.
        reason: Reason,
    },
    /// The request left, and whether it took effect cannot be told: look before anything is sent again.
    #[error("whether {call} took effect at CertCentral is unknown: {cause}")]
    Unknown {
        /// The call; its effect is [`Effect::Once`](super::Effect::Once).
        call: Call,
        /// What was seen.
        cause: Cause,
    },
    /// Nothing happened at the vendor, or nothing that repeating could double: try again later.
    #[error("CertCentral is unavailable for {call}: {cause}")]
    Unavailable {
        /// The call.
        call: Call,
        /// What was seen.
        cause: Cause,
    },
    /// Too many requests for this key: nothing happened; not before `after`.
    #[error("the rate limit of CertCentral holds {call} back for {} s", after.as_secs().max(1))]
    RateLimited {
        /// The call.
        call: Call,
        /// How long to wait.
        after: Duration,
    },
    /// The key is wrong, revoked or lacks a permission: staff must mend the account, nothing happened.
    #[error("CertCentral does not accept the API key for {call} (HTTP {status}): {reason}")]
    Unauthorised {
        /// The call.
        call: Call,
        /// The HTTP status, 401 or 403.
        status: u16,
        /// Why, as far as the vendor said.
        reason: Reason,
    },
    /// The answer is not what the documentation promises; reading again may help, retrying at once does not.
    #[error("the answer of CertCentral to {call} cannot be read: {what}")]
    Malformed {
        /// The call; it changes nothing at the vendor, or may be repeated.
        call: Call,
        /// What is wrong, without any of the answer's data.
        what: Cow<'static, str>,
    },
    /// No product id is configured for the product, so nothing was sent.
    #[error("no CertCentral product id is configured for {}", product.code())]
    NotOffered {
        /// The product.
        product: Product,
    },
    /// The request breaks a limit of the API or of this client, so nothing was sent.
    #[error("{call} was not sent to CertCentral: {what}")]
    Unsent {
        /// The call.
        call: Call,
        /// Which limit, and what it is.
        what: Cow<'static, str>,
    },
}

impl Error {
    /// Whether the vendor knows nothing under the number or name that was asked for (HTTP 404).
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Whether the same request may simply be sent later.
    pub fn may_repeat(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::RateLimited { .. })
    }

    /// Whether the request may have taken effect.
    pub fn outcome_unknown(&self) -> bool {
        matches!(self, Self::Unknown { .. })
    }
}

/// Why the vendor refused: the first error of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The vendor's code such as `not_found|order`, reduced to the characters of a code; `http_404` and the like
    /// when the answer has none.
    pub code: String,
    /// The vendor's sentence with everything masked that could name a person or quote a value.
    pub message: String,
    /// How many further errors the answer lists.
    pub more: usize,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        if !self.message.is_empty() {
            write!(f, " ({})", self.message)?;
        }
        if self.more > 0 {
            write!(f, " and {} more", self.more)?;
        }
        Ok(())
    }
}

/// What was seen of a request that brought no usable answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// No connection: the name did not resolve, the port refused, TLS failed. Nothing was sent.
    NoConnection,
    /// The time for the whole request ran out.
    Timeout,
    /// The connection broke before a whole answer came.
    ConnectionLost,
    /// The vendor answered with this HTTP status, 408 or 500 to 599, or a redirect.
    Status(u16),
    /// The vendor reported success in an answer that cannot be read.
    UnreadableSuccess,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoConnection => f.write_str("no connection"),
            Self::Timeout => f.write_str("timed out"),
            Self::ConnectionLost => f.write_str("connection lost"),
            Self::Status(status) => write!(f, "HTTP {status}"),
            Self::UnreadableSuccess => f.write_str("success reported in an unreadable answer"),
        }
    }
}
