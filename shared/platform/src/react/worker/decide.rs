//! Load, gather, decide, commit, dispatch: one try.

use jiff::Timestamp;
use procedure::event::Event;
use procedure::{Decision, Moment, OrderId, Refusal};

use super::super::{Error, FactError, Gather, Outcome, Reaction};
use super::Worker;
use crate::envelope::{Content, Digest, Envelope};
use crate::intake::reused;
use crate::store::{
    Commit, CommitError, Committed, EventKey, EventRecord, OrderRecord, Payload, StoreError, Verdict,
};

/// Why a try ended without an outcome.
pub(super) enum Stop {
    /// Try again at once: the order changed, or the store was busy.
    Again(Error),
    /// Try again at once: the commit's answer was lost, so that the event may be ours to send.
    AnswerLost(Error),
    /// Leave it to the queue.
    Fail(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        match error.into() {
            Error::Store(error @ (StoreError::Throttled(_) | StoreError::Unavailable(_))) => {
                Stop::Again(Error::Store(error))
            }
            error => Stop::Fail(error),
        }
    }
}

/// An event as it is decided about.
pub(super) struct Case<'a> {
    envelope: &'a Envelope,
    pub(super) event: Event,
    digest: Digest,
    received_at: Option<Timestamp>,
    pub(super) now: Timestamp,
}

/// Whether a message brings the event of `record`, and not another one under its name (R89). It need not say which order
/// the event is about: what was accepted says so.
pub(super) fn is_content_of(envelope: &Envelope, record: &EventRecord) -> bool {
    let subject = envelope.subject.as_ref().or(record.subject.as_ref());
    envelope.digest(subject).is_none_or(|digest| digest == record.digest)
}

impl<R: Reaction> Worker<R> {
    pub(super) async fn decide_and_commit(
        &self,
        envelope: &Envelope,
        worker: &str,
        answer_lost: bool,
        deadline: Option<Timestamp>,
    ) -> Result<Outcome, Stop> {
        let key = EventKey { source: envelope.source.clone(), id: envelope.id.clone() };
        let loaded = self.store.load(envelope.subject.as_ref(), &key).await?;
        if let Some(record) = loaded.event.as_ref().filter(|record| record.done.is_some()) {
            // Not to be tried again here: it may have sent something.
            let own = answer_lost.then_some(worker);
            return self.resume(envelope, record, worker, own, deadline).await.map_err(Stop::Fail);
        }
        if let (Some(record), Content::Inline(_)) = (&loaded.event, &envelope.content) {
            if !is_content_of(envelope, record) {
                return Ok(Outcome::Refused(reused(&key)));
            }
            // What was accepted is handled as it was accepted, whichever way its message came.
            let accepted = Envelope { subject: record.subject.clone(), ..envelope.by_reference() };
            return Box::pin(self.decide_and_commit(&accepted, worker, answer_lost, deadline)).await;
        }
        let case = self.case(envelope, loaded.event)?;
        if let Some(erased) = &loaded.erased {
            return self.about_erased(&case, erased, worker).await;
        }
        let (subject, base) = match self.locate(&case).await {
            Ok(subject) if subject == envelope.subject => (subject, loaded.order),
            Ok(Some(subject)) => {
                let order = self.store.order(&subject).await?;
                (Some(subject), order)
            }
            Ok(None) => (None, None),
            Err(FactError::Refused(refusal)) => {
                return self.refuse(&case, None, worker, refusal).await;
            }
            Err(error) => return Err(Error::Facts(error).into()),
        };
        let decision = match case.event.screen() {
            Ok(()) => self.decide(&case, subject.as_ref(), base.as_ref()).await?,
            Err(refusal) => Err(refusal),
        };
        match decision {
            Ok(decision) => self.apply(&case, base.as_ref(), worker, &decision, deadline).await,
            Err(refusal) => self.refuse(&case, base.as_ref(), worker, refusal).await,
        }
    }

