//! The keys of the one table. `#` separates their parts; no id may contain it.

use std::fmt;
use std::str::FromStr;

use procedure::name::DnsName;
use procedure::pki::KeyId;
use procedure::{CustomerId, EventId, OrderId, Party, Vendor, VendorOrderId};
use serde::{Deserialize, Serialize};
use serde_dynamo::AttributeValue;

use super::moment;
use super::table::Item;
use crate::envelope::Source;

/// The key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// Partition key.
    pub pk: String,
    /// Sort key.
    pub sk: String,
}

/// What names an event for ever: its producer and the producer's id (CloudEvents 1.0 `source` + `id`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventKey {
    /// Who produced it.
    pub source: Source,
    /// The producer's id.
    pub id: EventId,
}

/// What names an item of an order's history.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HistoryKey {
    /// The order.
    pub order: OrderId,
    /// The version the order had after the event; 1 for the first.
    pub sequence: u64,
}

const STATE: &str = "STATE";
const BULK: &str = "BULK";
const HISTORY: &str = "HISTORY#";
const EVENT: &str = "EVENT";

impl Key {
    fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    pub(crate) fn state(order: &OrderId) -> Self {
        Self::new(order_partition(order), STATE)
    }

    pub(crate) fn bulk(order: &OrderId) -> Self {
        Self::new(order_partition(order), BULK)
    }

    pub(crate) fn history(key: &HistoryKey) -> Self {
        Self::new(order_partition(&key.order), format!("{HISTORY}{:08}", key.sequence))
    }

    pub(crate) fn event(key: &EventKey) -> Self {
        Self::new(format!("{EVENT}#{}#{}", key.source, key.id), EVENT)
    }

    pub(crate) fn domain(base: &DnsName, order: &OrderId) -> Self {
        Self::new(domain_partition(base), order_partition(order))
    }

    pub(crate) fn waiting(party: Party, until: Option<jiff::Timestamp>, order: &OrderId) -> Self {
        let until = until.map_or_else(|| NO_DEADLINE.to_owned(), moment::sortable);
        Self::new(waiting_partition(party), format!("{until}#{order}"))
    }

    pub(crate) fn vendor_order(vendor: Vendor, number: &VendorOrderId, order: &OrderId) -> Self {
        Self::new(vendor_order_partition(vendor, number), order_partition(order))
    }

    pub(crate) fn public_key(key: &KeyId, order: &OrderId) -> Self {
        Self::new(key_partition(key), order_partition(order))
    }

    pub(crate) fn customer(customer: &CustomerId, order: &OrderId) -> Self {
        Self::new(customer_partition(customer), order_partition(order))
    }

    /// The key as an item's attributes.
    pub(crate) fn as_item(&self) -> Item {
        Item::from([("pk".to_owned(), text(&self.pk)), ("sk".to_owned(), text(&self.sk))])
    }

    /// The key as an item's attributes in the due index.
    pub(crate) fn as_due_item(&self) -> Item {
        Item::from([("due_pk".to_owned(), text(&self.pk)), ("due_sk".to_owned(), text(&self.sk))])
    }

    /// The key of an item; `None` for an item without one.
    pub(crate) fn from_item(item: &Item) -> Option<Self> {
        Some(Self::new(string(item, "pk")?, string(item, "sk")?))
    }

    /// The place of an item in the due index, if it is there.
    pub(crate) fn from_due_item(item: &Item) -> Option<Self> {
        Some(Self::new(string(item, "due_pk")?, string(item, "due_sk")?))
    }

    pub(crate) fn is_of(&self, item: &Item) -> bool {
        string(item, "pk") == Some(&self.pk) && string(item, "sk") == Some(&self.sk)
    }

    /// Where the sweep remembers how far it came.
    pub(crate) fn watermark() -> Self {
        Self::new("SWEEP", "WATERMARK")
    }

