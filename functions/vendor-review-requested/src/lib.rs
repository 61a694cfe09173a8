//! `vendor-review-requested`: the order is placed with its vendor, once (R13). The request itself is a send of the decision.

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
        Room::VendorReviewRequested
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
            Event::VendorReviewRequested(_) => decide::submit(existing(order)?, at),
            Event::PlacementOverdue(_) => decide::overdue(existing(order)?, at),
            other => Err(misrouted(other)),
        }
    }
}
