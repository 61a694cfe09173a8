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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn moment()(second in -62_000_000_000_i64..250_000_000_000, nano in 0..1_000_000_000_i32) -> Timestamp {
            Timestamp::new(second, nano * second.signum() as i32).unwrap_or(Timestamp::UNIX_EPOCH)
        }
    }

    proptest! {
        /// Texts sort as times do, and name a whole second not before the time and less than one after it.
        #[test]
        fn texts_sort_as_times_do(a in moment(), b in moment()) {
            let (first, second) = (sortable(a), sortable(b));
            prop_assert!(if a <= b { first <= second } else { first >= second }, "{first} {second}");
            let read: Timestamp = first.parse().unwrap();
            let late = read.duration_since(a);
            prop_assert!(!late.is_negative() && late < SignedDuration::from_secs(1), "{a} {first}");
            prop_assert_eq!(first.len(), 20);
        }
    }
}
