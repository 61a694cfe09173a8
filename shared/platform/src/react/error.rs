//! Why an event was not handled. The queue brings it again.

use procedure::event::Room;
use procedure::vendor::VendorError;
use procedure::{Finding, Refusal};

use crate::store::{Cause, StoreError};

/// Why facts are missing.
#[derive(Debug, thiserror::Error)]
pub enum FactError {
    /// The facts themselves are a no, such as a mail that is not to be trusted. Recorded, not retried.
    #[error("{0}")]
    Refused(Refusal),
    /// The store did not answer.
    #[error("the store did not answer")]
    Store(#[from] StoreError),
    /// The vendor did not answer.
    #[error("the vendor did not answer")]
    Vendor(#[from] VendorError),
    /// Something else did not answer.
    #[error("{what} did not answer")]
    Unavailable {
        /// What, such as `the mail vault`.
        what: &'static str,
        /// Why.
        #[source]
        source: Cause,
    },
}

impl From<Refusal> for FactError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Why an event was not handled.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The message is no event this release can read. Nobody is there to be told, so it goes to the dead-letter
    /// queue; a later release may read it.
    #[error("not an event this release can read: {0}")]
    Undecodable(Finding),
    /// The event belongs to another function: the queues are wired wrongly.
    #[error("an event of type `{kind}` came to `{}`", .room.name())]
    Misrouted {
        /// Its type.
        kind: &'static str,
        /// The function it came to.
        room: Room,
    },
    /// The message refers to an event that the store does not hold.
    #[error("the data of event `{event}` is not in the store")]
    DataMissing {
        /// Its id.
        event: String,
    },
    /// Facts could not be gathered.
    #[error("facts are missing")]
    Facts(#[source] FactError),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// The order changed each time between load and commit.
    #[error("the order changed under each of {tries} decisions")]
    Contended {
        /// How many.
        tries: u32,
    },
    /// The function decided about another order than the event's: a fault of the function.
    #[error("the decision is about another order than the event")]
    WrongOrder,
    /// A message could not be put on a queue.
    #[error("a message could not be queued")]
    Queue(#[from] crate::dispatch::QueueError),
    /// The function broke off: a fault of the function. It costs this record alone.
    #[error("the function broke off")]
    Panicked,
    /// There was no time left for it.
    #[error("no time left before the deadline")]
    OutOfTime,
}
