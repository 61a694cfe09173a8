//! What is kept of an order whose personal data is erased.

use std::collections::BTreeMap;

use jiff::Timestamp;
use procedure::erase::Erased;
use procedure::order::{Due, Lane};
use procedure::{Party, Text};
use serde_dynamo::AttributeValue;
use serde_json::Value;

use super::code::{from_json, malformed, to_attribute, to_item};
use super::index::{IndexHashes, index_from, index_to};
use super::order::number;
use super::{CustomerRow, EventRecord, HistoryRecord, KeyRow, OrderRecord, WaitingRow};
use crate::store::schema::SCHEMA;
use crate::store::table::{Condition, Item, Path, Update};
use crate::store::{Key, Shards, StoreError, due};

/// An erased order as stored: in the place of its state.
#[derive(Debug, Clone, PartialEq)]
pub struct ErasedRecord {
    /// The audit skeleton.
    pub erased: Erased,
    /// The order's version; the erasure made it.
    pub version: u64,
    /// Whether its history, its letters and what waits for it are still to be erased.
    pub pending: bool,
    /// The index items that belong to it, as they were written.
    pub(crate) index: IndexHashes,
}

/// The item under an order's key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum State {
    Order(Box<OrderRecord>),
    Erased(Box<ErasedRecord>),
}

impl State {
    /// From an order's item and the one beside it; `None` when they are not of one transaction.
    pub(crate) fn from_items(item: Item, beside: Option<Item>) -> Result<Option<Self>, StoreError> {
        if item.contains_key("erased") {
            return ErasedRecord::from_item(item).map(|record| Some(Self::Erased(Box::new(record))));
        }
        let record = OrderRecord::from_items(item, beside)?;
        Ok(record.map(|record| Self::Order(Box::new(record))))
    }

    pub(crate) fn into_order(self) -> Option<OrderRecord> {
        match self {
            Self::Order(record) => Some(*record),
            Self::Erased(_) => None,
        }
    }

    pub(crate) fn into_erased(self) -> Option<ErasedRecord> {
        match self {
            Self::Order(_) => None,
            Self::Erased(record) => Some(*record),
        }
    }
}

impl ErasedRecord {
    /// Its item; due until everything else is erased too, so that a crash in between leaves nothing behind.
    pub(crate) fn to_item(&self, now: Timestamp, shards: &Shards) -> Result<Item, StoreError> {
        let key = Key::state(&self.erased.id);
        let mut item = key.as_item();
        let number = |n: u64| AttributeValue::N(n.to_string());
        item.insert("schema".to_owned(), number(u64::from(SCHEMA)));
        item.insert("version".to_owned(), number(self.version));
        item.insert("erased".to_owned(), to_attribute(&key, &self.erased)?);
        item.insert("index".to_owned(), index_to(&self.erased.id, self.index.iter()));
        if self.pending {
            let due = Due { at: now, lane: Lane::Expiry };
            item.extend(due::order(due, &self.erased.id, shards).as_due_item());
        }
        Ok(item)
    }

    fn from_item(mut item: Item) -> Result<Self, StoreError> {
        let key = Key::from_item(&item).ok_or_else(|| due::keyless("order"))?;
        let version = number(&item, "version").ok_or_else(|| malformed(&key, "version"))?;
        let pending = item.contains_key("due_pk");
        let erased = item.remove("erased").ok_or_else(|| malformed(&key, "erased"))?;
        let erased: Value =
            serde_dynamo::from_attribute_value(erased).map_err(|_| malformed(&key, "erased"))?;
        let index = index_from(&key, &mut item)?;
        Ok(Self { erased: from_json(&key, "erased", erased)?, version, pending, index })
    }

    /// The update by which nothing is left to be erased.
    pub(crate) fn close(&self) -> Update {
        let version = AttributeValue::N(self.version.to_string());
        Update {
            key: Key::state(&self.erased.id),
            set: Vec::new(),
            remove: vec![Path::of("due_pk"), Path::of("due_sk")],
            condition: Condition::Equals(Path::of("version"), version),
        }
    }
}

/// The index items of an erased order.
pub(crate) fn rows_of_erased(erased: &Erased) -> Result<BTreeMap<Key, Item>, StoreError> {
    let mut rows = BTreeMap::new();
    let common_name = erased.names.first();
    let kind = erased.kind.code().to_owned();
    let key = Key::waiting(Party::Nobody, None, &erased.id);
    let waiting = WaitingRow {
        order: erased.id.clone(),
        product: erased.product,
        common_name: common_name.clone(),
        stage: Erased::STAGE.to_owned(),
        kind: kind.clone(),
        act: None,
        since: None,
        until: None,
    };
    rows.insert(key.clone(), to_item(&key, &waiting)?);
    let key = Key::customer(&erased.customer, &erased.id);
    let customer = CustomerRow {
        order: erased.id.clone(),
        product: erased.product,
        common_name: common_name.clone(),
        stage: Some(Erased::STAGE.to_owned()),
        kind,
        received_at: erased.received_at,
    };
    rows.insert(key.clone(), to_item(&key, &customer)?);
    let key = Key::public_key(&erased.key, &erased.id);
    let public_key = KeyRow {
        order: erased.id.clone(),
        customer: erased.customer.clone(),
        compromised: erased.key_compromised,
    };
    rows.insert(key.clone(), to_item(&key, &public_key)?);
    Ok(rows)
}

impl HistoryRecord {
    /// Who did what kind of thing when: without the text, which may quote people, and without its outbox.
    #[must_use]
    pub(crate) fn bare(&self) -> Self {
        let name = self.event.kind.type_name();
        let what = Text::new(format!("{name}（記載は消去済み）"), format!("{name} (text erased)"));
        let mut entry = self.entry.clone();
        if let Some(entry) = &mut entry {
            entry.what = what;
            entry.findings.clear();
        }
        Self { entry, outbox: Vec::new(), claim: None, ..self.clone() }
    }
}

impl EventRecord {
    /// The record without findings and data.
    #[must_use]
    pub(crate) fn bare(&self) -> Self {
        let mut bare = Self { data: None, ..self.clone() };
        if let Some(done) = &mut bare.done {
            done.findings.clear();
        }
        bare
    }
}
