//! What the store keeps, and its form as items.

mod bulk;
mod claim;
pub(crate) mod code;
mod erased;
mod event;
mod history;
mod index;
mod order;
mod outbox;
mod rows;

pub use claim::Claim;
pub use erased::ErasedRecord;
pub(crate) use erased::{State, rows_of_erased};
pub(crate) use event::received_item;
pub use event::{Done, EventRecord, OutcomeKind, Payload, Received};
pub use history::{EventRef, HistoryRecord};
#[cfg(test)]
pub(crate) use index::IndexHashes;
pub(crate) use index::diff;
pub use order::OrderRecord;
pub use outbox::{Delivery, Lost, OutboxEntry, Outgoing, WhyDropped, WhyHeld};
pub use rows::{CustomerRow, DomainRow, KeyRow, VendorOrderRow, WaitingRow};
pub(crate) use rows::{from_row, rows_of};
