//! `expiry-nearing`: renewals opened, confirmed or taken as confirmed; reminders; expiry (R4, R8–R11, A1, A5); what a
//! vendor is late to revoke or withdraw (BR 4.9.1.1, A26); the erasure of personal data that is no longer needed.

pub mod decide;
mod erase;
pub mod facts;
mod overdue;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use platform::react::{FactError, Gather, Reaction};
use procedure::erase::Erased;
use procedure::event::{Event, Room, misrouted};
use procedure::order::{Order, existing};
use procedure::{Decision, Moment, Refusal};

pub use erase::Elsewhere;
use facts::Facts;

/// The function.
#[derive(Clone, Default)]
pub struct Function {
    elsewhere: Option<Arc<dyn Elsewhere>>,
}

impl Function {
    /// The function on a machine that keeps personal data in `elsewhere` too.
    pub fn with(elsewhere: Arc<dyn Elsewhere>) -> Self {
        Self { elsewhere: Some(elsewhere) }
    }
}

#[async_trait]
impl Reaction for Function {
    type Facts = Facts;

    fn room(&self) -> Room {
        Room::ExpiryNearing
    }

    async fn gather(
        &self,
        cx: &Gather<'_>,
        order: Option<&Order>,
        event: &Event,
    ) -> Result<Facts, FactError> {
        let mut facts = Facts::default();
        match (event, order) {
            (Event::RenewalOpened(event), _) => {
                facts.predecessor = cx.store.order(&event.of).await?.map(|record| record.order);
            }
            (Event::ExpiryNearing(_) | Event::ErasureRequested(_), Some(order)) if order.is_finished() => {
                facts.vendor_is_owed = erase::vendor_is_owed(cx, order).await?;
            }
            _ => {}
        }
        Ok(facts)
    }

    async fn erase_elsewhere(&self, order: &Erased) -> Result<(), FactError> {
        let Some(elsewhere) = &self.elsewhere else { return Ok(()) };
        let erased = elsewhere.erase(order).await;
        erased.map_err(|source| FactError::Unavailable { what: "the data folder", source })
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
            Event::ExpiryNearing(_) => {
                let mut order = existing(order)?;
                let overdue = order.tell_overdue(at.now);
                let decision = if order.erasable_at(at.policy).is_some_and(|due| due <= at.now) {
                    erase::due(order, facts.vendor_is_owed, at)?
                } else {
                    decide::nearing(order, at)?
                };
                Ok(overdue::told(decision, overdue))
            }
            Event::ErasureRequested(event) => {
                erase::demanded(existing(order)?, event, facts.vendor_is_owed, at)
            }
            Event::OrderSucceeded(event) => decide::succeeded(existing(order)?, event, at),
            Event::RenewalConfirmed(event) => decide::confirmed(existing(order)?, event, at),
            other => Err(misrouted(other)),
        }
    }
}
