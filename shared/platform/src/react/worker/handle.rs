//! From a message to its outcome.

use async_trait::async_trait;
use jiff::Timestamp;

use super::super::{Error, Handler, Outcome, Reaction, leftover, logged};
use super::Worker;
use super::decide::{Stop, is_content_of};
use super::pause;
use crate::envelope::{Envelope, Kind};
use crate::intake::reused;
use crate::store::{EventKey, EventRecord, HistoryKey};

#[async_trait]
impl<R: Reaction> Handler for Worker<R> {
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        let envelope = Envelope::decode(body).map_err(Error::Undecodable)?;
        let handling = self.handle_envelope(&envelope, deadline);
        logged(self.reaction.room(), &*self.dispatcher.clock, &envelope, handling).await
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
        if !is_content_of(envelope, record) {
            return Ok(Outcome::Refused(reused(&key)));
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
