//! Times in keys.

use jiff::{SignedDuration, Timestamp};

/// `at` in UTC to the second, so that texts sort as times do. A fraction is rounded up: what is due must not be
/// taken for due before its time.
pub(crate) fn sortable(at: Timestamp) -> String {
    whole_second(at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The first whole second not before `at`; the end of time stays.
pub(crate) fn whole_second(at: Timestamp) -> Timestamp {
    let floor = Timestamp::from_second(at.as_second()).unwrap_or(at);
    // Before 1970 a fraction's second counts towards zero, which is up already.
    if floor < at { floor.checked_add(SignedDuration::from_secs(1)).unwrap_or(at) } else { floor }
}
