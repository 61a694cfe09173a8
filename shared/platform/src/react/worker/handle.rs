//! From a message to its outcome.

use async_trait::async_trait;
use jiff::Timestamp;
use tracing::{Instrument as _, field::Empty};

use super::super::{Error, Handler, Outcome, Reaction, leftover};
use super::Worker;
use super::decide::Stop;
use super::pause;
use crate::envelope::{Envelope, Kind, TraceParent};
use crate::store::{EventKey, EventRecord, HistoryKey};

#[async_trait]
impl<R: Reaction> Handler for Worker<R> {
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        let began = self.dispatcher.clock.now();
        let envelope = Envelope::decode(body).map_err(Error::Undecodable)?;
        let span = tracing::info_span!(
            "event",
            function = self.reaction.room().name(),
            event = %envelope.id,
            source = %envelope.source,
            kind = envelope.kind.type_name(),
            order = envelope.subject.as_ref().map(tracing::field::display),
            trace = envelope.traceparent.as_ref().map(TraceParent::trace_id),
            outcome = Empty,
            ms = Empty,
        );
        let result = self.handle_envelope(&envelope, deadline).instrument(span.clone()).await;
        span.record("outcome", result.as_ref().map_or("error", Outcome::word));
        let lasted = self.dispatcher.clock.now().duration_since(began).as_millis();
        span.record("ms", u64::try_from(lasted).unwrap_or_default());
        span.in_scope(|| match &result {
            Ok(Outcome::Refused(refusal)) => tracing::warn!(code = refusal.code(), "refused"),
            Ok(_) => tracing::info!("handled"),
            Err(error) => tracing::error!(error = %chain(error), "not handled"),
        });
        result
    }
}

impl<R: Reaction> Worker<R> {
    async fn handle_envelope(
        &self,
        envelope: &Envelope,
        deadline: Option<Timestamp>,
    ) -> Result<Outcome, Error> {
        match envelope.kind {
            Kind::Event(kind) if kind.room() == self.reaction.room() => {}
            Kind::OutboxLeftBehind => {
                let history = leftover::read(envelope)?;
                return self.take_over(&history, &self.name_of_handling(), None, deadline).await;
            }
            Kind::Event(_) | Kind::SweepPart => {
                let (kind, room) = (envelope.kind.type_name(), self.reaction.room());
                return Err(Error::Misrouted { kind, room });
            }
        }
        let worker = self.name_of_handling();
        let (mut tried, mut answer_lost) = (1, false);
        loop {
            let error = match self.decide_and_commit(envelope, &worker, answer_lost, deadline).await {
                Ok(outcome) => return Ok(outcome),
                Err(Stop::Fail(error)) => return Err(error),
                Err(Stop::Again(error)) => error,
                Err(Stop::AnswerLost(error)) => {
                    answer_lost = true;
                    error
                }
            };
            if tried >= self.settings.tries {
                return Err(error);
            }
            pause(tried).await;
            tried += 1;
        }
    }

    /// Sends what an event that is done has left. `own` is this handling's name if it may itself have committed the
    /// event; the name alone does not tell, as a process that is started again may be called the same.
    pub(super) async fn resume(
        &self,
        envelope: &Envelope,
        record: &EventRecord,
        worker: &str,
        own: Option<&str>,
        deadline: Option<Timestamp>,
    ) -> Result<Outcome, Error> {
        let key = EventKey { source: envelope.source.clone(), id: envelope.id.clone() };
        if envelope.digest().is_some_and(|digest| digest != record.digest) {
            return Ok(Outcome::Refused(crate::intake::reused(&key)));
        }
        let place = record.done.as_ref().filter(|done| done.in_history);
        let place = place.and_then(|done| Some((done.order.clone()?, done.version?)));
        match place {
            Some((order, sequence)) => {
                self.take_over(&HistoryKey { order, sequence }, worker, own, deadline).await
            }
            None => Ok(Outcome::Repeated { unsent: 0 }),
        }
    }
}

/// The error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
