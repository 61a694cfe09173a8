//! An order: one run of the procedure, from the application to the end of its certificate.

mod approval;
mod attention;
mod check;
mod checks;
mod confirm;
mod documents;
mod due;
mod early;
mod end;
mod enquiry;
mod examine;
mod guard;
mod history;
mod hold;
mod issue;
mod looks;
mod open;
mod overdue;
mod phase;
mod phone;
mod place;
mod put_aside;
mod remind;
mod resend;
mod stage;
mod steps;
#[cfg(test)]
mod tests;
mod waiting_on;

use std::collections::BTreeSet;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use check::{Check, Waiting};
pub use checks::{
    ApprovalMailSeen, CheckKind, Checks, CommonChecks, ConfirmedEmployment, DomainCheck, EvChecks,
    LapsedToken,
};
pub use documents::{DocumentNews, DocumentOutcome};
pub use due::{Due, Lane};
pub use enquiry::{Enquiries, Enquiry, EnquiryState, EnquiryText, MAX_ENQUIRIES, MAX_ENQUIRY_TEXT};
pub use examine::Change;
pub use guard::{existing, unknown_order};
pub use history::{Actor, Entry};
pub use hold::Hold;
pub use looks::MailLooks;
pub use phase::{
    Confirming, Ended, Ending, Examining, Installation, Issued, Life, OnSilence, Phase, Placing, Returned,
    RevocationAsked,
};
pub use phone::{Call, CallOutcome, CallState, Callee, MAX_CALLS, PhoneCheck};
pub use put_aside::{MAX_PUT_ASIDE_A_DAY, PutAside};
pub use remind::Reminded;
pub use resend::{Resend, VendorMail};
pub use stage::Stage;
pub use steps::{Step, StepState};
pub use waiting_on::Act;

use crate::application::Application;
use crate::documents::DocumentSet;
use crate::notice::Recipient;
use crate::plan::Validated;
use crate::{CustomerId, Finding, OrderId, VendorOrderId};

/// Most findings kept for staff on one order, each code of each field once; mails put aside, what is overdue at the vendor,
/// and how many more there are, stand beside them.
pub const MAX_ATTENTION: usize = 10;

/// One run of the procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Whose it is.
    pub customer: CustomerId,
    /// New, renewal or reissue.
    pub kind: OrderKind,
    /// When it was received or, for a renewal, opened.
    pub received_at: Timestamp,
    /// The application details.
    pub application: Application,
    /// What is worth knowing about the application though it does not stop it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Finding>,
    /// What was validated for earlier orders and may be relied on.
    #[serde(default, skip_serializing_if = "Validated::is_empty")]
    pub validated: Validated,
    /// Where it is.
    pub phase: Phase,
    /// Documents recorded for it.
    #[serde(default, skip_serializing_if = "DocumentSet::is_empty")]
    pub documents: DocumentSet,
    /// The vendor's questions.
    #[serde(default, skip_serializing_if = "Enquiries::is_empty")]
    pub enquiries: Enquiries,
    /// On hold, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// What staff have to look into; cleared when they release the order, save what is overdue at the vendor. At most
    /// [`MAX_ATTENTION`] and three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attention: Vec<Finding>,
    /// Code and field of what there was no room for.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub attention_left_out: BTreeSet<String>,
    /// The mails about it that were not believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_aside: Option<PutAside>,
    /// Keys in the mail vault of approval mails that came before the vendor's number; judged once it is recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub early_mails: Vec<String>,
    /// Whether the customer was told that the certificate expired before this renewal was issued.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expiry_told: bool,
    /// Recipients that letters did not reach.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub undeliverable: BTreeSet<Recipient>,
}

/// Why an order exists (R6, R14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum OrderKind {
    /// New acquisition (新規取得).
    New,
    /// Renewal (更新) of an order's certificate.
    Renewal {
        /// The order it follows.
        of: OrderId,
        /// The vendor's number of that order.
        vendor_order: VendorOrderId,
        /// When the certificate to be renewed expires.
        expires_at: Timestamp,
    },
    /// Reissue (再発行) of an order's certificate.
    Reissue {
        /// The order it replaces.
        of: OrderId,
        /// The vendor's number of that order.
        vendor_order: VendorOrderId,
    },
}

impl OrderKind {
    /// The neutral code: `new`, `renewal`, `reissue`.
    pub const fn code(&self) -> &'static str {
        match self {
            OrderKind::New => "new",
            OrderKind::Renewal { .. } => "renewal",
            OrderKind::Reissue { .. } => "reissue",
        }
    }

    /// The order it follows, if any.
    pub const fn predecessor(&self) -> Option<&OrderId> {
        match self {
            OrderKind::New => None,
            OrderKind::Renewal { of, .. } | OrderKind::Reissue { of, .. } => Some(of),
        }
    }
}

impl Order {
    /// Whether nothing more can happen: ended without a certificate, or its certificate's life is over.
    pub const fn is_finished(&self) -> bool {
        match &self.phase {
            Phase::Ended(_) => true,
            Phase::Issued(issued) => !matches!(issued.life, Life::Watched { .. }),
            _ => false,
        }
    }

    /// Whether a vendor may still send approval mails for it, so that its names are in the domain index (R41).
    pub const fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Ended(_) | Phase::Issued(_))
    }

    /// When the certificate that this order replaces expires, while the order is open.
    pub const fn races_expiry(&self) -> Option<Timestamp> {
        match self.kind {
            OrderKind::Renewal { expires_at, .. } if self.is_open() => Some(expires_at),
            _ => None,
        }
    }

    /// The vendor's number, once there is one.
    pub const fn vendor_order(&self) -> Option<&VendorOrderId> {
        match &self.phase {
            Phase::Examining(examining) => Some(&examining.vendor_order),
            Phase::Issued(issued) => Some(&issued.vendor_order),
            Phase::Ended(ended) => ended.vendor_order.as_ref(),
            Phase::Returned(_) | Phase::Confirming(_) | Phase::Accepted { .. } | Phase::Placing(_) => None,
        }
    }

    /// The checks, while the vendor examines and after.
    pub const fn checks(&self) -> Option<&Checks> {
        match &self.phase {
            Phase::Examining(examining) => Some(&examining.checks),
            Phase::Issued(issued) => Some(&issued.checks),
            _ => None,
        }
    }

    /// The issued certificate, if there is one.
    pub const fn certificate(&self) -> Option<&crate::pki::certificate::IssuedCertificate> {
        match &self.phase {
            Phase::Issued(issued) => Some(&issued.certificate),
            _ => None,
        }
    }
}
