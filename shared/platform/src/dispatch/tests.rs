//! How long between attempts, and which letters may go out twice.

use jiff::SignedDuration;
use procedure::notice::Notice;
use procedure::order::CheckKind;

use super::{OnUnknown, backoff, on_unknown};

#[test]
fn attempts_come_at_growing_intervals_up_to_six_hours() {
    let minutes: Vec<_> = (0..12).map(|attempt| backoff(attempt).as_mins()).collect();
    assert_eq!(minutes, [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
    assert_eq!(backoff(u32::MAX), SignedDuration::from_hours(6));
}

/// R88, R89: after a crash a reminder waits for staff; what somebody must know or do goes out again.
#[test]
fn only_reminders_are_held_when_their_outcome_is_unknown() {
    let reminder = Notice::Reminder { check: CheckKind::Phone };
    assert_eq!(on_unknown(&reminder), OnUnknown::Hold);
    assert_eq!(on_unknown(&Notice::RenewalReminder), OnUnknown::Hold);
    assert_eq!(on_unknown(&Notice::RenewalLastCall), OnUnknown::Resend);
    assert_eq!(on_unknown(&Notice::Issued), OnUnknown::Resend);
}
