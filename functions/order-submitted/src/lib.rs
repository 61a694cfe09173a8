//! `order-submitted`: an application is checked, pre-flighted in the DNS, and becomes an order, or comes back with what
//! to mend (R7, R9, R14).

pub mod decide;
pub mod facts;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use platform::react::{FactError, Gather, Reaction};
use platform::resolver::{Limits, Lookup, NoLookup};
use procedure::event::{Event, Room, misrouted};
use procedure::order::{Order, existing};
use procedure::{Decision, Moment, Refusal};

use facts::Facts;

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
        Room::OrderSubmitted
    }

    async fn gather(
        &self,
        cx: &Gather<'_>,
        order: Option<&Order>,
        event: &Event,
    ) -> Result<Facts, FactError> {
        self.facts(cx, order, event).await
    }

    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        facts: Facts,
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal> {
        match event {
            Event::OrderSubmitted(event) => {
                let id = facts.subject.clone().ok_or_else(facts::no_subject)?;
                decide::submitted(id, order.as_ref(), event, &facts, at)
            }
            Event::ReissueRequested(event) => {
                let id = facts.subject.clone().ok_or_else(facts::no_subject)?;
                decide::reissue(id, order.as_ref(), event, &facts, at)
            }
            Event::ApplicationAmended(event) => decide::amended(existing(order)?, event, &facts, at),
            Event::ApplicationOverdue(_) => decide::overdue(existing(order)?, at),
            other => Err(misrouted(other)),
        }
    }
}
