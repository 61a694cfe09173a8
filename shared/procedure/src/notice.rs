//! What certflow tells people, by kind; the words are in `letters`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::documents::DocumentId;
use crate::order::CheckKind;
use crate::{EnquiryId, Text};

/// A letter to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Letter {
    /// What it says.
    pub notice: Notice,
    /// To whom; the address is looked up in the order when it is sent, never queued.
    pub to: Recipient,
}

/// Whom a letter goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The notification addresses (通知メールアドレス, R53, R56).
    Notification,
    /// The application responsible person's own address (R50).
    ResponsiblePerson,
}

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// The application is received: what will happen and what to prepare (R12, R45, R60).
    ApplicationReceived,
    /// The application cannot be submitted: what to mend (R86).
    ApplicationReturned,
    /// The approval mail will come: its sender, subject and buttons (R22–R38).
    ApprovalMailExpected,
    /// The approval mail has come: what to click (R33, R37).
    ApprovalMailArrived,
    /// The vendor will call (R45; EV: also a third person, R46).
    PhoneCallAhead,
    /// The vendor called and reached nobody (R51).
    PhoneUnreachable,
    /// Documents are needed: which, in what form (R58–R82).
    DocumentsNeeded,
    /// One document does not do: which item and why (R86).
    DocumentRefused {
        /// The document.
        document: DocumentId,
    },
    /// EV: the issuance confirmation mail comes to the responsible person (R47).
    ConfirmationExpected,
    /// The vendor asks something (R15).
    EnquiryRelayed {
        /// The enquiry.
        enquiry: EnquiryId,
    },
    /// A customer act is still open (R88).
    Reminder {
        /// The check that waits.
        check: CheckKind,
    },
    /// An enquiry is still unanswered (R88).
    EnquiryReminder {
        /// The enquiry.
        enquiry: EnquiryId,
    },
    /// The certificate is issued; for a new one how to install it (R53–R55).
    Issued,
    /// A renewed certificate is on the server (R57).
    Installed,
    /// The renewal opens: confirm or amend by the prescribed date (R8–R11).
    RenewalOpened,
    /// The prescribed date comes near.
    RenewalReminder,
    /// The last call before the prescribed date.
    RenewalLastCall,
    /// The certificate has expired.
    Expired,
    /// A letter could not be delivered; sent to the other contact.
    Bounced,
    /// The order is rejected, with the reason (R19).
    Rejected,
    /// The order is cancelled.
    Cancelled,
    /// The certificate is revoked.
    Revoked,
}

impl Notice {
    /// The neutral code, also the folder of its template.
    pub const fn code(&self) -> &'static str {
        match self {
            Notice::ApplicationReceived => "application_received",
            Notice::ApplicationReturned => "application_returned",
            Notice::ApprovalMailExpected => "approval_mail_expected",
            Notice::ApprovalMailArrived => "approval_mail_arrived",
            Notice::PhoneCallAhead => "phone_call_ahead",
            Notice::PhoneUnreachable => "phone_unreachable",
            Notice::DocumentsNeeded => "documents_needed",
            Notice::DocumentRefused { .. } => "document_refused",
            Notice::ConfirmationExpected => "confirmation_expected",
            Notice::EnquiryRelayed { .. } => "enquiry_relayed",
            Notice::Reminder { .. } => "reminder",
            Notice::EnquiryReminder { .. } => "enquiry_reminder",
            Notice::Issued => "issued",
            Notice::Installed => "installed",
            Notice::RenewalOpened => "renewal_opened",
            Notice::RenewalReminder => "renewal_reminder",
            Notice::RenewalLastCall => "renewal_last_call",
            Notice::Expired => "expired",
            Notice::Bounced => "bounced",
            Notice::Rejected => "rejected",
            Notice::Cancelled => "cancelled",
            Notice::Revoked => "revoked",
        }
    }

    /// What staff call it.
    pub const fn label(&self) -> Text {
        let (ja, en) = match self {
            Notice::ApplicationReceived => ("申請の受付", "application received"),
            Notice::ApplicationReturned => ("申請内容の修正のお願い", "application to be mended"),
            Notice::ApprovalMailExpected => ("承認メールのご案内", "approval mail to come"),
            Notice::ApprovalMailArrived => ("承認メール到着のご案内", "approval mail arrived"),
            Notice::PhoneCallAhead => ("電話確認のご案内", "phone call ahead"),
            Notice::PhoneUnreachable => ("電話不通のお知らせ", "phone call not answered"),
            Notice::DocumentsNeeded => ("必要書類のご案内", "documents needed"),
            Notice::DocumentRefused { .. } => ("書類の再提出のお願い", "document refused"),
            Notice::ConfirmationExpected => ("発行確認メールのご案内", "issuance confirmation to come"),
            Notice::EnquiryRelayed { .. } => ("ベンダーからの照会", "enquiry of the vendor"),
            Notice::Reminder { .. } => ("対応のお願い（再度）", "reminder"),
            Notice::EnquiryReminder { .. } => ("照会への回答のお願い（再度）", "reminder of an enquiry"),
            Notice::Issued => ("証明書の発行", "certificate issued"),
            Notice::Installed => ("証明書の設定完了", "certificate installed"),
            Notice::RenewalOpened => ("更新のご案内", "renewal opened"),
            Notice::RenewalReminder => ("更新内容の確認のお願い", "renewal to be confirmed"),
            Notice::RenewalLastCall => ("更新内容の確認のお願い（最終）", "renewal, last call"),
            Notice::Expired => ("有効期限切れのお知らせ", "certificate expired"),
            Notice::Bounced => ("メール不達のお知らせ", "letter not delivered"),
            Notice::Rejected => ("申請の却下", "application rejected"),
            Notice::Cancelled => ("申請の取り消し", "order cancelled"),
            Notice::Revoked => ("証明書の失効", "certificate revoked"),
        };
        Text::fixed(ja, en)
    }
}
