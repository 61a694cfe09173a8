//! The table itself: the five calls that the store makes, on DynamoDB or in memory.

mod condition;
mod dynamo;
mod expression;
pub mod faults;
mod memory;
mod path;

use std::collections::HashMap;

use async_trait::async_trait;
use serde_dynamo::AttributeValue;

pub use condition::Condition;
pub use dynamo::DynamoTable;
pub use memory::MemoryTable;
pub use path::Path;

use super::error::{Cause, StoreError};
use super::{Key, LastKey};

/// An item, whatever table it is in.
pub type Item = HashMap<String, AttributeValue>;

/// A write of a transaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Puts an item.
    Put {
        /// The whole item, keys included.
        item: Item,
        /// What must hold of the item that it replaces.
        condition: Option<Condition>,
    },
    /// Deletes an item, if it is there.
    Delete {
        /// Which.
        key: Key,
    },
}

/// A change of some attributes of an existing item.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// Which item.
    pub key: Key,
    /// What to set.
    pub set: Vec<(Path, AttributeValue)>,
    /// What to remove.
    pub remove: Vec<Path>,
    /// What must hold.
    pub condition: Condition,
}

/// Part of a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The partition, by `pk` or, in the due index, by `due_pk`.
    pub partition: String,
    /// Which sort keys.
    pub range: Range,
    /// Most items.
    pub limit: usize,
    /// Where to go on.
    pub after: Option<LastKey>,
    /// Newest first.
    pub descending: bool,
}

/// Which sort keys of a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Range {
    /// Every one.
    All,
    /// Those that begin so.
    Prefix(String),
    /// Those of the due index up to this one, itself included.
    DueUntil(String),
    /// All of a partition of the due index.
    Due,
}

impl Range {
    /// Whether the query is of the due index.
    pub(crate) const fn is_due(&self) -> bool {
        matches!(self, Range::Due | Range::DueUntil(_))
    }
}

/// What a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The items; of the due index only keys.
    pub items: Vec<Item>,
    /// Where to go on, when there may be more.
    pub last: Option<LastKey>,
}

/// Why a write of a transaction was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Its condition does not hold.
    Condition,
    /// Another transaction holds the item.
    Conflict,
    /// The table limits our calls.
    Throttled,
    /// Anything else.
    Other,
}

/// Why a transaction was not done.
#[derive(Debug)]
pub enum TransactError {
    /// Cancelled; a reason per write, `None` where that write would have been fine.
    Cancelled(Vec<Option<Reason>>, Cause),
    /// It did not get that far.
    Store(StoreError),
}

/// The calls.
#[async_trait]
pub trait Table: Send + Sync {
    /// Reads 1 to 3 different items in one strongly consistent call, in the order of `keys`.
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError>;

    /// Writes all or nothing.
    async fn transact(&self, writes: &[Write]) -> Result<(), TransactError>;

    /// Puts an item if `condition` holds of the one it replaces; returns whether it does.
    async fn put(&self, item: &Item, condition: Option<&Condition>) -> Result<bool, StoreError>;

    /// Changes an item; the item after the change, or `None` when the condition does not hold.
    async fn update(&self, update: &Update) -> Result<Option<Item>, StoreError>;

    /// Reads part of a partition; strongly consistent, except the due index.
    async fn query(&self, query: &Query) -> Result<Found, StoreError>;
}
