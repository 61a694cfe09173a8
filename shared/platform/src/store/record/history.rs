//! One line of an order's history, with the outbox of the event that wrote it.

use jiff::Timestamp;
use procedure::event::Room;
use procedure::order::{Actor, Entry};
use procedure::{Finding, Text, VendorOrderId};
use serde::{Deserialize, Serialize};

use super::code::{from_item, malformed, to_item};
use super::{Claim, OutboxEntry};
use crate::envelope::Kind;
use crate::store::table::Item;
use crate::store::{EventKey, HistoryKey, Key, Shards, StoreError, due};

/// What an event did to an order (R90).
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRecord {
    /// Which.
    pub key: HistoryKey,
    /// When.
    pub at: Timestamp,
    /// Who and what, when there was something to tell.
    pub entry: Option<Entry>,
    /// The event.
    pub event: EventRef,
    /// The function that handled it and holds the clients for its outbox.
    pub room: Room,
    /// What it has to send.
    pub outbox: Vec<OutboxEntry>,
    /// Who sends it.
    pub claim: Option<Claim>,
}

/// The event behind a line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRef {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Its name.
    #[serde(flatten)]
    pub key: EventKey,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    what: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vendor_order: Option<VendorOrderId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Finding>,
    event: EventRef,
    room: Room,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    outbox: Vec<OutboxEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claim: Option<Claim>,
}

impl HistoryRecord {
    /// Whether something is still to be sent.
    pub fn has_pending(&self) -> bool {
        self.outbox.iter().any(|entry| entry.delivery.is_pending())
    }

    /// Its item, in the due index while something is to be sent (from the end of the claim) or is held.
    pub(crate) fn to_item(&self, shards: &Shards) -> Result<Item, StoreError> {
        let key = Key::history(&self.key);
        let stored = Stored {
            at: self.at,
            actor: self.entry.as_ref().map(|entry| entry.actor),
            what: self.entry.as_ref().map(|entry| entry.what.clone()),
            vendor_order: self.entry.as_ref().and_then(|entry| entry.vendor_order.clone()),
            findings: self.entry.as_ref().map(|entry| entry.findings.clone()).unwrap_or_default(),
            event: self.event.clone(),
            room: self.room,
            outbox: self.outbox.clone(),
            claim: self.claim.clone(),
        };
        let mut item = to_item(&key, &stored)?;
        if let Some(due) = self.due(shards) {
            item.extend(due.as_due_item());
        }
        Ok(item)
    }

    pub(crate) fn from_item(item: Item) -> Result<Self, StoreError> {
        let key = Key::from_item(&item).ok_or_else(|| due::keyless("history"))?;
        let history = key.as_history().ok_or_else(|| malformed(&key, "sk"))?;
        let stored: Stored = from_item(&key, item)?;
        let entry = match (stored.actor, stored.what) {
            (Some(actor), Some(what)) => {
                Some(Entry { actor, what, vendor_order: stored.vendor_order, findings: stored.findings })
            }
            _ => None,
        };
        Ok(Self {
            key: history,
            at: stored.at,
            entry,
            event: stored.event,
            room: stored.room,
            outbox: stored.outbox,
            claim: stored.claim,
        })
    }

    /// Its place in the due index.
    pub(crate) fn due(&self, shards: &Shards) -> Option<Key> {
        let until = self.claim.as_ref()?.until;
        if self.has_pending() {
            return Some(due::outbox(until, self.room, &self.key.order, shards));
        }
        let held = self.outbox.iter().any(|entry| entry.delivery.is_held());
        held.then(|| due::held(self.at, &self.key.order))
    }
}
