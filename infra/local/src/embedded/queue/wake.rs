//! Telling receivers when to look again, so that nobody polls hot.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::{Error, Queue};

/// How often a waiting receiver checks whether another process has changed the file: one cheap read.
const GLANCE: Duration = Duration::from_millis(200);

/// One bell per queue that somebody listens to. A `watch` keeps the last ring, where a `Notify` could miss one
/// between a receiver's look and its wait.
#[derive(Debug)]
pub(super) struct Bells {
    /// Whether other processes can reach the queues.
    shared: bool,
    bells: Mutex<HashMap<String, watch::Sender<()>>>,
}

impl Bells {
    pub(super) fn new(shared: bool) -> Self {
        Self { shared, bells: Mutex::default() }
    }

    pub(super) fn ring(&self, queue: &str) {
        let bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bell) = bells.get(queue) {
            bell.send_replace(());
        }
    }

    pub(super) fn listen(&self, queue: &str) -> watch::Receiver<()> {
        let mut bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        bells.entry(queue.to_owned()).or_default().subscribe()
    }
}

/// Waits for news of one queue. See [`Queue::wake`].
#[derive(Debug)]
pub struct Wake {
    queue: Queue,
    bell: watch::Receiver<()>,
    /// The file's version at the last look, as far as other processes changed it.
    seen: Option<i64>,
}

impl Wake {
    pub(super) fn new(queue: Queue, bell: watch::Receiver<()>) -> Self {
        Self { queue, bell, seen: None }
    }

    /// Returns when a message was sent to the queue or given back since the last call, by this process at once, by
    /// another within 0.2 s; or when `patience` is over, which is the time until [`Queue::next_visible`]. May return
    /// early: look, and wait again.
    ///
    /// # Errors
    /// Those of a look at the file.
    pub async fn wait(&mut self, patience: Duration) -> Result<(), Error> {
        let shared = self.queue.bells.shared;
        if shared && self.seen.is_none() {
            // What others did before the first wait is unknown: the receiver looks once more.
            self.seen = Some(self.queue.version().await?);
            return Ok(());
        }
        let end = Instant::now() + patience;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let pause = if shared { left.min(GLANCE) } else { left };
            // An error is a bell whose queue is gone: look again, as after a ring.
            if tokio::time::timeout(pause, self.bell.changed()).await.is_ok() {
                return Ok(());
            }
            let foreign = shared && {
                let version = self.queue.version().await?;
                self.seen.replace(version) != Some(version)
            };
            if foreign || pause == left {
                return Ok(());
            }
        }
    }
}
