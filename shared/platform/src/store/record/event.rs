//! The record of an event: accepted, then done. It keeps an event from being handled twice (R89).

use jiff::{SignedDuration, Timestamp};
use procedure::{Finding, OrderId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::code::{from_item, malformed, to_item};
use crate::envelope::{Digest, Kind};
use crate::store::table::Item;
use crate::store::{EventKey, Key, Shards, StoreError, due};

/// Most findings kept with a refused event.
const MAX_FINDINGS: usize = 50;

/// An event that the store knows.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRecord {
    /// Which.
    pub key: EventKey,
    /// Its type.
    pub kind: Kind,
    /// The order it names, if it names one.
    pub subject: Option<OrderId>,
    /// The digest of its content.
    pub digest: Digest,
    /// When it was accepted from outside; `None` for certflow's own.
    pub received_at: Option<Timestamp>,
    /// Its data, from its acceptance until it is done.
    pub data: Option<Payload>,
    /// What became of it, once it is done.
    pub done: Option<Done>,
}

/// The data of an accepted event; masked in `Debug`, as it may be personal.
#[derive(Clone, PartialEq)]
pub struct Payload(pub Value);

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Payload(masked)")
    }
}

/// An event to be accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// Which.
    pub key: EventKey,
    /// Its type.
    pub kind: Kind,
    /// The order it names, if it names one.
    pub subject: Option<OrderId>,
    /// The digest of its content.
    pub digest: Digest,
    /// Its data.
    pub data: Payload,
    /// When it was accepted.
    pub at: Timestamp,
    /// When it is queued again if it is still not done.
    pub requeue_at: Timestamp,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// How it ended.
    pub outcome: OutcomeKind,
    /// When.
    pub at: Timestamp,
    /// The order it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The order's version after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Whether the history has a line of that version, with an outbox perhaps.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_history: bool,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// How an event ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// It changed its order, or told or sent something.
    Applied,
    /// It changed nothing.
    Ignored,
    /// It was answered with no.
    Refused,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    #[serde(rename = "type")]
    kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<OrderId>,
    digest: Digest,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    received_at: Option<Timestamp>,
    /// JSON text: a payload is bytes to keep, not a state to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
    #[serde(flatten)]
    done: Option<Done>,
    /// DynamoDB's time to live, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<i64>,
}

impl EventRecord {
    /// The item of an event that is done; without its data, and gone after `keep`.
    pub(crate) fn to_item(&self, keep: SignedDuration) -> Result<Item, StoreError> {
        let mut done = self.done.clone();
        if let Some(done) = &mut done {
            done.findings.truncate(MAX_FINDINGS);
        }
        let expires = done.as_ref().map(|done| done.at.as_second().saturating_add(keep.as_secs()));
        let stored = Stored {
            kind: self.kind,
            subject: self.subject.clone(),
            digest: self.digest.clone(),
            received_at: self.received_at,
            payload: None,
            done,
            expires,
        };
        to_item(&Key::event(&self.key), &stored)
    }

    pub(crate) fn from_item(item: Item) -> Result<Self, StoreError> {
        let key = Key::from_item(&item).ok_or_else(|| due::keyless("event"))?;
        let event = key.as_event().ok_or_else(|| malformed(&key, "pk"))?;
        let done = item.contains_key("outcome");
        let mut stored: Stored = from_item(&key, item)?;
        if done != stored.done.is_some() {
            return Err(malformed(&key, "outcome"));
        }
        let payload = stored.payload.take().map(|text| serde_json::from_str(&text));
        let data = payload.transpose().map_err(|_| malformed(&key, "payload"))?;
        Ok(Self {
            key: event,
            kind: stored.kind,
            subject: stored.subject,
            digest: stored.digest,
            received_at: stored.received_at,
            data: data.map(Payload),
            done: stored.done,
        })
    }
}

/// The item of an event that was just accepted, in the due index so that it is queued again if nobody handles it.
pub(crate) fn received_item(event: &Received, shards: &Shards) -> Result<Item, StoreError> {
    let key = Key::event(&event.key);
    let stored = Stored {
        kind: event.kind,
        subject: event.subject.clone(),
        digest: event.digest.clone(),
        received_at: Some(event.at),
        payload: Some(event.data.0.to_string()),
        done: None,
        expires: None,
    };
    let mut item = to_item(&key, &stored)?;
    item.extend(due::intake(event.requeue_at, &event.key, shards).as_due_item());
    Ok(item)
}
