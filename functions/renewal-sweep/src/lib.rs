//! `renewal-sweep`: what is due, of every kind, becomes events (R4, R8, R88), and so does what changed at a vendor (R18).
//!
//! It decides nothing about an order: each event it sends is decided by the function it belongs to, on the order as it
//! is then. How it finds what is due is [`platform::sweep`]; what changed, [`platform::poll`].

#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use platform::poll::{PollError, Polled, Poller};
use platform::react::{Error, Handler, Outcome};
use platform::sweep::{Sweeper, Swept};
use tokio::sync::Mutex;

/// What a poll leaves of the time, for the answer that the sweep is done.
const MARGIN: SignedDuration = SignedDuration::from_secs(2);
/// How old a poll may get that goes on and on; then another begins in its place.
const OLDEST: SignedDuration = SignedDuration::from_mins(30);

/// The function: the sweep, and after each the poll, should its time have come.
pub struct Function {
    sweeper: Sweeper,
    poller: Arc<Poller>,
    /// The poll that there was no more time for, and since when it runs.
    begun: Mutex<Option<(Timestamp, Poll)>>,
}

type Poll = Pin<Box<dyn Future<Output = Result<Polled, PollError>> + Send>>;

impl Function {
    /// The function with its sweep and its poll.
    pub fn new(sweeper: Sweeper, poller: Poller) -> Self {
        Self { sweeper, poller: Arc::new(poller), begun: Mutex::new(None) }
    }

    /// Polls while there is time; whether vendors were asked and all is queued. A vendor that does not answer, or
    /// answers with more than there is time for, holds up no sweep: the next one goes on where this one stopped, or, in
    /// another process, where the last poll that finished did.
    async fn poll(&self, deadline: Option<Timestamp>) -> bool {
        let now = self.sweeper.clock.now();
        let left = deadline.map_or(SignedDuration::MAX, |deadline| deadline.duration_since(now) - MARGIN);
        let Some(left) = Duration::try_from(left).ok().filter(|left| !left.is_zero()) else {
            tracing::warn!("no time left to poll");
            return false;
        };
        // Of sweeps at once, one polls.
        let Ok(mut begun) = self.begun.try_lock() else { return false };
        let young = begun.take().filter(|(since, _)| now.duration_since(*since) < OLDEST);
        let (since, mut poll) = young.unwrap_or_else(|| {
            let poller = Arc::clone(&self.poller);
            (now, Box::pin(async move { poller.run().await }))
        });
        match tokio::time::timeout(left, &mut poll).await {
            Ok(Ok(polled)) => polled.vendors > 0,
            Ok(Err(error)) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the poll did not finish");
                false
            }
            Err(_) => {
                tracing::warn!(%since, "the poll did not finish in time; the next sweep goes on with it");
                *begun = Some((since, poll));
                false
            }
        }
    }
}

#[async_trait]
impl Handler for Function {
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        match self.sweeper.handle(body, deadline).await? {
            Outcome::Swept(swept) => {
                let polled = self.poll(deadline).await;
                Ok(Outcome::Swept(Swept { polled, ..swept }))
            }
            other => Ok(other),
        }
    }
}