    fn case<'a>(&self, envelope: &'a Envelope, accepted: Option<EventRecord>) -> Result<Case<'a>, Error> {
        let missing = || Error::DataMissing { event: envelope.id.to_string() };
        let kind = envelope.event_kind().ok_or_else(missing)?;
        let received_at = accepted.as_ref().and_then(|record| record.received_at);
        let (data, digest) = match &envelope.content {
            Content::Inline(data) => {
                (data.clone(), Digest::of(envelope.kind, envelope.subject.as_ref(), data))
            }
            Content::Stored => {
                let record = accepted.ok_or_else(missing)?;
                let Payload(data) = record.data.ok_or_else(missing)?;
                (data, record.digest)
            }
        };
        let event = Event::decode(kind, data).map_err(Error::Undecodable)?;
        Ok(Case { envelope, event, digest, received_at, now: self.now(envelope) })
    }

    fn gather_from<'a>(&'a self, case: &'a Case<'_>, subject: Option<&'a OrderId>) -> Gather<'a> {
        Gather {
            envelope: case.envelope,
            subject,
            store: &*self.store,
            vendors: &self.dispatcher.vendors,
            policy: &self.dispatcher.policy,
            now: case.now,
        }
    }

    async fn locate(&self, case: &Case<'_>) -> Result<Option<OrderId>, FactError> {
        let cx = self.gather_from(case, case.envelope.subject.as_ref());
        self.reaction.locate(&cx, &case.event).await
    }

    async fn decide(
        &self,
        case: &Case<'_>,
        subject: Option<&OrderId>,
        base: Option<&OrderRecord>,
    ) -> Result<Result<Decision, Refusal>, Stop> {
        let order = base.map(|base| &base.order);
        let cx = self.gather_from(case, subject);
        let facts = match self.reaction.gather(&cx, order, &case.event).await {
            Ok(facts) => facts,
            Err(FactError::Refused(refusal)) => return Ok(Err(refusal)),
            Err(error) => return Err(Error::Facts(error).into()),
        };
        let at = Moment { now: case.now, policy: &self.dispatcher.policy, event: &case.envelope.id };
        let decision = self.reaction.decide(order.cloned(), &case.event, facts, &at);
        if let Ok(decision) = &decision
            && subject.is_some_and(|subject| *subject != decision.order.id)
        {
            return Err(Error::WrongOrder.into());
        }
        Ok(decision)
    }

    async fn apply(
        &self,
        case: &Case<'_>,
        base: Option<&OrderRecord>,
        worker: &str,
        decision: &Decision,
        deadline: Option<Timestamp>,
    ) -> Result<Outcome, Stop> {
        let nothing = base.is_some_and(|base| base.order == decision.order)
            && decision.entry.is_none()
            && decision.sends.is_empty();
        let verdict = if nothing { Verdict::Ignored } else { Verdict::Applied(decision) };
        let committed = match self.commit(case, base, worker, verdict).await {
            Ok(committed) => committed,
            Err(CommitError::TooLarge(finding)) => {
                return self.refuse(case, base, worker, finding.into()).await;
            }
            Err(error) => return Err(self.stop(error)),
        };
        if let Some(erased) = committed.erased {
            let (order, version) = (erased.erased.id.clone(), erased.version);
            // Its event is done: what fails from here on is taken up by the sweep.
            self.erase_the_rest(&erased, case.now).await.map_err(Stop::Fail)?;
            return Ok(Outcome::Applied { order, version, unsent: 0 });
        }
        let (false, Some(order)) = (nothing, committed.order) else { return Ok(Outcome::Ignored) };
        let unsent = match committed.history {
            Some(mut history) => {
                self.dispatch(&order.order, &mut history, deadline).await.map_err(Stop::Fail)?
            }
            None => 0,
        };
        Ok(Outcome::Applied { order: order.order.id, version: order.version, unsent })
    }

    pub(super) async fn refuse(
        &self,
        case: &Case<'_>,
        base: Option<&OrderRecord>,
        worker: &str,
        refusal: Refusal,
    ) -> Result<Outcome, Stop> {
        match self.commit(case, base, worker, Verdict::Refused(&refusal)).await {
            Ok(_) => Ok(Outcome::Refused(refusal)),
            Err(error) => Err(self.stop(error)),
        }
    }

    pub(super) async fn commit(
        &self,
        case: &Case<'_>,
        base: Option<&OrderRecord>,
        worker: &str,
        verdict: Verdict<'_>,
    ) -> Result<Committed, CommitError> {
        let envelope = case.envelope;
        let commit = Commit {
            event: EventKey { source: envelope.source.clone(), id: envelope.id.clone() },
            kind: envelope.kind,
            subject: envelope.subject.clone(),
            digest: case.digest.clone(),
            received_at: case.received_at,
            base,
            verdict,
            room: self.reaction.room(),
            worker,
            lease_until: self.dispatcher.clock.now() + self.settings.lease,
            at: case.now,
            policy: &self.dispatcher.policy,
        };
        self.store.commit(&commit).await
    }

    /// After a duplicate or a lost answer the next try finds the event done, and goes on from there.
    pub(super) fn stop(&self, error: CommitError) -> Stop {
        match error {
            CommitError::Duplicate | CommitError::VersionMoved => {
                Stop::Again(Error::Contended { tries: self.settings.tries })
            }
            CommitError::TooLarge(finding) => Stop::Fail(Error::Undecodable(finding)),
            CommitError::Store(error @ StoreError::Unavailable(_)) => Stop::AnswerLost(Error::Store(error)),
            CommitError::Store(error) => Error::Store(error).into(),
        }
    }
}
