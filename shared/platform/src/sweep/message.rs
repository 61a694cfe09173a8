//! What the sweep sends.

use jiff::Timestamp;
use procedure::OrderId;
use procedure::event::{ApplicationOverdue, Event, ExaminationDue, ExpiryNearing, PlacementOverdue, Room};
use procedure::order::Lane;
use serde_json::json;

use super::Part;
use crate::envelope::{Content, Envelope, Kind, Source, derived_id};
use crate::react::outbox_left_behind;
use crate::store::{EventRecord, HistoryKey, sortable};

type Message = (Room, Envelope);

pub(super) fn order(order: &OrderId, lane: Lane, at: Timestamp, round: u32, now: Timestamp) -> Message {
    let event = match lane {
        Lane::Application => Event::from(ApplicationOverdue {}),
        Lane::Placement => PlacementOverdue {}.into(),
        Lane::Examination => ExaminationDue {}.into(),
        Lane::Expiry => ExpiryNearing {}.into(),
    };
    let id = derived_id(&format!("due.{order}.{}.{round}", sortable(at)));
    let room = event.kind().room();
    (room, Envelope::internal(id, Room::RenewalSweep, Some(order.clone()), &event, now))
}

pub(super) fn outbox(history: &HistoryKey, room: Room, at: Timestamp, round: u32, now: Timestamp) -> Message {
    (room, outbox_left_behind(history, &sortable(at), round, now))
}

/// An accepted event, queued again as it was.
pub(super) fn intake(record: &EventRecord) -> Option<Message> {
    let Kind::Event(kind) = record.kind else { return None };
    let envelope = Envelope {
        id: record.key.id.clone(),
        source: record.key.source.clone(),
        kind: record.kind,
        subject: record.subject.clone(),
        time: record.received_at,
        content: Content::Stored,
        traceparent: None,
    };
    Some((kind.room(), envelope))
}

pub(super) fn part(part: &Part, now: Timestamp) -> Message {
    let after = part.after.as_ref().map(ToString::to_string).unwrap_or_default();
    let place = format!("{}.{}.{}.{after}", part.partition.day, part.partition.shard, part.until);
    let envelope = Envelope {
        id: derived_id(&format!("sweep.{place}")),
        source: Source::of_room(Room::RenewalSweep),
        kind: Kind::SweepPart,
        subject: None,
        time: Some(now),
        content: Content::Inline(json!(part)),
        traceparent: None,
    };
    (Room::RenewalSweep, envelope)
}
