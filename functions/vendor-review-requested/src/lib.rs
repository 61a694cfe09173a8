//! `vendor-review-requested`: the order is placed with its vendor, once (R13). The request itself is a send of the decision.
//!
//! A renewal that nobody amended comes here without its application having been looked at since its predecessor's day, so
//! the DNS is asked about it here (P1–P4). Whatever is found, the renewal goes on: staff are told. A new order waits for them
//! when the customer has another for the same name and product (P15): nothing is paid for twice.

pub mod decide;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use platform::duplicate::duplicates;
use platform::react::{FactError, Gather, Reaction};
use platform::resolver::{Limits, Lookup, NoLookup, observe};
use platform::store::{Store, StoreError};
use procedure::event::{Event, Room, misrouted};
use procedure::order::{Order, OrderKind, Phase, existing};
use procedure::preflight::Observations;
use procedure::{Decision, Moment, OrderId, Refusal};

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

/// What the decision needs to know besides the order.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// What the DNS says to a renewal; nothing for other orders, and when it was not asked.
    pub seen: Observations,
    /// The same customer's order for the same name and product that goes first (P15).
    pub ahead: Option<OrderId>,
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
    type Facts = Facts;

    fn room(&self) -> Room {
        Room::VendorReviewRequested
    }

    async fn gather(&self, cx: &Gather<'_>, order: Option<&Order>, _: &Event) -> Result<Facts, FactError> {
        let Some(order) = order.filter(|order| order.can_be_submitted()) else { return Ok(Facts::default()) };
        Ok(Facts { seen: self.look(order).await, ahead: ahead(cx.store, order).await? })
    }

    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        facts: Facts,
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal> {
        match event {
            Event::VendorReviewRequested(_) => decide::submit(existing(order)?, &facts, at),
            Event::PlacementOverdue(_) => decide::overdue(existing(order)?, &facts, at),
            other => Err(misrouted(other)),
        }
    }
}

/// The order that goes before a new one, if there is any: two applications at the same moment see nothing of each other
/// when they come in. The one that is being placed or was goes first, then the one received first.
async fn ahead(store: &dyn Store, order: &Order) -> Result<Option<OrderId>, StoreError> {
    if order.kind != OrderKind::New {
        return Ok(None);
    }
    let application = &order.application;
    let found = duplicates(store, &application.names, application.product, Some(&order.id)).await?;
    let goes_first = |other: &Order| match other.phase {
        Phase::Placing(_) | Phase::Examining(_) => true,
        Phase::Accepted { .. } => (other.received_at, &other.id) < (order.received_at, &order.id),
        _ => false,
    };
    let own = found.orders.into_iter().filter(|other| other.customer == order.customer);
    Ok(own.filter(goes_first).map(|other| other.id).next())
}
