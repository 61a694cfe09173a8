//! A batch of messages: one bad record never fails the others.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use async_trait::async_trait;
use futures::{FutureExt as _, StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use tracing::field::display;

use super::{Error, Outcome};
use crate::Clock;
use crate::envelope::Envelope;

/// Whoever deals with the messages of a queue.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Deals with one message. Nothing new is begun after `deadline`.
    ///
    /// # Errors
    /// See [`Error`]; the message stays on its queue.
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error>;
}

/// A message of a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The queue's id of this delivery.
    pub id: String,
    /// Its body.
    pub body: Vec<u8>,
}

/// Limits of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchLimits {
    /// When the process may be stopped.
    pub deadline: Timestamp,
    /// How much of that is kept for answering; records not begun or not finished before it are failed.
    pub reserve: SignedDuration,
    /// Records handled at once; at least 1. Two of one order are as safe as one after the other.
    pub at_once: usize,
}

/// Deals with every record. Returns the ids of those that failed, for the queue to deliver again
/// (`batchItemFailures` of SQS).
pub async fn handle_batch(
    handler: &dyn Handler,
    records: &[Record],
    limits: &BatchLimits,
    clock: &dyn Clock,
) -> Vec<String> {
    let until = limits.deadline - limits.reserve;
    let results = stream::iter(records).map(|record| async move {
        let began = clock.now();
        let result = within(handler, record, until, clock).await;
        if let Err(error @ (Error::Panicked | Error::OutOfTime | Error::Undecodable(_))) = &result {
            log(record, error, clock.now().duration_since(began));
        }
        result.is_err().then(|| record.id.clone())
    });
    results.buffered(limits.at_once.max(1)).filter_map(std::future::ready).collect().await
}

/// Logs what the handler did not come to log itself, by every id that the record tells (R90).
fn log(record: &Record, error: &Error, lasted: SignedDuration) {
    let envelope = Envelope::decode(&record.body).ok();
    let event = envelope.as_ref().map(|envelope| display(&envelope.id));
    let order = envelope.as_ref().and_then(|envelope| envelope.subject.as_ref()).map(display);
    let ms = u64::try_from(lasted.as_millis()).unwrap_or_default();
    tracing::error!(record = record.id, event, order, ms, %error, "record failed");
}

/// Handles one record. Cutting it off in the middle is a crash like any other, and as safe.
async fn within(
    handler: &dyn Handler,
    record: &Record,
    until: Timestamp,
    clock: &dyn Clock,
) -> Result<Outcome, Error> {
    let left = Duration::try_from(until.duration_since(clock.now())).unwrap_or_default();
    if left.is_zero() {
        return Err(Error::OutOfTime);
    }
    let handled = AssertUnwindSafe(handler.handle(&record.body, Some(until))).catch_unwind();
    match tokio::time::timeout(left, handled).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(Error::Panicked),
        Err(_) => Err(Error::OutOfTime),
    }
}
