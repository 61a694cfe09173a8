//! The queues of a stack as sources.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use procedure::event::Room;

use super::Source;
use crate::stack::sqs::{Received, Sqs};
use crate::stack::{Error, Stack};

/// How long a receive waits for a first message (long polling).
const WAIT: Duration = Duration::from_secs(5);

/// A queue of a stack.
pub struct QueueOf {
    queues: Arc<Sqs>,
    room: Room,
    arn: String,
    visibility: Duration,
}

/// The queues of `stack`, which has to be on this machine: elsewhere its own functions get the messages.
///
/// # Errors
/// [`Error::NotStandIn`]; [`Error`] when a queue does not answer.
pub async fn queues_of(stack: &Stack) -> Result<Vec<QueueOf>, Error> {
    if !stack.is_on_stand_in() {
        return Err(Error::NotStandIn);
    }
    let mut found = Vec::new();
    for room in Room::ALL {
        let queues = Arc::clone(stack.queues());
        let attributes = queues.attributes(queues.url(room)).await?;
        found.push(QueueOf { queues, room, arn: attributes.arn, visibility: attributes.visibility });
    }
    Ok(found)
}

#[async_trait]
impl Source for QueueOf {
    fn room(&self) -> Room {
        self.room
    }

    fn arn(&self) -> &str {
        &self.arn
    }

    fn visibility(&self) -> Duration {
        self.visibility
    }

    async fn receive(&self) -> Result<Vec<Received>, Error> {
        self.queues.receive(self.queues.url(self.room), WAIT, None).await
    }

    async fn delete(&self, receipt: &str) -> Result<(), Error> {
        self.queues.delete(self.queues.url(self.room), receipt).await
    }

    async fn hide_on(&self, receipt: &str) -> Result<(), Error> {
        self.queues.hide(self.queues.url(self.room), receipt, self.visibility).await
    }

    async fn is_empty(&self) -> Result<bool, Error> {
        let queue = self.queues.attributes(self.queues.url(self.room)).await?;
        Ok(queue.waiting + queue.in_flight + queue.delayed == 0)
    }
}
