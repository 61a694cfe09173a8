//! `order-instructed`: what staff and customers instruct: hold, release, reject, cancel, resend, revoke (A26).

pub mod decide;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use platform::react::{FactError, Gather, Reaction};
use procedure::event::{Event, Room, misrouted};
use procedure::order::{Order, existing};
use procedure::{Decision, Moment, Refusal};

/// The function.
#[derive(Debug, Clone, Copy, Default)]
pub struct Function;

#[async_trait]
impl Reaction for Function {
    type Facts = ();

    fn room(&self) -> Room {
        Room::OrderInstructed
    }

    async fn gather(&self, _: &Gather<'_>, _: Option<&Order>, _: &Event) -> Result<(), FactError> {
        Ok(())
    }

    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        (): (),
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal> {
        match event {
            Event::OrderHeld(event) => decide::held(existing(order)?, event, at),
            Event::OrderReleased(_) => decide::released(existing(order)?),
            Event::OrderRejected(event) => decide::rejected(existing(order)?, event, at),
            Event::OrderCancelled(event) => decide::cancelled(existing(order)?, event, at),
            Event::ResendRequested(event) => decide::resend(existing(order)?, event, at),
            Event::RevocationRequested(event) => decide::revocation(existing(order)?, event, at),
            other => Err(misrouted(other)),
        }
    }
}
