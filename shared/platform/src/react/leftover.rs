//! The message that something was left unsent.

use jiff::Timestamp;
use procedure::event::Room;
use procedure::{Finding, Text};
use serde_json::{Value, json};

use super::Error;
use crate::envelope::{Content, Envelope, Kind, Source, derived_id};
use crate::store::HistoryKey;

/// The message that asks whoever holds the right clients to send what `history` has left unsent since `since`;
/// `round` counts how often it was asked.
pub fn outbox_left_behind(history: &HistoryKey, since: &str, round: u32, now: Timestamp) -> Envelope {
    Envelope {
        id: derived_id(&format!("outbox.{history}.{since}.{round}")),
        source: Source::of_room(Room::RenewalSweep),
        kind: Kind::OutboxLeftBehind,
        subject: Some(history.order.clone()),
        time: Some(now),
        content: Content::Inline(json!({ "sequence": history.sequence })),
        traceparent: None,
    }
}

/// The place in the history that such a message names.
pub(super) fn read(envelope: &Envelope) -> Result<HistoryKey, Error> {
    let sequence = match &envelope.content {
        Content::Inline(data) => data.get("sequence").and_then(Value::as_u64),
        Content::Stored => None,
    };
    match (&envelope.subject, sequence) {
        (Some(order), Some(sequence)) => Ok(HistoryKey { order: order.clone(), sequence }),
        _ => Err(Error::Undecodable(malformed())),
    }
}

fn malformed() -> Finding {
    Finding::stop(
        "data.malformed",
        "data.sequence",
        "CloudEvents 1.0 data",
        Text::fixed(
            "注文番号または履歴の番号がありません。",
            "The order or the place in its history is missing.",
        ),
        Text::fixed("subject と data.sequence を指定してください。", "Give `subject` and `data.sequence`."),
    )
}
