//! Who sends what an event has to send.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The right to send the outbox of one event, for a time. Born with the event: whoever commits it sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who holds it; unique for each handling of an event.
    pub worker: String,
    /// How many have held it, this one included; 1 for the one who committed.
    pub attempt: u32,
    /// Until when; after it the outcome of an unmarked send is unknown and anybody may claim.
    pub until: Timestamp,
}

impl Claim {
    /// Whether somebody else may claim at `now`.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until <= now
    }
}
