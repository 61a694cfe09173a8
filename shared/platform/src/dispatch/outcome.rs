//! One try to send one thing.

use jiff::Timestamp;
use procedure::order::Order;

use crate::store::{Delivery, HistoryRecord, OutboxEntry};

/// The try.
pub(super) struct Attempt<'a> {
    /// The order as it is now.
    pub(super) order: &'a Order,
    /// The event's line of history.
    pub(super) record: &'a HistoryRecord,
    /// What to send.
    pub(super) entry: &'a OutboxEntry,
    /// How many have held the outbox, this one included.
    pub(super) number: u32,
    /// Now.
    pub(super) now: Timestamp,
}

impl Attempt<'_> {
    /// It was sent.
    pub(super) fn sent(&self, receipt: Option<String>) -> Option<Delivery> {
        Some(Delivery::Sent { attempt: self.number, at: self.now, receipt })
    }

    /// It was certainly not sent. What an earlier attempt may have done stays unknown.
    pub(super) fn unsent(&self) -> Option<Delivery> {
        (!self.is_uncertain()).then_some(Delivery::Pending { unsent_through: self.number })
    }

    /// Whether an earlier attempt may have sent it.
    pub(super) fn is_uncertain(&self) -> bool {
        self.entry.is_uncertain(self.number)
    }
}
