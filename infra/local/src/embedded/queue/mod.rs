//! A durable queue on one machine with the semantics of SQS, in one SQLite file that several processes share.
//!
//! At least once, in no promised order: a message that is received hides for its visibility time and comes back
//! unless it is deleted; after too many receipts it goes to the dead-letter queue (DLQ) of its queue. A send is
//! answered once it is on the disk; receipts and deletions may be lost to a power failure, which costs a repeat.
//! Time is an argument everywhere, so that simulated time works.

mod error;
mod limits;
mod message;
mod schema;
mod statements;
mod wake;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

pub use self::error::{Error, Invalid};
pub use self::limits::{MAX_BATCH, MAX_BODY, MAX_DELAY, MAX_REASON, MAX_VISIBILITY};
pub use self::message::{Counts, Dead, Message, MessageId, Receipt};
use self::schema::Store;
use self::wake::Bells;
pub use self::wake::Wake;
use super::worker::Worker;

/// The queues of one file, or of memory. Clones share them.
#[derive(Debug, Clone)]
pub struct Queue {
    worker: Arc<Worker<Store>>,
    bells: Arc<Bells>,
}

impl Queue {
    /// Opens the queues in the file `path`, created where missing (mode 0600), or empty ones in memory.
    ///
    /// A message that has been received `max_receives` times without being deleted goes to the DLQ at its next
    /// turn (SQS `maxReceiveCount`).
    ///
    /// # Errors
    /// [`Error::File`] or [`Error::Database`] when the file cannot be used.
    pub async fn open(path: Option<&Path>, max_receives: NonZeroU32) -> Result<Self, Error> {
        let worker = match path {
            None => Worker::inline(Store::in_memory(max_receives)?),
            Some(path) => {
                let path = path.to_owned();
                Worker::thread("queue", move || schema::open(&path, max_receives)).await?
            }
        };
        let shared = path.is_some();
        Ok(Self { worker: Arc::new(worker), bells: Arc::new(Bells::new(shared)) })
    }

    /// Puts `body` on `queue`, to be received from `now + delay` on. Durable when it returns.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a queue name, body or delay that SQS would refuse ([`MAX_BODY`], [`MAX_DELAY`]).
    pub async fn send(
        &self,
        queue: &str,
        body: impl Into<String>,
        delay: Duration,
        now: Timestamp,
    ) -> Result<MessageId, Error> {
        let (name, body) = (limits::queue_name(queue)?, limits::body(body.into())?);
        let visible = limits::later(now, delay, MAX_DELAY, "delay")?;
        let sent = self.write(move |store| store.send(&name, &body, now, visible)).await?;
        self.bells.ring(queue);
        Ok(sent)
    }

    /// Takes up to `max` messages (1 to [`MAX_BATCH`]) that are visible at `now`, and hides each for `visibility`.
    /// Messages that have had their receipts go to the DLQ instead.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a queue name, number or visibility ([`MAX_VISIBILITY`]) that SQS would refuse.
    pub async fn receive(
        &self,
        queue: &str,
        max: usize,
        visibility: Duration,
        now: Timestamp,
    ) -> Result<Vec<Message>, Error> {
        let (name, max) = (limits::queue_name(queue)?, limits::batch(max)?);
        let visible = limits::later(now, visibility, MAX_VISIBILITY, "visibility")?;
        self.lazily(move |store| store.receive(&name, max, now, visible)).await
    }

    /// Deletes a received message for good. `false` when the receipt is no longer the newest: somebody else has
    /// the message now, or it is gone; that is no error.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Stopped`].
    pub async fn delete(&self, receipt: &Receipt) -> Result<bool, Error> {
        let receipt = receipt.clone();
        self.lazily(move |store| store.delete(&receipt)).await
    }

