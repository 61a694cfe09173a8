//! `renewal-sweep`: what is due, of every kind, becomes events (R4, R8, R88), and so does what changed at a vendor (R18).
//!
//! It decides nothing about an order: each event it sends is decided by the function it belongs to, on the order as it
//! is then. How it finds what is due is [`platform::sweep`]; what changed, [`platform::poll`].

use async_trait::async_trait;
use jiff::Timestamp;
use platform::poll::Poller;
use platform::react::{Error, Handler, Outcome};
use platform::sweep::Sweeper;

/// The function: the sweep, and after each the poll, should its time have come.
pub struct Function {
    /// The sweep.
    pub sweeper: Sweeper,
    /// The poll.
    pub poller: Poller,
}

#[async_trait]
impl Handler for Function {
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        let outcome = self.sweeper.handle(body, deadline).await?;
        // A vendor that does not answer holds up no sweep: the next one asks again.
        if let Err(error) = self.poller.run().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the poll did not finish");
        }
        Ok(outcome)
    }
}
