//! The types of events and the function each belongs to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, Text};

/// A function: one queue, one crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Room {
    /// The application checked.
    OrderSubmitted,
    /// The order placed with its vendor, once.
    VendorReviewRequested,
    /// What the vendor reports.
    VendorStatusChanged,
    /// The vendor's approval mail.
    ApprovalMailReceived,
    /// A document.
    DocumentReceived,
    /// The vendor's calls.
    PhoneCheckLogged,
    /// The certificate.
    CertificateIssued,
    /// Renewals.
    ExpiryNearing,
    /// What staff and customers instruct: hold, release, reject, cancel, resend, revoke.
    OrderInstructed,
    /// Bounces and complaints.
    MailFeedback,
    /// What is due.
    RenewalSweep,
}

impl Room {
    /// Every function with a queue.
    pub const ALL: [Room; 11] = [
        Room::OrderSubmitted,
        Room::VendorReviewRequested,
        Room::VendorStatusChanged,
        Room::ApprovalMailReceived,
        Room::DocumentReceived,
        Room::PhoneCheckLogged,
        Room::CertificateIssued,
        Room::ExpiryNearing,
        Room::OrderInstructed,
        Room::MailFeedback,
        Room::RenewalSweep,
    ];

    /// The crate's and queue's name.
    pub const fn name(self) -> &'static str {
        match self {
            Room::OrderSubmitted => "order-submitted",
            Room::VendorReviewRequested => "vendor-review-requested",
            Room::VendorStatusChanged => "vendor-status-changed",
            Room::ApprovalMailReceived => "approval-mail-received",
            Room::DocumentReceived => "document-received",
            Room::PhoneCheckLogged => "phone-check-logged",
            Room::CertificateIssued => "certificate-issued",
            Room::ExpiryNearing => "expiry-nearing",
            Room::OrderInstructed => "order-instructed",
            Room::MailFeedback => "mail-feedback",
            Room::RenewalSweep => "renewal-sweep",
        }
    }

    /// The function with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|room| room.name() == name)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal in $room:ident,)*) => {
        /// The type of an event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventKind {
            $($(#[$doc])* $kind,)*
        }

        impl EventKind {
            /// Every type.
            pub const ALL: &[EventKind] = &[$(EventKind::$kind,)*];

            /// The CloudEvents `type`, such as `certflow.order-submitted.v1`.
            pub const fn type_name(self) -> &'static str {
                match self {
                    $(EventKind::$kind => concat!("certflow.", $name, ".v1"),)*
                }
            }

            /// The short name, such as `order-submitted`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(EventKind::$kind => $name,)*
                }
            }

            /// The function it belongs to.
            pub const fn room(self) -> Room {
                match self {
                    $(EventKind::$kind => Room::$room,)*
                }
            }
        }
    };
}

kinds! {
    /// A customer applied (R7).
    OrderSubmitted = "order-submitted" in OrderSubmitted,
    /// The customer changed the application details (R9).
    ApplicationAmended = "application-amended" in OrderSubmitted,
    /// A certificate is to be issued again (R14).
    ReissueRequested = "reissue-requested" in OrderSubmitted,
    /// A returned application is still not mended (R88).
    ApplicationOverdue = "application-overdue" in OrderSubmitted,
    /// An accepted application is to be submitted to the vendor (R13).
    VendorReviewRequested = "vendor-review-requested" in VendorReviewRequested,
    /// An accepted application is still not submitted.
    PlacementOverdue = "placement-overdue" in VendorReviewRequested,
    /// The vendor has the order under this number (R90).
    OrderPlaced = "order-placed" in VendorStatusChanged,
    /// The vendor answered another request.
    VendorAnswered = "vendor-answered" in VendorStatusChanged,
    /// Something changed at the vendor (R18).
    VendorStatusChanged = "vendor-status-changed" in VendorStatusChanged,
    /// It is time to ask the vendor, to remind and to escalate (R88).
    ExaminationDue = "examination-due" in VendorStatusChanged,
    /// The vendor asks something (R15).
    EnquiryRaised = "enquiry-raised" in VendorStatusChanged,
    /// The customer answered (R17).
    EnquiryAnswered = "enquiry-answered" in VendorStatusChanged,
    /// The vendor has its answer (R17).
    EnquiryClosed = "enquiry-closed" in VendorStatusChanged,
    /// A mail arrived that may be the vendor's approval mail (R41).
    ApprovalMailReceived = "approval-mail-received" in ApprovalMailReceived,
    /// A document arrived (R60).
    DocumentReceived = "document-received" in DocumentReceived,
    /// The vendor called (R51).
    PhoneCheckLogged = "phone-check-logged" in PhoneCheckLogged,
    /// The vendor issued the certificate (R52).
    CertificateIssued = "certificate-issued" in CertificateIssued,
    /// The certificate is set on the server (R57).
    CertificateInstalled = "certificate-installed" in CertificateIssued,
    /// A certificate's renewal, or the end of something in it, is due (R8).
    ExpiryNearing = "expiry-nearing" in ExpiryNearing,
    /// A renewal order is to be opened (R8).
    RenewalOpened = "renewal-opened" in ExpiryNearing,
    /// Another order's certificate takes over (R14).
    OrderSucceeded = "order-succeeded" in ExpiryNearing,
    /// The customer confirmed a renewal (R8, R10).
    RenewalConfirmed = "renewal-confirmed" in ExpiryNearing,
    /// Staff put an order on hold.
    OrderHeld = "order-held" in OrderInstructed,
    /// Staff released it.
    OrderReleased = "order-released" in OrderInstructed,
    /// Staff or the vendor turned an order down (R19).
    OrderRejected = "order-rejected" in OrderInstructed,
    /// The customer or staff withdrew it.
    OrderCancelled = "order-cancelled" in OrderInstructed,
    /// A mail of the vendor's that has not come is to be sent again.
    ResendRequested = "resend-requested" in OrderInstructed,
    /// The certificate is to be revoked.
    RevocationRequested = "revocation-requested" in OrderInstructed,
    /// The personal data of an order that is over is to be erased (APPI Art. 22).
    ErasureRequested = "erasure-requested" in ExpiryNearing,
    /// A letter bounced, drew a complaint, or was delivered.
    MailFeedback = "mail-feedback" in MailFeedback,
    /// Look for everything that is due.
    SweepRequested = "sweep-requested" in RenewalSweep,
}

impl EventKind {
    /// The type with this CloudEvents `type`.
    ///
    /// # Errors
    /// `type.unknown`.
    pub fn from_type(name: &str) -> Result<Self, Finding> {
        Self::ALL.iter().copied().find(|kind| kind.type_name() == name).ok_or_else(|| {
            Finding::stop(
                "type.unknown",
                "type",
                "CloudEvents 1.0 type",
                Text::fixed("未知のイベント種別です。", "The type of event is unknown."),
                Text::fixed(
                    "`certflow.<event>.v1` の形式で、公開されたスキーマにある種別を指定してください。",
                    "Give a type `certflow.<event>.v1` that has a published schema (`certflow schema`).",
                ),
            )
        })
    }
}
