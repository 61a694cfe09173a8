//! The platform's queues, on this machine's.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use platform::Clock;
use platform::dispatch::{Queue as Port, QueueError};
use platform::trace;
use procedure::event::Room;

use crate::embedded::Queue;

/// The queues of a data folder, one per function.
pub(super) struct Queues {
    queue: Queue,
    clock: Arc<dyn Clock>,
}

impl Queues {
    pub(super) fn new(queue: Queue, clock: Arc<dyn Clock>) -> Self {
        Self { queue, clock }
    }
}

#[async_trait]
impl Port for Queues {
    async fn send(&self, room: Room, body: &[u8]) -> Result<(), QueueError> {
        let body = String::from_utf8(trace::continued(body)).map_err(|error| QueueError(error.into()))?;
        let sent = self.queue.send(room.name(), body, Duration::ZERO, self.clock.now()).await;
        sent.map(drop).map_err(|error| QueueError(error.into()))
    }
}
