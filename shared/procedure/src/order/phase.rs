//! Where an order is, each phase with what can exist only there.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Checks, EnquiryText, Resend, Waiting};
use crate::pki::certificate::IssuedCertificate;
use crate::{Finding, OrderId, VendorOrderId};

/// From a request to revoke a key that others may know, to its revocation (BR 4.9.1.1: 24 hours).
const REVOKE_COMPROMISED: SignedDuration = SignedDuration::from_hours(24);
/// For any other reason (BR 4.9.1.1: five days).
const REVOKE: SignedDuration = SignedDuration::from_hours(5 * 24);

/// The phase of an order. What people see is the stage, derived from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// The application has to be mended by the customer before it can be submitted.
    Returned(Returned),
    /// A renewal whose application details the customer may confirm or amend (R8–R10).
    Confirming(Confirming),
    /// Accepted; the provider submits it next (R13).
    Accepted {
        /// Since when.
        since: Timestamp,
    },
    /// The intent to place it is recorded; the vendor may or may not have it yet.
    Placing(Placing),
    /// At the vendor (R18).
    Examining(Box<Examining>),
    /// The certificate is issued and verified (R52).
    Issued(Box<Issued>),
    /// Over without a certificate.
    Ended(Ended),
}

/// An application that cannot be submitted as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Returned {
    /// What to mend.
    pub findings: Vec<Finding>,
    /// The customer's time to mend it.
    pub waiting: Waiting,
}

/// A renewal before its prescribed date (所定の期日).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Confirming {
    /// The customer's time to confirm; its end is the prescribed date (R8).
    pub waiting: Waiting,
    /// What silence means at the prescribed date.
    pub on_silence: OnSilence,
    /// When the customer is reminded, ascending.
    #[serde(default)]
    pub reminders_at: Vec<Timestamp>,
    /// When the last call goes out.
    pub last_call_at: Timestamp,
}

/// What happens when the customer does not answer by the prescribed date (A5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnSilence {
    /// Submit with the current details (R10).
    Proceed,
    /// Staff ask the customer: EV, or details older than their reuse (A5).
    AskExplicitly,
}

/// The order is being placed. Recorded before the vendor is called, so that it is placed once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Placing {
    /// Since when.
    pub since: Timestamp,
    /// When the vendor's staff-run desk has to have it.
    pub until: Timestamp,
    /// Why the vendor did not take it, when staff have to look.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// When staff were told that it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated_at: Option<Timestamp>,
}

/// The vendor examines the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Examining {
    /// The vendor's number of the order (R90).
    pub vendor_order: VendorOrderId,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// The checks.
    pub checks: Checks,
    /// When the vendor's last report was observed; an older one is ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_at: Option<Timestamp>,
    /// When the vendor is asked next.
    pub ask_at: Timestamp,
    /// A status of the vendor that certflow does not know; staff read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_status: Option<String>,
    /// Since when the request lies with an administrator of our own account, if it does: the vendor has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_approval_since: Option<Timestamp>,
    /// The vendor's mails that staff had sent again, oldest first (R88).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resends: Vec<Resend>,
}

/// The certificate exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Issued {
    /// The vendor's number of the order.
    pub vendor_order: VendorOrderId,
    /// When certflow verified and recorded it.
    pub at: Timestamp,
    /// The certificate with its chain.
    pub certificate: IssuedCertificate,
    /// The checks as they stood.
    pub checks: Checks,
    /// Its setting on the server.
    pub installation: Installation,
    /// What became of it since.
    pub life: Life,
    /// A revocation that was asked of the vendor and is not confirmed yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation: Option<RevocationAsked>,
}

/// A revocation asked of the vendor. The certificate counts as revoked once the vendor says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RevocationAsked {
    /// When.
    pub at: Timestamp,
    /// Whether the key may be known to others.
    pub key_compromised: bool,
}

impl RevocationAsked {
    /// When it has to be done (BR 4.9.1.1).
    pub fn until(&self) -> Timestamp {
        let within = if self.key_compromised { REVOKE_COMPROMISED } else { REVOKE };
        self.at.checked_add(within).unwrap_or(Timestamp::MAX)
    }
}

/// The setting on the server (R53–R57).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "lowercase")]
pub enum Installation {
    /// New acquisition, or a server elsewhere: the customer was told (R54, A6).
    Customer {
        /// When it was done, if known.
        done_at: Option<Timestamp>,
    },
    /// Renewal or reissue on our server: the provider deploys (R57).
    Provider {
        /// When it was done.
        done_at: Option<Timestamp>,
    },
}

/// What became of an issued certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Life {
    /// In use; watched until the renewal opens.
    Watched {
        /// When the renewal opens.
        renewal_opens_at: Timestamp,
    },
    /// Another order takes over.
    Succeeded {
        /// The renewal or reissue.
        by: OrderId,
        /// When it was opened.
        at: Timestamp,
    },
    /// Past its end without a successor.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// Revoked (失効).
    Revoked {
        /// When.
        at: Timestamp,
        /// Whether its key may be known to others; such a key is never used again.
        key_compromised: bool,
    },
}

/// An order that ended without a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ended {
    /// How.
    pub how: Ending,
    /// When.
    pub at: Timestamp,
    /// The reason the customer reads, if somebody wrote one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<EnquiryText>,
    /// The vendor's number of the order, if it was placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_order: Option<VendorOrderId>,
    /// When staff have to have withdrawn it at the vendor, if it was placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdraw_until: Option<Timestamp>,
    /// When it was over at the vendor too, as far as certflow was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

impl Ended {
    /// Whether the vendor still has it, as far as certflow was told. With a reason it was ended by the customer or
    /// staff; what the vendor ended itself has none.
    pub fn is_to_be_withdrawn(&self) -> bool {
        self.how != Ending::Lapsed
            && self.reason.is_some()
            && self.vendor_order.is_some()
            && self.withdrawn_at.is_none()
    }
}

/// How an order ended without a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Turned down by staff or the vendor (R19).
    Rejected,
    /// Withdrawn by the customer or staff.
    Cancelled,
    /// Not mended in time.
    Lapsed,
}
