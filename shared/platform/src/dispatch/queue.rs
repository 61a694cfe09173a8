//! The queues.

use async_trait::async_trait;
use procedure::event::Room;

/// Why a message is not on its queue, or may not be.
#[derive(Debug, thiserror::Error)]
#[error("the queue did not take the message")]
pub struct QueueError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Puts messages on queues. Each may be delivered more than once and in any order.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Puts `body`, at most 256 KiB of JSON, on the queue of `room`, durably.
    ///
    /// # Errors
    /// [`QueueError`]; sending again is safe, as an event's id stays the same.
    async fn send(&self, room: Room, body: &[u8]) -> Result<(), QueueError>;
}
