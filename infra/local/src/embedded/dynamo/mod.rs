//! A DynamoDB inside the process, behind the real SDK client.
//!
//! No socket lies between the client and the database, so an event costs no loopback TCP. Differences to AWS: no
//! `TransactionConflict`, every read is strongly consistent, and one process owns the file.

mod connector;
mod dispatch;
mod store;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::Client;

pub(super) use self::connector::{BEHAVIOR, REGION};
pub(super) use self::dispatch::Answer;
use self::dispatch::{Effect, Operation};
use self::store::Store;
use super::worker::Worker;
use super::{Error, Stopped};

/// An open database. Clones share it; it closes with the last clone and client, or at [`Embedded::close`].
#[derive(Debug, Clone)]
pub struct Embedded {
    core: Arc<Core>,
    client: Client,
}

impl Embedded {
    /// Opens the database in the file `path`, created where missing (mode 0600), or an empty one in memory.
    ///
    /// A file belongs to one process at a time: the lock lies in `<path>.lock` and ends with the process. Every
    /// answer to a write comes after the disk has flushed it, so a write that was answered survives `kill -9` and,
    /// on a disk that honours flushes, a power loss.
    ///
    /// # Errors
    /// [`Error::InUse`] when another process, or this one, holds the file; [`Error::File`] and
    /// [`Error::Database`] when it cannot be used; [`Error::Thread`] when no thread can be started.
    pub async fn open(path: Option<&Path>) -> Result<Self, Error> {
        let worker = match path {
            None => Worker::inline(Store::in_memory()?),
            Some(path) => {
                let path = path.to_owned();
                Worker::thread("dynamodb", move || store::open(&path)).await?
            }
        };
        let core = Arc::new(Core { worker, calls: Default::default(), answered: AtomicU64::new(0) });
        let client = connector::client(&core);
        Ok(Self { core, client })
    }

    /// A client of this database. It never retries: between it and the database nothing gets lost.
    ///
    /// Where a caller sets no `ClientRequestToken`, none is used; one that is set has its ten minutes, which the
    /// engine pays for with a walk over all tokens it remembers at every transaction.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// How often each operation has been called since the database was opened, by its DynamoDB name.
    pub fn calls(&self) -> BTreeMap<&'static str, u64> {
        Operation::ALL
            .iter()
            .zip(&self.core.calls)
            .map(|(operation, count)| (operation.name(), count.load(Ordering::Relaxed)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// Deletes the items whose time to live has passed, by the machine's clock, and returns how many. Other calls
    /// go on in between, as on AWS, where it happens unasked.
    ///
    /// # Errors
    /// [`Error::Stopped`] when the database is closed, [`Error::Database`] when the engine fails.
    pub async fn sweep_expired(&self) -> Result<usize, Error> {
        let handle = self.core.worker.run(|_| false, |store| store.handle()).await?;
        tokio::task::spawn_blocking(move || handle.sweep_expired()).await.map_err(|_| Stopped::Panicked)?
    }

    /// Rewrites the file without what deleted and overwritten items left in it, and empties its log. Other calls wait.
    ///
    /// # Errors
    /// [`Error::Stopped`] when the database is closed, [`Error::Database`] when the engine fails.
    pub async fn compact(&self) -> Result<(), Error> {
        self.core.worker.run(|_| true, |store| store.compact()).await?
    }

    /// Closes the database and releases its file; returns once that is done. Clients that are left over fail.
    pub async fn close(self) {
        self.core.worker.close().await;
    }

    pub(super) fn core(&self) -> &Arc<Core> {
        &self.core
    }
}

/// The database without its client, as the transports share it.
#[derive(Debug)]
pub(super) struct Core {
    worker: Worker<Store>,
    calls: [AtomicU64; Operation::ALL.len()],
    answered: AtomicU64,
}

impl Core {
    /// Answers one DynamoDB request: `target` is its header `x-amz-target`, `body` its JSON.
    pub(super) async fn call(&self, target: &str, body: &[u8]) -> Answer {
        let Some(operation) = Operation::from_target(target) else {
            return Answer::unknown_operation();
        };
        self.calls[operation as usize].fetch_add(1, Ordering::Relaxed);
        let work = match operation.prepare(body) {
            Ok(work) => work,
            Err(answer) => return answer,
        };
        let must_last = match operation.effect() {
            Effect::Reads => |_: &Answer| false,
            Effect::Writes => Answer::succeeded,
        };
        let answer = self.worker.run(must_last, move |store| work(store.database())).await;
        answer.unwrap_or_else(|stopped| Answer::fault(&stopped.to_string()))
    }

    /// The next request id, for the header `x-amzn-requestid`.
    pub(super) fn request_id(&self) -> String {
        format!("{:052}", self.answered.fetch_add(1, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests;