    /// Where the poll of a vendor remembers how far it came.
    pub(crate) fn poll(vendor: Vendor) -> Self {
        Self::new(format!("POLL#{}", vendor.code()), "WATERMARK")
    }

    /// Whether the item outlives the fact it was written for: a key once used stays used (A28).
    pub(crate) fn is_permanent(&self) -> bool {
        self.pk.starts_with("KEY#")
    }

    /// Whether the item hardly ever changes while its order goes through the procedure.
    pub(crate) fn is_settled(&self) -> bool {
        ["CUSTOMER#", "DOMAIN#", "KEY#"].iter().any(|kind| self.pk.starts_with(kind))
    }

    pub(crate) fn is_bulk(&self) -> bool {
        self.sk == BULK
    }

    /// The order of an order's state, or of an item of its history.
    pub(crate) fn as_order(&self) -> Option<OrderId> {
        self.pk.strip_prefix("ORDER#")?.parse().ok()
    }

    pub(crate) fn as_history(&self) -> Option<HistoryKey> {
        let sequence = self.sk.strip_prefix(HISTORY)?.parse().ok()?;
        Some(HistoryKey { order: self.as_order()?, sequence })
    }

    pub(crate) fn as_event(&self) -> Option<EventKey> {
        let (source, id) = self.pk.strip_prefix("EVENT#")?.split_once('#')?;
        Some(EventKey { source: source.parse().ok()?, id: id.parse().ok()? })
    }
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn string<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    match item.get(name)? {
        AttributeValue::S(text) => Some(text),
        _ => None,
    }
}

/// Sorts after every deadline.
const NO_DEADLINE: &str = "9999-12-31T23:59:59Z";

pub(crate) fn order_partition(order: &OrderId) -> String {
    format!("ORDER#{order}")
}

pub(crate) fn history_prefix() -> &'static str {
    HISTORY
}

/// Names under one base domain share a partition, so that one query finds every order that an approval given for
/// any name between the base domain and the name applied for can concern (A7).
pub(crate) fn domain_partition(base: &DnsName) -> String {
    format!("DOMAIN#{base}")
}

pub(crate) fn waiting_partition(party: Party) -> String {
    format!("WAITING#{}", party.code())
}

/// A vendor's order may hold several of ours: the first one and its reissues (A3).
pub(crate) fn vendor_order_partition(vendor: Vendor, number: &VendorOrderId) -> String {
    format!("VENDOR#{}#{number}", vendor.code())
}

pub(crate) fn key_partition(key: &KeyId) -> String {
    format!("KEY#{key}")
}

pub(crate) fn customer_partition(customer: &CustomerId) -> String {
    format!("CUSTOMER#{customer}")
}

/// Both parts with a space between, which occurs in neither.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.pk, self.sk)
    }
}

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a key of the table")]
pub struct NotAKey;

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (pk, sk) = text.split_once(' ').ok_or(NotAKey)?;
        Ok(Self::new(pk, sk))
    }
}

impl fmt::Display for HistoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.order, self.sequence)
    }
}

impl fmt::Display for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.source, self.id)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever ids come from outside, a key is read back as what it was made of.
        #[test]
        fn keys_are_read_back(order in "[!-~&&[^#\"'<>]]{1,128}", source in "[!-~&&[^#\"'<>\\\\^`{|}]]{1,128}", sequence in 1_u64..200_000_000) {
            let order: OrderId = order.parse().unwrap();
            let event = EventKey { source: source.parse().unwrap(), id: order.as_str().parse().unwrap() };
            let history = HistoryKey { order: order.clone(), sequence };
            prop_assert_eq!(Key::state(&order).as_order(), Some(order));
            prop_assert_eq!(Key::event(&event).as_event(), Some(event));
            prop_assert_eq!(Key::history(&history).as_history(), Some(history.clone()));
            let key = Key::history(&history);
            prop_assert_eq!(key.to_string().parse(), Ok(key.clone()));
            prop_assert_eq!(Key::from_item(&key.as_item()), Some(key));
        }
    }
}
