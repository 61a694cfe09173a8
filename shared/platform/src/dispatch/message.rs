//! Events sent because of an event. Their ids follow from their place in the order's history, so that a second try
//! sends the same event.

use procedure::event::{Event, OrderPlaced, VendorAnswered};
use procedure::order::Actor;
use procedure::vendor::{VendorReply, VendorRequest};
use procedure::{EventId, OrderId};
use serde_json::Value;

use super::Dispatcher;
use super::outcome::Attempt;
use crate::envelope::{Content, Digest, Envelope, Kind, Source, derived_id};
use crate::store::Delivery;

impl Dispatcher {
    pub(super) async fn queue_event(&self, attempt: &Attempt<'_>, envelope: &Envelope) -> Option<Delivery> {
        if self.put_on_queue(envelope).await {
            attempt.sent(Some(envelope.id.to_string()))
        } else {
            attempt.unsent()
        }
    }

    /// Whether `envelope` is on its queue.
    pub(super) async fn put_on_queue(&self, envelope: &Envelope) -> bool {
        let Some(kind) = envelope.event_kind() else { return false };
        match self.queue.send(kind.room(), &envelope.encode()).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(event = %envelope.id, queue = kind.room().name(), %error, "not queued");
                false
            }
        }
    }
}

/// The event of an outbox entry.
pub(super) fn event(attempt: &Attempt<'_>, subject: &OrderId, kind: Kind, data: &Value) -> Envelope {
    let id = derived_id(&format!("{}.{}", attempt.record.key, attempt.entry.n));
    envelope(attempt, id, subject, kind, data.clone())
}

/// The vendor's reply to the request of an outbox entry. The same reply makes the same event; another reply, such as
/// success after a refusal, makes another.
pub(super) fn reply(attempt: &Attempt<'_>, request: &VendorRequest, reply: VendorReply) -> Envelope {
    let event = match reply {
        VendorReply::Placed { vendor_order } => Event::from(OrderPlaced { vendor_order, by: Actor::Vendor }),
        reply => VendorAnswered { request: request.clone(), reply }.into(),
    };
    let (kind, data, subject) = (Kind::Event(event.kind()), event.data(), &attempt.order.id);
    let digest = Digest::of(kind, Some(subject), &data);
    let short = digest.as_str().get(..8).unwrap_or_default();
    let id = derived_id(&format!("{}.{}.reply-{short}", attempt.record.key, attempt.entry.n));
    envelope(attempt, id, subject, kind, data)
}

fn envelope(attempt: &Attempt<'_>, id: EventId, subject: &OrderId, kind: Kind, data: Value) -> Envelope {
    Envelope {
        id,
        source: Source::of_room(attempt.record.room),
        kind,
        subject: Some(subject.clone()),
        time: Some(attempt.now),
        content: Content::Inline(data),
        traceparent: None,
    }
}
