//! What an operator sets of the store.

use jiff::SignedDuration;

use crate::store::Shards;

/// Settings of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSettings {
    /// Partitions of the due index.
    pub shards: Shards,
    /// How long the record of a done event is kept, and so how late a repetition is recognised.
    pub keep_events: SignedDuration,
}

impl Default for StoreSettings {
    /// One partition; 90 days, well beyond the 14 days a message can spend in a dead-letter queue.
    fn default() -> Self {
        Self { shards: Shards::ONE, keep_events: SignedDuration::from_hours(90 * 24) }
    }
}
