//! What became of a message.

use procedure::{OrderId, Refusal};

use crate::sweep::Swept;

/// How a message was dealt with; each is acknowledged.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The event changed its order, or told or sent something.
    Applied {
        /// The order.
        order: OrderId,
        /// Its version after it.
        version: u64,
        /// Sends that did not succeed; the sweep tries them again.
        unsent: usize,
    },
    /// The event changed nothing.
    Ignored,
    /// The answer is no.
    Refused(Refusal),
    /// The event was dealt with before; what it had left unsent was sent, save `unsent`.
    Repeated {
        /// Sends that did not succeed.
        unsent: usize,
    },
    /// Somebody else is sending what the event has to send.
    InProgress,
    /// What was due is on its queues.
    Swept(Swept),
}

impl Outcome {
    /// A word for logs and metrics.
    pub const fn word(&self) -> &'static str {
        match self {
            Outcome::Applied { .. } => "applied",
            Outcome::Ignored => "ignored",
            Outcome::Refused(_) => "refused",
            Outcome::Repeated { .. } => "repeated",
            Outcome::InProgress => "in_progress",
            Outcome::Swept(_) => "swept",
        }
    }
}
