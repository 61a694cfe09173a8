//! `certificate-issued`: the certificate is fetched, verified, recorded and announced, and its watch set (R52–R57).

pub mod decide;
pub mod facts;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use platform::react::{FactError, Gather, Reaction};
use procedure::event::{Event, Room, misrouted};
use procedure::order::{Order, existing};
use procedure::{Decision, Moment, Refusal};

use facts::Facts;

/// The function.
#[derive(Debug, Clone, Copy, Default)]
pub struct Function;

#[async_trait]
impl Reaction for Function {
    type Facts = Facts;

    fn room(&self) -> Room {
        Room::CertificateIssued
    }

    async fn gather(
        &self,
        cx: &Gather<'_>,
        order: Option<&Order>,
        event: &Event,
    ) -> Result<Facts, FactError> {
        facts::gather(cx, order, event).await
    }

    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        facts: Facts,
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal> {
        match event {
            Event::CertificateIssued(_) => decide::issued(existing(order)?, &facts, at),
            Event::CertificateInstalled(event) => decide::installed(existing(order)?, event, at),
            other => Err(misrouted(other)),
        }
    }
}
