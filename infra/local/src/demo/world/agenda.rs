//! What people mean to do, in the order of time.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// Acts to come. Those of one moment come in the order they were entered.
#[derive(Debug)]
pub(super) struct Agenda<T> {
    entries: BTreeMap<(Timestamp, u64), T>,
    entered: u64,
}

impl<T> Agenda<T> {
    pub(super) const fn new() -> Self {
        Self { entries: BTreeMap::new(), entered: 0 }
    }

    pub(super) fn enter(&mut self, at: Timestamp, act: T) {
        self.entered += 1;
        self.entries.insert((at, self.entered), act);
    }

    /// When the next act is due.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.entries.first_key_value().map(|((at, _), _)| *at)
    }

    /// The next act that is due at `now`.
    pub(super) fn take(&mut self, now: Timestamp) -> Option<T> {
        self.entries.first_entry().filter(|entry| entry.key().0 <= now).map(|entry| entry.remove())
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn acts_come_in_the_order_of_time_and_of_entry() {
        let at = |minutes| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let mut agenda = Agenda::new();
        for (minutes, act) in [(5, 'c'), (1, 'a'), (1, 'b')] {
            agenda.enter(at(minutes), act);
        }
        assert_eq!((agenda.next(), agenda.take(at(0))), (Some(at(1)), None));
        let taken: Vec<char> = std::iter::from_fn(|| agenda.take(at(5))).collect();
        assert_eq!((taken, agenda.next()), (vec!['a', 'b', 'c'], None));
    }
}
