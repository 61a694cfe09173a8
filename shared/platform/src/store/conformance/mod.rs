//! What every store must do. Each check gets a store of its own; a check that fails panics.
//!
//! The store in memory and the store on DynamoDB pass the same checks, so that what is simulated on the one holds on
//! the other.

#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a store that fails a check must fail its test"
)]

mod commit;
mod erasure;
mod events;
mod fixture;
mod index;
mod lists;
mod outbox;
mod race;
mod sweep;

pub use fixture::{Case, order_of, sends};

use super::Store;

/// Runs every check, each on a store from `fresh`.
pub async fn run<S: Store>(fresh: impl AsyncFn() -> S) {
    commit::run(&fresh).await;
    erasure::run(&fresh).await;
    events::run(&fresh).await;
    index::run(&fresh).await;
    lists::run(&fresh).await;
    outbox::run(&fresh).await;
    race::run(&fresh).await;
    sweep::run(&fresh).await;
}
