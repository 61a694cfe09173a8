//! How often something is sent while it stays due.

use jiff::{SignedDuration, Timestamp};

/// When a thing due since `at` is sent within `(since, until]`: at once (round 0), after 10 minutes (1), 30 minutes
/// (2), an hour (3) and every hour from then on. The latest round of the interval, or `None` when it holds none.
///
/// It needs no memory of what was sent, survives missed runs, bounds what something stuck can cost, and gives a thing
/// whose event came to nothing another event, with another id, an hour later.
pub fn round_in(at: Timestamp, since: Timestamp, until: Timestamp) -> Option<u32> {
    let age = until.duration_since(at);
    if age.is_negative() {
        return None;
    }
    let minutes = age.as_mins();
    let (round, begins) = match minutes {
        ..10 => (0, 0),
        10..30 => (1, 10),
        30..60 => (2, 30),
        _ => (u32::try_from(minutes / 60).unwrap_or(u32::MAX).saturating_add(2), minutes / 60 * 60),
    };
    let begins = at.checked_add(SignedDuration::from_mins(begins)).ok()?;
    (begins > since).then_some(round)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn what_stays_due_is_sent_at_growing_intervals() {
        let mut sent = Vec::new();
        for run in 0..200 {
            if let Some(round) = round_in(at(0), at(run - 1), at(run)) {
                sent.push((run, round));
            }
        }
        assert_eq!(sent, [(0, 0), (10, 1), (30, 2), (60, 3), (120, 4), (180, 5)]);
    }

    #[test]
    fn a_missed_run_is_made_up_for_once() {
        assert_eq!(round_in(at(0), at(-5), at(600)), Some(12));
        assert_eq!(round_in(at(0), at(5), at(9)), None);
        assert_eq!(round_in(at(0), at(5), at(29)), Some(1));
        assert_eq!(round_in(at(10), at(-5), at(9)), None);
    }
}
