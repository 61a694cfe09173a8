//! When personal data is no longer needed (APPI Art. 22).

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Erasure of personal data. The law names no number of days; the default is certflow's own choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Erasure {
    /// Days after an order has ended, 1 to 3,650: questions about it, and complaints, come within them.
    pub after_days: u16,
}

impl Default for Erasure {
    fn default() -> Self {
        Self { after_days: 90 }
    }
}

impl Erasure {
    /// The fewest and the most days that [`Erasure::after_days`] may be.
    pub const DAYS: std::ops::RangeInclusive<u16> = 1..=3_650;

    /// When what ended at `ended` is erased.
    pub fn due(&self, ended: Timestamp) -> Timestamp {
        let days = i64::from(self.after_days.clamp(*Self::DAYS.start(), *Self::DAYS.end()));
        ended.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX)
    }
}
