//! A clock that stands still: rehearsals and tests.

use jiff::Timestamp;
use platform::Clock;

/// Always the same time.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
