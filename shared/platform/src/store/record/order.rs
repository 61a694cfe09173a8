//! An order's state.

use procedure::order::{Due, Order};
use serde_dynamo::AttributeValue;
use serde_json::Value;

use super::bulk::{split, whole};
use super::code::{from_json, malformed};
use super::index::{IndexHashes, index_from, index_to};
use crate::store::schema::{SCHEMA, upcast};
use crate::store::table::Item;
use crate::store::{Key, Shards, StoreError, due};

/// An order as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderRecord {
    /// The order.
    pub order: Order,
    /// How many events changed it; 1 for the one that opened it.
    pub version: u64,
    /// The items beside its own that belong to it, as they were written.
    pub(crate) index: IndexHashes,
}

impl OrderRecord {
    /// Its item. `due` is when time next becomes an event for it.
    pub(crate) fn to_item(&self, due: Option<Due>, shards: &Shards) -> Result<Item, StoreError> {
        let key = Key::state(&self.order.id);
        let mut item = key.as_item();
        let number = |n: u64| AttributeValue::N(n.to_string());
        item.insert("schema".to_owned(), number(u64::from(SCHEMA)));
        item.insert("version".to_owned(), number(self.version));
        item.insert("state".to_owned(), AttributeValue::M(split(&self.order)?.0));
        let unsettled = self.index.iter().filter(|(key, _)| !key.is_settled());
        item.insert("index".to_owned(), index_to(&self.order.id, unsettled));
        if let Some(due) = due {
            item.extend(due::order(due, &self.order.id, shards).as_due_item());
        }
        Ok(item)
    }

    /// From its item and the one beside it; `None` when they are not of one transaction.
    pub(crate) fn from_items(mut item: Item, beside: Option<Item>) -> Result<Option<Self>, StoreError> {
        let key = Key::from_item(&item).ok_or_else(|| due::keyless("order"))?;
        let schema = number(&item, "schema").ok_or_else(|| malformed(&key, "schema"))?;
        let version = number(&item, "version").ok_or_else(|| malformed(&key, "version"))?;
        let Some(AttributeValue::M(state)) = item.remove("state") else {
            return Err(malformed(&key, "state"));
        };
        let mut index = index_from(&key, &mut item)?;
        let Some(state) = whole(&key, state, &mut index, beside)? else { return Ok(None) };
        let state: Value = serde_dynamo::from_attribute_value(state).map_err(|_| malformed(&key, "state"))?;
        let schema = u32::try_from(schema).unwrap_or(u32::MAX);
        let state = upcast(schema, state).ok_or_else(|| StoreError::NewerSchema {
            key: key.to_string(),
            found: schema,
            known: SCHEMA,
        })?;
        Ok(Some(Self { order: from_json(&key, "state", state)?, version, index }))
    }
}

pub(super) fn number(item: &Item, name: &str) -> Option<u64> {
    match item.get(name)? {
        AttributeValue::N(number) => number.parse().ok(),
        _ => None,
    }
}