    /// Hides a received message until `now + visibility`; zero gives it back at once. `false` as for
    /// [`Queue::delete`].
    ///
    /// # Errors
    /// [`Error::Invalid`] for a visibility above [`MAX_VISIBILITY`].
    pub async fn change_visibility(
        &self,
        receipt: &Receipt,
        visibility: Duration,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.put_back(receipt, visibility, None, now).await
    }

    /// Gives a received message back after a failure, to be tried again from `now + visibility` on. `reason`
    /// (cut at [`MAX_REASON`]; no personal data) is what the DLQ shows if this was the last try.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a visibility above [`MAX_VISIBILITY`].
    pub async fn fail(
        &self,
        receipt: &Receipt,
        visibility: Duration,
        reason: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.put_back(receipt, visibility, Some(limits::reason(reason)), now).await
    }

    async fn put_back(
        &self,
        receipt: &Receipt,
        visibility: Duration,
        reason: Option<String>,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let visible = limits::later(now, visibility, MAX_VISIBILITY, "visibility")?;
        let taken = receipt.clone();
        let changed = self.lazily(move |store| store.hide(&taken, visible, reason.as_deref())).await?;
        if changed {
            self.bells.ring(&receipt.queue);
        }
        Ok(changed)
    }

    /// The oldest `limit` messages in the DLQ of `queue`, with the reason each is there; takes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a queue name that SQS would refuse.
    pub async fn peek(&self, queue: &str, limit: usize) -> Result<Vec<Dead>, Error> {
        let name = limits::queue_name(queue)?;
        self.lazily(move |store| store.peek(&name, limit)).await
    }

    /// Puts messages of the DLQ of `queue` back, visible at `now` and with their receipts forgotten: one, or all.
    /// Returns how many. Durable when it returns.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a queue name that SQS would refuse.
    pub async fn redrive(
        &self,
        queue: &str,
        only: Option<MessageId>,
        now: Timestamp,
    ) -> Result<usize, Error> {
        let name = limits::queue_name(queue)?;
        let moved = self.write(move |store| store.redrive(&name, only, now)).await?;
        if moved > 0 {
            self.bells.ring(queue);
        }
        Ok(moved)
    }

    /// Deletes a message of the DLQ of `queue` for good; `false` when there is none of this id.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a queue name that SQS would refuse.
    pub async fn discard(&self, queue: &str, id: MessageId) -> Result<bool, Error> {
        let name = limits::queue_name(queue)?;
        self.lazily(move |store| store.discard(&name, id)).await
    }

    /// What each queue holds at `now`; a queue exists from its first message on.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Stopped`].
    pub async fn counts(&self, now: Timestamp) -> Result<BTreeMap<String, Counts>, Error> {
        self.lazily(move |store| store.counts(now)).await
    }

    /// When the next message becomes visible, of `queue` or of all: in the past if one is waiting, `None` if none
    /// is left. A simulation jumps there.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a queue name that SQS would refuse.
    pub async fn next_visible(&self, queue: Option<&str>) -> Result<Option<Timestamp>, Error> {
        let name = queue.map(limits::queue_name).transpose()?;
        self.lazily(move |store| store.next_visible(name.as_deref())).await
    }

    /// Tells a receiver of `queue` when to look again. Get it before the first look: what is sent from then on is
    /// not missed.
    pub fn wake(&self, queue: &str) -> Wake {
        Wake::new(self.clone(), self.bells.listen(queue))
    }

    /// Closes the file; returns once that is done. Later calls fail with [`Error::Stopped`].
    pub async fn close(self) {
        self.worker.close().await;
    }

    /// Changes whenever another process has changed the file.
    async fn version(&self) -> Result<i64, Error> {
        self.lazily(|store| store.version()).await
    }

    async fn write<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, Error> + Send + 'static,
    ) -> Result<R, Error> {
        self.worker.run(Result::is_ok, work).await?
    }

    async fn lazily<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, Error> + Send + 'static,
    ) -> Result<R, Error> {
        self.worker.run(|_| false, work).await?
    }
}

#[cfg(test)]
mod tests;
