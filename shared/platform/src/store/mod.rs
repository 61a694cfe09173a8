//! What the system remembers: orders with their history, events with their outcome, and the indexes of both, in one
//! table.
//!
//! | pk | sk | what |
//! |---|---|---|
//! | `ORDER#order` | `STATE` | the order: `schema`, `version`, `state`, and which index items it has (`<>` for its id); `erased` in place of `state` once its personal data is erased |
//! | `ORDER#order` | `BULK` | of its state what hardly ever changes: whose it is, application, warnings, what it renews, certificate, and which index items it has by customer, domain and key |
//! | `ORDER#order` | `HISTORY#00000007` | what the event that made version 7 did and has to send (R90) |
//! | `EVENT#source#id` | `EVENT` | an event: accepted with its data, then done with its outcome (R89) |
//! | `WAITING#party` | `deadline#order` | who owes what by when (R12) |
//! | `DOMAIN#base domain` | `ORDER#order` | open orders by domain (R41, P15) |
//! | `KEY#key id` | `ORDER#order` | public keys ever used (A28) |
//! | `CUSTOMER#customer` | `ORDER#order` | a customer's orders |
//! | `VENDOR#vendor#number` | `ORDER#order` | our orders by the vendor's number (R90) |
//! | `POLL#vendor` | `WATERMARK` | until when the vendor was asked which orders changed |
//! | `SWEEP` | `WATERMARK` | how far the sweep came |
//!
//! The index `due` (`due_pk`, `due_sk`; see `due.rs`) is sparse: only what time or a crash can make due is in it.

mod commit;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod due;
mod erasure;
mod error;
mod key;
mod moment;
mod on_table;
mod outbox;
mod page;
mod record;
mod schema;
mod shards;
mod size;
pub mod table;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use procedure::name::DnsName;
use procedure::pki::KeyId;
use procedure::{CustomerId, Finding, OrderId, Party, Vendor, VendorOrderId};

pub use commit::{Commit, Committed, Verdict};
pub(crate) use due::day_of;
pub use due::{DuePartition, DueRow, DueWhat};
pub use erasure::{LOOK_BACK_DAYS, MAX_UNHANDLED};
pub use error::{Cause, CommitError, StoreError};
pub use key::{EventKey, HistoryKey, Key, NotAKey};
pub(crate) use moment::sortable;
pub use on_table::{DynamoStore, MemoryStore, StoreSettings, TableStore};
pub use outbox::Resolution;
pub use page::{Ask, Cursor, LastKey, MAX_PAGE, Page};
pub use record::{
    Claim, CustomerRow, Delivery, DomainRow, Done, ErasedRecord, EventRecord, EventRef, HistoryRecord,
    KeyRow, Lost, OrderRecord, OutboxEntry, OutcomeKind, Outgoing, Payload, Received, VendorOrderRow,
    WaitingRow, WhyDropped, WhyHeld,
};
pub use shards::{MAX_SHARDS, Shards};

/// What one strongly consistent read finds for an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The order, if it exists and is not erased.
    pub order: Option<OrderRecord>,
    /// What is kept of it, if it is erased.
    pub erased: Option<ErasedRecord>,
    /// The event, if it was accepted or done before.
    pub event: Option<EventRecord>,
}

/// What one strongly consistent read finds for an outbox.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedOutbox {
    /// The order, if it exists and is not erased.
    pub order: Option<OrderRecord>,
    /// The line of its history, if it exists.
    pub history: Option<HistoryRecord>,
}

/// What became of an event that is to be accepted.
#[derive(Debug, Clone, PartialEq)]
pub enum Reception {
    /// It is new, and kept.
    New,
    /// It was accepted or done before, as this record says.
    Known(Box<EventRecord>),
}

/// How far the sweep came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watermark {
    /// The first day that may still hold something due.
    pub day: Date,
    /// Up to when the last sweep looked.
    pub until: Timestamp,
}

/// The store as functions, sweep and lists see it.
#[async_trait]
pub trait Store: Send + Sync {
    /// The order and the event, in one strongly consistent read.
    async fn load(&self, order: Option<&OrderId>, event: &EventKey) -> Result<Loaded, StoreError>;

    /// The order and a line of its history, in one strongly consistent read.
    async fn load_outbox(&self, history: &HistoryKey) -> Result<LoadedOutbox, StoreError>;

