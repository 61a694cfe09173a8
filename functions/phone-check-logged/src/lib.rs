//! `phone-check-logged`: the vendor's calls to the responsible person and, for EV, to a third person (R42–R51).

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
        Room::PhoneCheckLogged
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
            Event::PhoneCheckLogged(event) => decide::logged(existing(order)?, event, at),
            other => Err(misrouted(other)),
        }
    }
}
