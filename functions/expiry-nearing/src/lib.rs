//! `expiry-nearing`: renewals opened, confirmed or taken as confirmed; reminders; expiry (R4, R8–R11, A1, A5).

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
        Room::ExpiryNearing
    }

    async fn gather(&self, cx: &Gather<'_>, _: Option<&Order>, event: &Event) -> Result<Facts, FactError> {
        let Event::RenewalOpened(event) = event else { return Ok(Facts::default()) };
        let predecessor = cx.store.order(&event.of).await?.map(|record| record.order);
        Ok(Facts { predecessor })
    }

    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        facts: Facts,
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal> {
        match event {
            Event::RenewalOpened(event) => {
                let id = decide::successor_of(&event.of)?;
                decide::opened(id, order.as_ref(), event, &facts, at)
            }
            Event::ExpiryNearing(_) => decide::nearing(existing(order)?, at),
            Event::OrderSucceeded(event) => decide::succeeded(existing(order)?, event, at),
            Event::RenewalConfirmed(event) => decide::confirmed(existing(order)?, event, at),
            other => Err(misrouted(other)),
        }
    }
}
