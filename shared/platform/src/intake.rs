//! Accepting events from outside: the portal's and vendors' webhooks, staff, the mail receiver.
//!
//! An event is accepted once its record is written with all its data. Then it is queued by reference; should that
//! fail, the sweep queues it. So what was accepted is handled, and nothing personal is ever in a queue.

mod opening;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::SignedDuration;
use procedure::event::Event;
use procedure::{Finding, OrderId, Party, Refusal, Text};

use crate::Clock;
use crate::dispatch::Queue;
use crate::envelope::{Content, Digest, Envelope};
use crate::store::{Done, EventKey, Payload, Received, Reception, Store, StoreError};

/// The way in.
pub struct Intake {
    /// Where accepted events are kept.
    pub store: Arc<dyn Store>,
    /// Where they are queued.
    pub queue: Arc<dyn Queue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// After how long an accepted event that nobody handled is queued again; longer than a queue usually takes.
    pub requeue_after: SignedDuration,
}

/// What became of an event from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// Its name.
    pub event: EventKey,
    /// The order it is about, or opens.
    pub order: Option<OrderId>,
    /// Whether it is on its queue; if not, the sweep puts it there.
    pub queued: bool,
    /// What became of it, when it was sent before and is done.
    pub done: Option<Done>,
}

/// Why an event was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Its producer has to mend it.
    #[error("{0}")]
    Refused(Refusal),
    /// Its producer may send it again: nothing was kept, or the same is kept once.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl Intake {
    /// Accepts an event as its producer sent it, with its data.
    ///
    /// # Errors
    /// [`IntakeError::Refused`] with the findings of [`Envelope::decode`], of the event's data and of
    /// [`Event::screen`], and
    /// `source.reserved`, `type.internal`, `subject.missing`, `subject.derived`, `event.reused`.
    pub async fn accept_bytes(&self, bytes: &[u8]) -> Result<Accepted, IntakeError> {
        self.accept(Envelope::decode(bytes).map_err(refused)?).await
    }

    /// Accepts an event with its data.
    ///
    /// # Errors
    /// See [`Intake::accept_bytes`].
    pub async fn accept(&self, envelope: Envelope) -> Result<Accepted, IntakeError> {
        if envelope.source.is_own() {
            return Err(refused(reserved_source()));
        }
        let kind = envelope.event_kind().ok_or_else(|| refused(internal_type()))?;
        let Content::Inline(data) = &envelope.content else { return Err(refused(data_missing())) };
        let event = Event::decode(kind, data.clone()).map_err(refused)?;
        event.screen().map_err(IntakeError::Refused)?;
        let subject = opening::subject_of(&envelope, kind).map_err(refused)?;
        let digest = Digest::of(envelope.kind, subject.as_ref(), data);
        let key = EventKey { source: envelope.source.clone(), id: envelope.id.clone() };
        let now = self.clock.now();
        let received = Received {
            key: key.clone(),
            kind: envelope.kind,
            subject: subject.clone(),
            digest: digest.clone(),
            // What was read, and nothing that was sent beside it.
            data: Payload(event.storable().data()),
            at: now,
            requeue_at: now + self.requeue_after,
        };
        let mut accepted = Accepted { event: key, order: subject.clone(), queued: false, done: None };
        if let Reception::Known(record) = self.store.receive(&received).await? {
            if record.digest != digest {
                return Err(IntakeError::Refused(reused(&accepted.event)));
            }
            if let Some(done) = record.done {
                return Ok(Accepted { done: Some(done), ..accepted });
            }
        }
        let message = Envelope { subject, ..envelope.by_reference() };
        accepted.queued = match self.queue.send(kind.room(), &message.encode()).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(event = %accepted.event, %error, "accepted, not yet queued");
                false
            }
        };
        Ok(accepted)
    }
}

fn refused(finding: Finding) -> IntakeError {
    IntakeError::Refused(finding.owed_by(Party::Provider).into())
}

/// The answer to another event under the name of one that is known (R89).
pub(crate) fn reused(event: &EventKey) -> Refusal {
    Finding::stop(
        "event.reused",
        "id",
        "CloudEvents 1.0 id",
        Text::new(
            format!("イベント ID {} は別の内容で使用済みです。", event.id),
            format!("The id {} was used for another event.", event.id),
        ),
        Text::fixed(
            "内容を変えて送る場合は、新しい ID を付けてください。",
            "Give every event an id of its own; repeat an event unchanged.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}

fn reserved_source() -> Finding {
    Finding::stop(
        "source.reserved",
        "source",
        "CloudEvents 1.0 source",
        Text::fixed("この source は certflow 自身のものです。", "This source is certflow's own."),
        Text::fixed("送信元を表す別の source を指定してください。", "Give a source that names the sender."),
    )
}

fn internal_type() -> Finding {
    Finding::stop(
        "type.internal",
        "type",
        "CloudEvents 1.0 type",
        Text::fixed(
            "この種別のイベントは外部から受け付けません。",
            "Events of this type are not accepted from outside.",
        ),
        Text::fixed(
            "公開されたスキーマにある種別を指定してください。",
            "Give a type that has a published schema.",
        ),
    )
}

fn data_missing() -> Finding {
    Finding::stop(
        "attribute.missing",
        "data",
        "CloudEvents 1.0",
        Text::fixed("data がありません。", "The event has no data."),
        Text::fixed(
            "data に内容を入れて送ってください。",
            "Send the content in `data`; `dataref` is not followed.",
        ),
    )
}
