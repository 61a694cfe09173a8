//! When the customer is reminded of an open act (R88).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Policy;
use crate::calendar::japan_date;
use crate::order::Waiting;

/// Reminders of one open act, before its deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reminders {
    /// Business days between them; 1–20.
    pub every_days: u8,
    /// How many at the most; 0–20.
    pub at_most: u8,
}

impl Default for Reminders {
    fn default() -> Self {
        Self { every_days: 2, at_most: 3 }
    }
}

impl Policy {
    /// When the customer is reminded of this act: ascending, before its deadline, at the opening of business.
    pub fn reminder_times(&self, waiting: &Waiting) -> impl Iterator<Item = Timestamp> {
        let first = japan_date(waiting.since);
        let every = i16::from(self.reminders.every_days.clamp(1, 20));
        let until = waiting.until;
        (1..=i16::from(self.reminders.at_most.min(20)))
            .map(move |n| self.calendar.add_business_days(first, n * every))
            .map(|day| self.calendar.start_of_business_day(day))
            .take_while(move |at| *at < until)
    }

    /// The next reminder to send, if any is left.
    pub fn next_reminder(&self, waiting: &Waiting) -> Option<Timestamp> {
        self.reminder_times(waiting).nth(usize::from(waiting.reminders))
    }
}
