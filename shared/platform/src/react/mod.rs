//! The one path that every event takes through a function.
//!
//! decode → load (one strongly consistent read) → gather facts → decide (pure) → commit (one transaction) → dispatch
//! → mark (one write) → acknowledge.
//!
//! - A refusal is an answer: it is recorded with the event, and in the history of its order. An error is retried by
//!   the queue and ends in its dead-letter queue.
//! - The transaction writes the outbox claimed by the worker that commits. What a crash leaves unsent is taken over
//!   by the next delivery of the event, or by the sweep, once the claim is over.
//! - An event that is applied already is never decided again, whichever way it comes back.

mod batch;
mod error;
mod leftover;
mod line;
mod outcome;
mod reaction;
#[cfg(test)]
mod tests;
mod worker;

pub use batch::{BatchLimits, Handler, Record, handle_batch};
pub use error::{Error, FactError};
pub use leftover::outbox_left_behind;
pub(crate) use line::logged;
pub use outcome::Outcome;
pub use reaction::{Gather, Reaction};
pub use worker::{Worker, WorkerSettings};
