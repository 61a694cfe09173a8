//! Work on the queues: until they are empty, or for as long as `certflow serve` runs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::stream;
use platform::react::{Error, Outcome};
use platform::trace;
use procedure::OrderId;
use procedure::event::Room;
use tokio::sync::watch;

use super::{Machine, MachineError, Rooms};
use crate::embedded::queue::Message;

/// Messages taken at once.
const BATCH: usize = 10;
/// Messages of one function handled at once by `certflow serve`.
const AT_ONCE: usize = 4;
/// What is kept of a lease to mark what was sent.
const RESERVE: Duration = Duration::from_secs(1);
/// The longest time a message that failed waits for its next try.
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

/// What was done.
#[derive(Debug, Default)]
pub struct Pumped {
    /// Messages handled.
    pub handled: usize,
    /// Messages that failed and will be tried again.
    pub failed: usize,
    /// The orders that changed, with the version each change made, in the order of handling.
    pub applied: Vec<(OrderId, u64)>,
    /// Why the last one that failed did.
    pub problem: Option<String>,
    /// Whether the queues were empty at the end.
    pub idle: bool,
}

impl Machine {
    /// Works on the queues until nothing is to be had from them, or for `patience`. For whoever holds the folder.
    ///
    /// # Errors
    /// [`MachineError::Queue`].
    pub async fn pump(&self, rooms: &Rooms, patience: Duration) -> Result<Pumped, MachineError> {
        let began = Instant::now();
        let mut pumped = Pumped::default();
        while began.elapsed() < patience {
            let counts = self.queue().counts(self.now()).await?;
            let waiting = |room: &Room| counts.get(room.name()).is_some_and(|count| count.visible > 0);
            let busy: Vec<Room> = Room::ALL.into_iter().filter(waiting).collect();
            if busy.is_empty() {
                self.compact().await?;
                pumped.idle = true;
                break;
            }
            for room in busy {
                let messages =
                    self.queue().receive(room.name(), BATCH, self.visibility(), self.now()).await?;
                for message in messages {
                    let result = self.handle(rooms, room, message).await?;
                    pumped.count(&result);
                }
            }
        }
        Ok(pumped)
    }

    /// Works on the queue of `room` until `stop` says true; finishes what it has begun.
    ///
    /// # Errors
    /// [`MachineError::Queue`]: the queues are unusable.
    pub async fn work(
        self: Arc<Self>,
        rooms: Rooms,
        room: Room,
        mut stop: watch::Receiver<bool>,
    ) -> Result<(), MachineError> {
        let mut wake = self.queue().wake(room.name());
        while !*stop.borrow() {
            let messages = self.queue().receive(room.name(), BATCH, self.visibility(), self.now()).await?;
            if messages.is_empty() {
                let next = self.queue().next_visible(Some(room.name())).await?;
                let until = next.map(|next| next.duration_since(self.now()));
                let patience = until.and_then(|until| Duration::try_from(until).ok());
                let patience = patience
                    .unwrap_or(Duration::MAX)
                    .clamp(Duration::from_millis(10), Duration::from_secs(60));
                tokio::select! {
                    woken = wake.wait(patience) => woken?,
                    // An error means that the one who stops us is gone: stop as well.
                    _ = stop.changed() => {}
                }
                continue;
            }
            let handled = stream::iter(messages)
                .map(|message| self.handle(&rooms, room, message))
                .buffer_unordered(AT_ONCE)
                .collect::<Vec<_>>()
                .await;
            for result in handled {
                // How one event ended is in the log and with the event; only broken queues stop the work.
                drop(result?);
            }
        }
        Ok(())
    }

    /// Handles one message on a task of its own, so that a fault costs this message alone.
    async fn handle(
        &self,
        rooms: &Rooms,
        room: Room,
        message: Message,
    ) -> Result<Result<Outcome, String>, MachineError> {
        let Some(handler) = rooms.handler(room).map(Arc::clone) else {
            return Ok(Err(format!("no function for `{}`", room.name())));
        };
        let limit = self.visibility().saturating_sub(RESERVE);
        let deadline = self.now() + limit;
        let (receipt, attempts) = (message.receipt, message.attempts);
        let body = message.body;
        let work = tokio::spawn(async move {
            let handling = handler.handle(body.as_bytes(), Some(deadline));
            match trace::of_body(body.as_bytes()) {
                Some(trace) => trace::within(trace, handling).await,
                None => handling.await,
            }
        });
        let abort = work.abort_handle();
        let result = match tokio::time::timeout(limit, work).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Error::Panicked),
            Err(_) => {
                abort.abort();
                Err(Error::OutOfTime)
            }
        };
        let result = result.map_err(|error| chain(&error));
        match &result {
            Ok(_) => self.queue().delete(&receipt).await?,
            Err(reason) => {
                tracing::error!(queue = room.name(), %reason, attempts, "a message failed");
                self.queue().fail(&receipt, pause(attempts), reason, self.now()).await?
            }
        };
        Ok(result)
    }

    /// For how long a message that is taken belongs to whoever took it: as long as its sends do.
    fn visibility(&self) -> Duration {
        Duration::from_secs(u64::from(self.settings().work.lease_seconds))
    }
}

impl Pumped {
    fn count(&mut self, result: &Result<Outcome, String>) {
        match result {
            Ok(outcome) => {
                self.handled += 1;
                if let Outcome::Applied { order, version, .. } = outcome {
                    self.applied.push((order.clone(), *version));
                }
            }
            Err(reason) => {
                self.failed += 1;
                self.problem = Some(reason.clone());
            }
        }
    }
}

/// After the `attempts`th failure: 5 s, doubled each time, up to a quarter of an hour.
fn pause(attempts: u32) -> Duration {
    let doubled = 5_u64 << attempts.saturating_sub(1).min(10);
    Duration::from_secs(doubled).min(LONGEST_PAUSE)
}

/// The error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_fails_is_tried_ever_more_rarely() {
        let seconds: Vec<u64> = (0..12).map(|attempts| pause(attempts).as_secs()).collect();
        assert_eq!(seconds, [5, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]);
    }
}
