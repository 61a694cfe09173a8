//! Whom to ask.

use async_trait::async_trait;
use procedure::preflight::{Failure, Question, Seen};
use tokio::time::Instant;

/// Somebody who can be asked about the DNS.
#[async_trait]
pub trait Lookup: Send + Sync {
    /// The answer to one question. What stays unanswered at `until` is a [`Failure::Timeout`].
    async fn look_up(&self, question: &Question, until: Instant) -> Seen;
}

/// Nobody: for work offline, and where pre-flight is switched off. Every answer is [`Failure::NotAsked`].
#[derive(Debug, Clone, Copy, Default)]
pub struct NoLookup;

#[async_trait]
impl Lookup for NoLookup {
    async fn look_up(&self, _: &Question, _: Instant) -> Seen {
        Seen::failed(Failure::NotAsked)
    }
}

/// Nobody who answers: every answer is this failure. For a resolver that could not even be set up.
#[derive(Debug, Clone, Copy)]
pub struct Silent(pub Failure);

#[async_trait]
impl Lookup for Silent {
    async fn look_up(&self, _: &Question, _: Instant) -> Seen {
        Seen::failed(self.0)
    }
}
