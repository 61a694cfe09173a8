//! What certflow says to a vendor and hears from it, whatever the vendor speaks.

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::name::DnsName;
use crate::order::{EnquiryText, Order, VendorMail};
use crate::{EnquiryId, Finding, VendorOrderId};

/// How an order is submitted (R14, A3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Submission {
    /// A new vendor order.
    New,
    /// A new vendor order that continues an earlier one.
    Renewal {
        /// The earlier vendor order.
        of: VendorOrderId,
    },
    /// Another certificate of a running vendor order.
    Reissue {
        /// The running vendor order.
        of: VendorOrderId,
    },
}

/// Something certflow asks of a vendor that changes something there. Recorded before it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "request", rename_all = "snake_case")]
pub enum VendorRequest {
    /// Place the order; our order id is the reference it can be found by.
    Place {
        /// How.
        submission: Submission,
    },
    /// Withdraw an order that is not issued yet.
    Cancel {
        /// Which.
        vendor_order: VendorOrderId,
    },
    /// Revoke the certificate.
    Revoke {
        /// Of which order.
        vendor_order: VendorOrderId,
        /// Its serial number in hexadecimal.
        serial: String,
        /// Whether the key may be known to others.
        key_compromised: bool,
    },
    /// Pass on the customer's answer to an enquiry (R17).
    Answer {
        /// Of which order.
        vendor_order: VendorOrderId,
        /// Which enquiry; the answer is read from the order.
        enquiry: EnquiryId,
    },
    /// Send a mail again that somebody waits for. Asked twice, it may come twice.
    Resend {
        /// Of which order.
        vendor_order: VendorOrderId,
        /// Which mail.
        mail: VendorMail,
        /// When staff asked for it; a mail that the vendor sent since is that one.
        asked_at: Timestamp,
    },
}

/// What became of a [`VendorRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum VendorReply {
    /// The vendor has the order under this number.
    Placed {
        /// The number.
        vendor_order: VendorOrderId,
    },
    /// The vendor did what was asked.
    Done,
    /// Staff have to do it by hand: the vendor has no API for it. The desk shows what to enter.
    AtDesk,
    /// The vendor said no.
    Refused {
        /// Why.
        findings: Vec<Finding>,
    },
}

/// What the vendor says of an order now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VendorReport {
    /// Which order.
    pub vendor_order: VendorOrderId,
    /// When it was observed; a report older than the last one is ignored.
    pub observed_at: Timestamp,
    /// The order as a whole.
    pub status: VendorStatus,
    /// Single checks; those not named are unchanged.
    #[serde(default)]
    pub items: Vec<ReportedItem>,
    /// By name of the order, the name that its approval mail asks about, where the vendor says so (A7).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub asked: BTreeMap<DnsName, DnsName>,
}

/// The vendor's status of an order (R19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum VendorStatus {
    /// Waits for the provider's own approval in the vendor's account.
    NeedsApproval,
    /// Under examination.
    Examining,
    /// Issued; the certificate can be fetched.
    Issued,
    /// Turned down.
    Rejected,
    /// Withdrawn.
    Cancelled,
    /// Revoked.
    Revoked,
    /// Expired.
    Expired,
    /// A status that certflow does not know: staff read it, it is never taken for a failure.
    Unknown {
        /// The vendor's word, at most 64 characters.
        word: String,
    },
}

/// One check as the vendor reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedItem {
    /// Which check.
    pub item: ReportedCheck,
    /// Its state.
    pub state: ReportedState,
}

/// A check as the vendor names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "check", rename_all = "snake_case")]
pub enum ReportedCheck {
    /// The approval of one name.
    Domain {
        /// The name, or a parent whose approval covers it.
        name: DnsName,
    },
    /// The organisation's existence.
    Organisation,
    /// The call to the responsible person.
    Phone,
    /// The documents.
    Documents,
    /// EV: employment.
    Employment,
    /// EV: issuance confirmation.
    Confirmation,
}

/// The state the vendor reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportedState {
    /// Not done.
    Pending,
    /// Done.
    Passed,
    /// Not asked for.
    NotRequired,
    /// Turned down.
    Failed,
}

/// One attempt at a [`VendorRequest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VendorAttempt {
    /// Which; counted from 1.
    pub number: u32,
    /// Now.
    pub now: Timestamp,
    /// When an earlier attempt may last have taken effect without saying so, if one may.
    pub lost_at: Option<Timestamp>,
}

/// Which orders changed at the vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Their numbers, each once.
    pub orders: Vec<VendorOrderId>,
    /// Until when this is complete: now, or earlier where the vendor does not tell as much at once.
    pub until: Timestamp,
}

/// Why a call to a vendor did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VendorError {
    /// It may have taken effect: look before asking again.
    #[error("the vendor's answer was lost; whether it took effect is unknown")]
    Unknown,
    /// It did not take effect; asking again is safe.
    #[error("the vendor is not available")]
    Unavailable,
    /// The vendor limits our calls.
    #[error("the vendor limits our calls; ask again after {after_seconds} s")]
    RateLimited {
        /// Seconds to wait.
        after_seconds: u32,
    },
    /// An earlier attempt may have taken effect, and it is too early to see. This one changed nothing.
    #[error("it is too early to see whether the vendor has it; ask again after {after_seconds} s")]
    Unsettled {
        /// Seconds to wait.
        after_seconds: u32,
    },
    /// Our account may not do this.
    #[error("the vendor does not accept our key or its role")]
    Unauthorised,
    /// The answer could not be read.
    #[error("the vendor's answer could not be read")]
    Malformed,
}

/// A vendor as the functions see it. Implemented for CertCentral and for the desk.
#[async_trait]
pub trait VendorPort: Send + Sync {
    /// Asks for a change. From the second attempt on the vendor is searched by our reference before an order is placed
    /// again, so that it is placed once.
    ///
    /// # Errors
    /// [`VendorError::Unknown`] when it may have taken effect.
    async fn request(
        &self,
        order: &Order,
        request: &VendorRequest,
        attempt: VendorAttempt,
    ) -> Result<VendorReply, VendorError>;

    /// What the vendor says of the order, or `None` when it cannot be asked (the desk).
    ///
    /// # Errors
    /// Any [`VendorError`]; asking again is safe.
    async fn report(
        &self,
        order: &Order,
        vendor_order: &VendorOrderId,
        now: Timestamp,
    ) -> Result<Option<VendorReport>, VendorError>;

    /// The orders whose status changed since `since`, all of them at once; `None` when the vendor cannot be asked that
    /// (the desk).
    ///
    /// # Errors
    /// Any [`VendorError`]; asking again is safe.
    async fn changed_since(&self, since: Timestamp, now: Timestamp) -> Result<Option<Changed>, VendorError> {
        let _ = (since, now);
        Ok(None)
    }

    /// The issued certificate with its chain in PEM, or `None` when it cannot be fetched (the desk).
    ///
    /// # Errors
    /// Any [`VendorError`]; asking again is safe.
    async fn certificate(&self, vendor_order: &VendorOrderId) -> Result<Option<String>, VendorError>;
}

/// What a vendor asks, as staff or the vendor's mail bring it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VendorQuestion {
    /// Its id within the order.
    pub enquiry: EnquiryId,
    /// The question.
    pub question: EnquiryText,
}
