//! How often a vendor's mail is sent again.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bounds of sending a vendor's mail again, for each order and each kind of mail. No rule names them: they keep a
/// mailbox from being flooded, and give a mail the time to arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Resends {
    /// How many at the most; 0–20.
    pub at_most: u8,
    /// Minutes from the mail's first sending, and between two of them; 10–1,440.
    pub every_minutes: u16,
}

impl Default for Resends {
    fn default() -> Self {
        Self { at_most: 5, every_minutes: 30 }
    }
}

impl Resends {
    /// The fewest and the most minutes that [`Resends::every_minutes`] may be. A vendor's record of a mail is told
    /// from that of the mail before by the time between them, and clocks differ.
    pub const MINUTES: std::ops::RangeInclusive<u16> = 10..=1_440;
    /// The most that [`Resends::at_most`] may be.
    pub const MOST: u8 = 20;

    /// How many at the most.
    pub fn at_most(&self) -> usize {
        usize::from(self.at_most.min(Self::MOST))
    }

    /// From when on a mail that was sent at `last` may be sent again.
    pub fn next(&self, last: Timestamp) -> Timestamp {
        let minutes = self.every_minutes.clamp(*Self::MINUTES.start(), *Self::MINUTES.end());
        last.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(Timestamp::MAX)
    }
}
