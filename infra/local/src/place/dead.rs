//! What a message that failed too often is about, and what became of it.

use jiff::Timestamp;
use platform::envelope::{Content, Envelope};
use platform::store::{EventKey, OutcomeKind, StoreError};
use procedure::event::Room;
use procedure::{Finding, OrderId};

use super::{DeadMessage, Place};
use crate::stack::Stack;

/// A message of a dead-letter queue, explained.
#[derive(Debug)]
pub struct DeadLetter {
    /// The function that failed.
    pub room: Room,
    /// The message.
    pub message: DeadMessage,
    /// The event it brings, where it can be read.
    pub event: Option<EventKey>,
    /// The event's type.
    pub kind: Option<&'static str>,
    /// The order it is about.
    pub order: Option<OrderId>,
    /// Where that stands.
    pub standing: Standing,
}

/// Where the event of a dead message stands.
#[derive(Debug)]
pub enum Standing {
    /// The message is no event that this release can read.
    Unreadable(Finding),
    /// The event belongs to another function.
    Misrouted(Room),
    /// The message refers to an event whose data is not kept (any more).
    Lost,
    /// The event was dealt with, by another delivery or since.
    Done {
        /// With which outcome.
        outcome: OutcomeKind,
        /// When.
        at: Timestamp,
    },
    /// The event still has to be dealt with.
    Open,
}

impl Place {
    /// What `message`, of the dead-letter queue of `room`, is about.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub async fn explain(&self, room: Room, mut message: DeadMessage) -> Result<DeadLetter, StoreError> {
        let (event, kind, order, standing) = match Envelope::decode(message.body.as_bytes()) {
            Ok(envelope) => {
                let event = EventKey { source: envelope.source.clone(), id: envelope.id.clone() };
                let (subject, standing) = self.standing(room, &envelope, &event).await?;
                let kind = envelope.kind.type_name();
                (Some(event), Some(kind), envelope.subject.or(subject), standing)
            }
            Err(_) if is_foreign(room, &message.body) => (None, None, None, Standing::Open),
            Err(finding) => (None, None, None, Standing::Unreadable(finding)),
        };
        if let (Self::Stack(stack), None) = (self, &message.reason) {
            message.reason = logged(stack, room, &message, event.as_ref()).await;
        }
        Ok(DeadLetter { room, message, event, kind, order, standing })
    }

    /// Where an event stands, and which order its record names.
    async fn standing(
        &self,
        room: Room,
        envelope: &Envelope,
        event: &EventKey,
    ) -> Result<(Option<OrderId>, Standing), StoreError> {
        if let Some(own) = envelope.event_kind().map(|kind| kind.room()).filter(|own| *own != room) {
            return Ok((None, Standing::Misrouted(own)));
        }
        let record = self.store().event(event).await?;
        let standing = match record.as_ref().map(|record| &record.done) {
            Some(Some(done)) => Standing::Done { outcome: done.outcome, at: done.at },
            None if envelope.content == Content::Stored => Standing::Lost,
            Some(None) | None => Standing::Open,
        };
        let order = record.and_then(|record| record.done.and_then(|done| done.order).or(record.subject));
        Ok((order, standing))
    }
}

/// What SES, S3 and EventBridge put on queues themselves is no event of ours, and its function makes it one.
fn is_foreign(room: Room, body: &str) -> bool {
    let foreign = matches!(room, Room::ApprovalMailReceived | Room::MailFeedback);
    let object = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(body);
    foreign && object.is_ok_and(|object| !object.contains_key("specversion"))
}

async fn logged(
    stack: &Stack,
    room: Room,
    message: &DeadMessage,
    event: Option<&EventKey>,
) -> Option<String> {
    // A function logs the event's id once it could read the message, the message's before.
    let ids: Vec<&str> =
        event.map(|event| event.id.as_str()).into_iter().chain([message.id.as_str()]).collect();
    stack.logged_error(room, &ids, message.sent).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_itself_sends_is_no_broken_event() {
        assert!(is_foreign(Room::MailFeedback, r#"{"eventType":"Bounce"}"#));
        assert!(is_foreign(Room::ApprovalMailReceived, r#"{"Records":[]}"#));
        for (room, body) in [
            (Room::OrderSubmitted, r#"{"Records":[]}"#),
            (Room::MailFeedback, r#"{"specversion":"9"}"#),
            (Room::MailFeedback, "poison"),
        ] {
            assert!(!is_foreign(room, body), "{body}");
        }
    }
}