    /// Writes all that follows from an event in one transaction, or nothing.
    ///
    /// # Errors
    /// See [`CommitError`].
    async fn commit(&self, commit: &Commit<'_>) -> Result<Committed, CommitError>;

    /// Keeps an event from outside until it is done, if its name is new.
    async fn receive(&self, event: &Received) -> Result<Reception, StoreError>;

    /// Marks what became of sends, in one write; the rest waits until `retry_at`. Returns false, changing nothing,
    /// when the claim of `record` is no longer the one that stands.
    async fn mark(
        &self,
        record: &mut HistoryRecord,
        results: &[(usize, Delivery)],
        retry_at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Takes over the outbox of `record` from a holder whose time is over at `now`, until `until`. Returns it as it is
    /// then; `None` when somebody else was faster or still holds it, or nothing is pending.
    async fn claim(
        &self,
        record: &HistoryRecord,
        worker: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<HistoryRecord>, StoreError>;

    /// Decides about the held entry `n`. Returns false when it is not held (any more).
    async fn resolve(
        &self,
        history: &HistoryKey,
        n: usize,
        resolution: Resolution,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// An order that is not erased.
    async fn order(&self, id: &OrderId) -> Result<Option<OrderRecord>, StoreError>;

    /// What is kept of an order, if it is erased.
    async fn erased(&self, id: &OrderId) -> Result<Option<ErasedRecord>, StoreError>;

    /// Takes what is personal out of an erased order's history and out of the records of its events, and ends the
    /// events that still wait for it. May be repeated; [`Store::close_erasure`] ends it.
    async fn erase_traces(&self, record: &ErasedRecord, now: Timestamp) -> Result<(), StoreError>;

    /// Remembers that nothing of an erased order is left to be erased.
    async fn close_erasure(&self, record: &ErasedRecord) -> Result<(), StoreError>;

    /// The accepted events that nobody has handled, of the last [`LOOK_BACK_DAYS`] days.
    ///
    /// More than [`MAX_UNHANDLED`] are a [`StoreError::Refused`]: what was found would not be all.
    async fn unhandled(&self, now: Timestamp) -> Result<Vec<EventRecord>, StoreError>;

    /// Ends an accepted event that nobody has handled, for `why`, and erases its data. Returns false when it is done
    /// already.
    async fn withdraw(&self, event: &EventRecord, why: Finding, now: Timestamp) -> Result<bool, StoreError>;

    /// An event: accepted, or done with its outcome.
    async fn event(&self, key: &EventKey) -> Result<Option<EventRecord>, StoreError>;

    /// The history of an order, newest first.
    async fn history(&self, order: &OrderId, ask: &Ask) -> Result<Page<HistoryRecord>, StoreError>;

    /// The orders that wait for `party`, the most urgent first.
    async fn waiting(&self, party: Party, ask: &Ask) -> Result<Page<WaitingRow>, StoreError>;

    /// The open orders with a name under the base domain of `domain`.
    async fn by_domain(&self, domain: &DnsName, ask: &Ask) -> Result<Page<DomainRow>, StoreError>;

    /// The orders that ever used a public key.
    async fn by_key(&self, key: &KeyId, ask: &Ask) -> Result<Page<KeyRow>, StoreError>;

    /// The orders of a customer.
    async fn by_customer(&self, customer: &CustomerId, ask: &Ask) -> Result<Page<CustomerRow>, StoreError>;

    /// The orders of ours that the vendor's order `number` holds: the first one and its reissues.
    async fn by_vendor_order(
        &self,
        vendor: Vendor,
        number: &VendorOrderId,
        ask: &Ask,
    ) -> Result<Page<VendorOrderRow>, StoreError>;

    /// What a partition of the due index holds that is due at `until`, oldest first. Eventually consistent.
    async fn due(
        &self,
        partition: DuePartition,
        until: Timestamp,
        ask: &Ask,
    ) -> Result<Page<DueRow>, StoreError>;

    /// The lines of history with a held entry, oldest first. Eventually consistent.
    async fn held(&self, ask: &Ask) -> Result<Page<HistoryKey>, StoreError>;

    /// How many partitions the due index has on `day`.
    fn shards_on(&self, day: Date) -> u16;

    /// How far the sweep came; `None` before the first.
    async fn watermark(&self) -> Result<Option<Watermark>, StoreError>;

    /// Remembers how far the sweep came.
    async fn set_watermark(&self, watermark: Watermark) -> Result<(), StoreError>;

    /// Until when `vendor` was asked which orders changed; `None` before the first time.
    async fn polled(&self, vendor: Vendor) -> Result<Option<Timestamp>, StoreError>;

    /// Remembers until when `vendor` was asked which orders changed.
    async fn set_polled(&self, vendor: Vendor, until: Timestamp) -> Result<(), StoreError>;
}
