//! What becomes of a letter whose sender crashed before marking it.

use procedure::notice::Notice;

/// What to do about an unknown outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnUnknown {
    /// Send it again: without it somebody would not act, or not know. Whoever has the first one has two then: SES
    /// writes a Message-ID of its own over ours, so no mailbox takes them for one. Both say the same, and a letter asks
    /// for nothing that must not be done twice.
    Resend,
    /// Hold it for staff: the next one comes by itself, and a double reminder costs more trust than a missing one.
    Hold,
}

/// The table: reminders are held, everything else is sent again. The last call before a renewal's prescribed date is
/// no mere reminder, as silence after it is taken for consent (A5).
pub const fn on_unknown(notice: &Notice) -> OnUnknown {
    match notice {
        Notice::Reminder { .. } | Notice::EnquiryReminder { .. } | Notice::RenewalReminder => OnUnknown::Hold,
        Notice::ApplicationReceived
        | Notice::ApplicationReturned
        | Notice::ApprovalMailExpected
        | Notice::ApprovalMailArrived
        | Notice::PhoneCallAhead
        | Notice::PhoneUnreachable
        | Notice::DocumentsNeeded
        | Notice::DocumentRefused { .. }
        | Notice::ConfirmationExpected
        | Notice::EnquiryRelayed { .. }
        | Notice::Issued
        | Notice::Installed
        | Notice::RenewalOpened
        | Notice::RenewalLastCall
        | Notice::Expired
        | Notice::Bounced
        | Notice::Rejected
        | Notice::Cancelled
        | Notice::Revoked => OnUnknown::Resend,
    }
}
