//! Simulated time, shared by everything in one simulation.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// A clock that stands still until it is moved, and never runs back. Clones show the same time.
#[derive(Debug, Clone)]
pub struct SimClock(Arc<AtomicI64>);

impl SimClock {
    /// A clock showing `at`, to the microsecond.
    pub fn starting_at(at: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(at.as_microsecond())))
    }

    /// The simulated time.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::Acquire)).unwrap_or(Timestamp::MAX)
    }

    /// Moves the clock to `at`; an earlier time than it shows changes nothing.
    pub fn set(&self, at: Timestamp) {
        self.0.fetch_max(at.as_microsecond(), Ordering::AcqRel);
    }

    /// Moves the clock on and tells the new time; a negative duration changes nothing.
    pub fn advance(&self, by: SignedDuration) -> Timestamp {
        self.set(crate::when::plus(self.now(), by));
        self.now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_shared_and_never_runs_back() {
        let start: Timestamp = "2026-11-22T00:00:00Z".parse().unwrap();
        let clock = SimClock::starting_at(start);
        let other = clock.clone();
        assert_eq!(clock.advance(SignedDuration::from_hours(1)), other.now());
        other.set(start);
        other.advance(SignedDuration::from_hours(-5));
        assert_eq!(clock.now(), start + SignedDuration::from_hours(1));
        clock.advance(SignedDuration::MAX);
        assert_eq!(other.advance(SignedDuration::from_secs(1)), clock.now());
    }
}
