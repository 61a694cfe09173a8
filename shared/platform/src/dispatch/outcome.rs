//! One try to send one thing.

use jiff::Timestamp;
use procedure::order::Order;

use crate::store::{Delivery, HistoryRecord, Lost, OutboxEntry};

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
        self.lost_at()
            .map_or(Some(Delivery::Pending { unsent_through: self.number, lost: None }), |at| self.lost(at))
    }

    /// It may have been sent, at `at` at the latest.
    pub(super) fn lost(&self, at: Timestamp) -> Option<Delivery> {
        let Delivery::Pending { unsent_through, .. } = self.entry.delivery else { return None };
        Some(Delivery::Pending { unsent_through, lost: Some(Lost { at, through: self.number }) })
    }

    /// When an earlier attempt may last have sent it, if one may.
    pub(super) fn lost_at(&self) -> Option<Timestamp> {
        self.entry.lost_at(self.number, self.now)
    }

    /// Whether an earlier attempt may have sent it.
    pub(super) fn is_uncertain(&self) -> bool {
        self.entry.is_uncertain(self.number)
    }
}
