//! What each event carries. Those with personal data travel by reference (CloudEvents `dataref`), never in a queue.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::application::ApplicationDraft;
use crate::notice::Recipient;
use crate::order::{Actor, CallOutcome, Callee, DocumentNews, EnquiryText, VendorMail};
use crate::vendor::{VendorReply, VendorReport, VendorRequest};
use crate::{CustomerId, EnquiryId, OrderId, VendorOrderId};

macro_rules! data {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $type,)*
            }
        )*
    };
}

data! {
    /// A customer's application; personal data.
    OrderSubmitted {
        /// Whose.
        customer: CustomerId,
        /// The application as written.
        application: ApplicationDraft,
    }

    /// The application details as they are to be; personal data.
    ApplicationAmended {
        /// The application as written, whole.
        application: ApplicationDraft,
    }

    /// A certificate is to be issued again; the subject is the new order.
    ReissueRequested {
        /// The order whose certificate it replaces.
        of: OrderId,
        /// The new CSR in PEM; a new key on every issue (A28).
        csr: String,
        /// Whether the old key may be known to others.
        #[serde(default)]
        key_compromised: bool,
    }

    /// Time passed for a returned application.
    ApplicationOverdue {}

    /// An accepted application is to be submitted.
    VendorReviewRequested {}

    /// Time passed for an accepted application.
    PlacementOverdue {}

    /// The vendor has the order.
    OrderPlaced {
        /// The vendor's number.
        vendor_order: VendorOrderId,
        /// Who says so: the vendor's API, or staff for a vendor without one.
        #[serde(default = "vendor")]
        by: Actor,
    }

    /// The vendor answered a request other than by taking an order.
    VendorAnswered {
        /// What was asked.
        request: VendorRequest,
        /// What it answered.
        reply: VendorReply,
    }

    /// Something changed at the vendor. Without a report it is a hint: the vendor is asked.
    VendorStatusChanged {
        /// What staff read in the vendor's console.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        report: Option<VendorReport>,
    }

    /// Time passed for an order under examination.
    ExaminationDue {}

    /// The vendor's question; may hold personal data.
    EnquiryRaised {
        /// Its id within the order.
        enquiry: EnquiryId,
        /// The question, in the words the customer reads.
        question: EnquiryText,
    }

    /// The customer's answer; may hold personal data.
    EnquiryAnswered {
        /// Which enquiry.
        enquiry: EnquiryId,
        /// The answer.
        answer: EnquiryText,
    }

    /// The vendor has its answer.
    EnquiryClosed {
        /// Which enquiry.
        enquiry: EnquiryId,
    }

    /// A mail in the mail vault. Its content never travels.
    ApprovalMailReceived {
        /// Its key in the vault.
        mail: String,
    }

    /// A document arrived, or something became of it.
    DocumentReceived {
        /// What is known of it; never its content.
        record: DocumentNews,
    }

    /// A call of the vendor.
    PhoneCheckLogged {
        /// Whom it called.
        callee: Callee,
        /// How it ended.
        outcome: CallOutcome,
        /// When.
        at: Timestamp,
    }

    /// The certificate is issued.
    CertificateIssued {
        /// The chain in PEM, leaf first, when staff enter it; otherwise it is fetched from the vendor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chain: Option<String>,
    }

    /// The certificate is set on the server.
    CertificateInstalled {
        /// When.
        at: Timestamp,
    }

    /// Time passed for a certificate or a renewal.
    ExpiryNearing {}

    /// A renewal order is to be opened; the subject is the new order.
    RenewalOpened {
        /// The order whose certificate expires.
        of: OrderId,
    }

    /// Another order's certificate takes over.
    OrderSucceeded {
        /// The order that takes over.
        by: OrderId,
    }

    /// The customer confirmed the renewal as it is.
    RenewalConfirmed {
        /// Who said so.
        #[serde(default = "customer")]
        by: Actor,
    }

    /// The order is put on hold; may hold personal data.
    OrderHeld {
        /// Why.
        comment: EnquiryText,
    }

    /// The hold is over.
    OrderReleased {}

    /// The order is turned down; may hold personal data.
    OrderRejected {
        /// Who turned it down.
        by: Actor,
        /// The reason the customer reads.
        reason: EnquiryText,
    }

    /// The order is withdrawn; may hold personal data.
    OrderCancelled {
        /// Who withdrew it.
        by: Actor,
        /// The reason.
        reason: EnquiryText,
    }

    /// The vendor is to send a mail again.
    ResendRequested {
        /// Which.
        mail: VendorMail,
    }

    /// The certificate is to be revoked.
    RevocationRequested {
        /// Who asks.
        by: Actor,
        /// Whether the key may be known to others.
        #[serde(default)]
        key_compromised: bool,
    }

    /// The personal data of an order is to be erased.
    ErasureRequested {
        /// Who demands it.
        by: Actor,
    }

    /// What became of a letter after it was sent.
    MailFeedback {
        /// What.
        outcome: MailOutcome,
        /// Whose letter.
        to: Recipient,
        /// The letter's code.
        notice: String,
    }

    /// Look for everything due by `until`.
    SweepRequested {
        /// The time up to which it looks.
        until: Timestamp,
    }
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailOutcome {
    /// Handed over.
    Delivered,
    /// Not deliverable now; the mail service tries again.
    SoftBounce,
    /// Not deliverable at all.
    HardBounce,
    /// The recipient complained.
    Complaint,
}

const fn vendor() -> Actor {
    Actor::Vendor
}

const fn customer() -> Actor {
    Actor::Customer
}
