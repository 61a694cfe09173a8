//! Between the queues of a stand-in and `cargo lambda watch`, which has no poller of its own: what Lambda's event source
//! mapping does, so that functions under development get their messages as in AWS.
//!
//! Batches of up to ten, `ReportBatchItemFailures`; what a function reports as failed stays hidden for its queue's
//! visibility time and comes back, and ends in the dead-letter queue by the queue's own count. While a function works,
//! its messages are kept hidden: the first call of `watch` compiles for minutes, and must not cost them their receipts.

mod batch;
mod invoke;
mod serve;
mod sqs;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use procedure::event::Room;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::MissedTickBehavior;

pub use invoke::Watch;
pub use serve::{Ended, serve};
pub use sqs::{QueueOf, queues_of};

use crate::stack::Error;
use crate::stack::sqs::Received;

/// The first pause after a queue failed; doubled each time, up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_millis(500);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A queue with the semantics of SQS, as a poller sees it.
#[async_trait]
pub(crate) trait Source: Send + Sync {
    /// The function it belongs to.
    fn room(&self) -> Room;
    /// Its name for AWS.
    fn arn(&self) -> &str;
    /// For how long a received message hides.
    fn visibility(&self) -> Duration;
    /// Takes up to ten messages; waits a while for the first.
    async fn receive(&self) -> Result<Vec<Received>, Error>;
    /// Deletes a received message.
    async fn delete(&self, receipt: &str) -> Result<(), Error>;
    /// Hides a received message for the visibility time from now on.
    async fn hide_on(&self, receipt: &str) -> Result<(), Error>;
    /// Whether nothing is on it: neither waiting nor hidden nor delayed.
    async fn is_empty(&self) -> Result<bool, Error>;
}

/// Calls a function.
#[async_trait]
pub(crate) trait Invoke: Send + Sync {
    /// Hands `event` to the function of `room`; the bytes of its answer, or why it failed.
    async fn invoke(&self, room: Room, event: Vec<u8>) -> Result<Vec<u8>, String>;
}

/// What happened, for people.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Moved {
    /// The function.
    pub function: &'static str,
    /// Messages it dealt with.
    pub handled: usize,
    /// Messages it failed on; they come back.
    pub failed: usize,
    /// Why all of them failed, when the call did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// Moves the messages of `source` until it is dropped. `told` hears of each batch.
pub(crate) async fn run(source: Arc<dyn Source>, invoke: Arc<dyn Invoke>, told: UnboundedSender<Moved>) {
    let mut pause = PAUSE;
    loop {
        let moved = step(&*source, &*invoke).await;
        let (wait, moved) = match moved {
            Ok(moved) => {
                pause = PAUSE;
                (Duration::ZERO, moved)
            }
            Err(error) => {
                let wait = pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
                let problem = Some(error.to_string());
                (wait, Some(Moved { function: source.room().name(), handled: 0, failed: 0, problem }))
            }
        };
        if let Some(moved) = moved
            && told.send(moved).is_err()
        {
            return;
        }
        tokio::time::sleep(wait).await;
    }
}

/// One batch: received, handed over, deleted as far as it was dealt with. `None` when nothing was there.
async fn step(source: &dyn Source, invoke: &dyn Invoke) -> Result<Option<Moved>, Error> {
    let messages = source.receive().await?;
    if messages.is_empty() {
        return Ok(None);
    }
    let room = source.room();
    let answer = held(source, &messages, invoke.invoke(room, batch::event(source.arn(), &messages))).await;
    let result = answer.and_then(|answer| batch::failed(&answer, &messages));
    let (failed, problem) = match result {
        Ok(failed) => (failed, None),
        // As Lambda has it: a call that fails, or answers what cannot be read, has failed for every message.
        Err(problem) => (messages.iter().map(|message| message.id.clone()).collect(), Some(problem)),
    };
    for message in messages.iter().filter(|message| !failed.contains(&message.id)) {
        source.delete(&message.receipt).await?;
    }
    let handled = messages.len() - failed.len();
    Ok(Some(Moved { function: room.name(), handled, failed: failed.len(), problem }))
}

/// `work`, with `messages` kept hidden meanwhile.
async fn held<T>(source: &dyn Source, messages: &[Received], work: impl Future<Output = T>) -> T {
    // At least a second: a queue may hide for none.
    let every = (source.visibility() / 2).max(Duration::from_secs(1));
    let mut ticks = tokio::time::interval_at(tokio::time::Instant::now() + every, every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            _ = ticks.tick() => {
                for message in messages {
                    if let Err(error) = source.hide_on(&message.receipt).await {
                        tracing::warn!(%error, "a message may be delivered a second time");
                    }
                }
            }
        }
    }
}
