//! The due index: sparse, keys only, a partition per UTC day and shard, sorted by time.
//!
//! It answers "what is due by now" at the price of what is due, whatever else is stored. It is eventually
//! consistent, so whoever reads it reads the item again.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use procedure::OrderId;
use procedure::event::Room;
use procedure::order::{Due, Lane};
use serde::{Deserialize, Serialize};

use super::key::order_partition;
use super::moment::{sortable, whole_second};
use super::table::Item;
use super::{EventKey, HistoryKey, Key, Shards, StoreError};

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    /// Since when, to the second.
    pub at: Timestamp,
    /// What.
    pub what: DueWhat,
}

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueWhat {
    /// An order needs attention.
    Order {
        /// Which.
        order: OrderId,
        /// In which function.
        lane: Lane,
    },
    /// Something of an applied event was left unsent.
    Outbox {
        /// Where it is.
        history: HistoryKey,
        /// The function that can send it.
        room: Room,
    },
    /// An accepted event is still not handled.
    Intake {
        /// Which.
        event: EventKey,
    },
}

/// A partition of the due index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DuePartition {
    /// The UTC day.
    pub day: Date,
    /// The shard, from 0.
    pub shard: u16,
}

impl DuePartition {
    pub(crate) fn key(self) -> String {
        format!("DUE#{}#{:03}", self.day, self.shard)
    }
}

/// Sorts after every entry of its own second and before the next second's.
pub(crate) fn last_of(until: Timestamp) -> String {
    // Down, not up: a fraction of a second must not bring forward what is due at the next.
    let second = Timestamp::from_second(until.as_second()).unwrap_or(until);
    format!("{}~", sortable(second))
}

/// The partition of what is held for staff.
pub(crate) const HELD: &str = "HELD";

pub(crate) fn order(due: Due, order: &OrderId, shards: &Shards) -> Key {
    place(due.at, due.lane.code(), order.as_str(), &order_partition(order), shards)
}

pub(crate) fn outbox(at: Timestamp, room: Room, order: &OrderId, shards: &Shards) -> Key {
    place(at, &format!("outbox:{}", room.name()), order.as_str(), &order_partition(order), shards)
}

pub(crate) fn intake(at: Timestamp, event: &EventKey, shards: &Shards) -> Key {
    let owner = Key::event(event).pk;
    place(at, "intake", &format!("{}#{}", event.source, event.id), &owner, shards)
}

pub(crate) fn held(since: Timestamp, order: &OrderId) -> Key {
    Key { pk: HELD.to_owned(), sk: format!("{}#{order}", sortable(since)) }
}

fn place(at: Timestamp, lane: &str, name: &str, owner: &str, shards: &Shards) -> Key {
    let day = day_of(whole_second(at));
    let partition = DuePartition { day, shard: shards.of(day, owner) };
    Key { pk: partition.key(), sk: format!("{}#{lane}#{name}", sortable(at)) }
}

/// The UTC day of `at`.
pub(crate) fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

impl DueRow {
    pub(crate) fn from_item(item: &Item) -> Result<Self, StoreError> {
        let key = Key::from_item(item).ok_or_else(|| keyless("due"))?;
        let due = Key::from_due_item(item).ok_or_else(|| keyless("due"))?;
        Self::read(&key, &due)
            .ok_or_else(|| StoreError::Malformed { key: key.to_string(), path: "due_sk".to_owned() })
    }

    fn read(key: &Key, due: &Key) -> Option<Self> {
        let (at, rest) = due.sk.split_once('#')?;
        let (lane, _) = rest.split_once('#')?;
        let what = match lane {
            "intake" => DueWhat::Intake { event: key.as_event()? },
            lane => match lane.strip_prefix("outbox:") {
                Some(room) => DueWhat::Outbox { history: key.as_history()?, room: Room::from_name(room)? },
                None => DueWhat::Order {
                    order: key.as_order()?,
                    lane: Lane::ALL.into_iter().find(|known| known.code() == lane)?,
                },
            },
        };
        Some(Self { at: at.parse().ok()?, what })
    }
}

pub(crate) fn keyless(what: &str) -> StoreError {
    StoreError::Malformed { key: what.to_owned(), path: "pk".to_owned() }
}
