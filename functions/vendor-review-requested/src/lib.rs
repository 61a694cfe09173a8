//! `vendor-review-requested`: the order is placed with its vendor, once (R13). The request itself is a send of the decision.
//!
//! A renewal that nobody amended comes here without its application having been looked at since its predecessor's day, so
//! the DNS is asked about it here (P1–P4). Whatever is found, the renewal goes on: staff are told.

pub mod decide;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use platform::react::{FactError, Gather, Reaction};
use platform::resolver::{Limits, Lookup, NoLookup, observe};
use procedure::event::{Event, Room, misrouted};
use procedure::order::{Order, OrderKind, existing};
use procedure::preflight::Observations;
use procedure::{Decision, Moment, Refusal};

/// The function.
#[derive(Clone)]
pub struct Function {
    lookup: Arc<dyn Lookup>,
    limits: Limits,
}

impl Function {
    /// The function that asks `lookup` about the DNS, within the default [`Limits`].
    pub fn new(lookup: Arc<dyn Lookup>) -> Self {
        Self { lookup, limits: Limits::default() }
    }
}

impl Function {
    /// What the DNS says to a renewal that is to be submitted.
    async fn look(&self, order: &Order) -> Observations {
        if order.can_be_submitted() && matches!(order.kind, OrderKind::Renewal { .. }) {
            observe(&*self.lookup, &order.application, &self.limits).await
        } else {
            Observations::default()
        }
    }
}

impl Default for Function {
    /// The function that asks nobody about the DNS.
    fn default() -> Self {
        Self::new(Arc::new(NoLookup))
    }
}

#[async_trait]
impl Reaction for Function {
    /// What the DNS says to a renewal; nothing for other orders, and when it was not asked.
    type Facts = Observations;

    fn room(&self) -> Room {
        Room::VendorReviewRequested
    }

    async fn gather(
        &self,
        _: &Gather<'_>,
        order: Option<&Order>,
        _: &Event,
    ) -> Result<Observations, FactError> {
        Ok(match order {
            Some(order) => self.look(order).await,
            None => Observations::default(),
        })
    }

    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        seen: Observations,
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal> {
        match event {
            Event::VendorReviewRequested(_) => decide::submit(existing(order)?, &seen, at),
            Event::PlacementOverdue(_) => decide::overdue(existing(order)?, &seen, at),
            other => Err(misrouted(other)),
        }
    }
}
