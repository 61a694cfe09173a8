//! A function at work.

mod decide;
mod erase;
mod handle;
mod take_over;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use procedure::order::Order;

use super::{Error, Reaction};
use crate::dispatch::{Dispatcher, Tried, backoff};
use crate::envelope::Envelope;
use crate::store::{Delivery, HistoryRecord, Store, StoreError};

/// How far the clocks of certflow's own functions may differ.
const MAX_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Settings of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerSettings {
    /// How long the outbox of an event is its worker's to send. Longer than the function may run, so that nobody
    /// takes it over from a worker that is alive.
    pub lease: SignedDuration,
    /// How often an event is decided again because its order changed or the store was busy; at least 1.
    pub tries: u32,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self { lease: SignedDuration::from_mins(15), tries: 5 }
    }
}

/// A function with its clients.
pub struct Worker<R> {
    reaction: R,
    store: Arc<dyn Store>,
    dispatcher: Dispatcher,
    settings: WorkerSettings,
    name: String,
    handled: AtomicU64,
}

impl<R: Reaction> Worker<R> {
    /// A worker called `name`, as no other worker alive is called (an instance's id).
    pub fn new(
        reaction: R,
        store: Arc<dyn Store>,
        dispatcher: Dispatcher,
        settings: WorkerSettings,
        name: impl Into<String>,
    ) -> Self {
        Self { reaction, store, dispatcher, settings, name: name.into(), handled: AtomicU64::new(0) }
    }

    /// A name for one handling of one event. Even the same event, delivered twice to the same worker at once, is
    /// two handlings, and only one of them may send.
    fn name_of_handling(&self) -> String {
        format!("{}/{}", self.name, self.handled.fetch_add(1, Ordering::Relaxed))
    }

    /// The time; not before an event of certflow's own that is handled at it, lest what another clock found due is
    /// not due here.
    fn now(&self, envelope: &Envelope) -> Timestamp {
        let now = self.dispatcher.clock.now();
        let sent = envelope.time.filter(|_| envelope.source.is_own());
        sent.filter(|sent| sent.duration_since(now) <= MAX_SKEW).map_or(now, |sent| sent.max(now))
    }

    /// Sends what is pending in `record`, which is ours, and marks it. Returns how much stays unsent.
    async fn dispatch(
        &self,
        order: &Order,
        record: &mut HistoryRecord,
        deadline: Option<Timestamp>,
    ) -> Result<usize, Error> {
        let Tried { results, pause } = self.dispatcher.send(order, record, deadline).await;
        if !results.is_empty() {
            let attempt = record.claim.as_ref().map_or(1, |claim| claim.attempt);
            let retry_at = self.dispatcher.clock.now() + backoff(attempt).max(pause);
            if !self.mark(record, &results, retry_at).await? {
                tracing::warn!(history = %record.key, "the claim was lost before its sends were marked");
            }
        }
        Ok(record.outbox.iter().filter(|entry| entry.delivery.is_pending()).count())
    }

    /// An unmarked letter is a letter that may go out twice, so the mark is tried as often as a decision is; it is
    /// safe to repeat.
    async fn mark(
        &self,
        record: &mut HistoryRecord,
        results: &[(usize, Delivery)],
        retry_at: Timestamp,
    ) -> Result<bool, Error> {
        let mut tried = 1;
        loop {
            match self.store.mark(record, results, retry_at).await {
                Ok(stands) => return Ok(stands),
                Err(StoreError::Throttled(_) | StoreError::Unavailable(_)) if tried < self.settings.tries => {
                    pause(tried).await;
                    tried += 1;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Waits before try `tried` + 1: 20 ms, doubled each time, up to a second.
async fn pause(tried: u32) {
    let wait = Duration::from_millis(20 << tried.saturating_sub(1).min(6));
    tokio::time::sleep(wait.min(Duration::from_secs(1))).await;
}
