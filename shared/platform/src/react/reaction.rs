//! What a function adds to the path: its facts and its decision.

use async_trait::async_trait;
use jiff::Timestamp;
use procedure::erase::Erased;
use procedure::event::{Event, Room};
use procedure::order::Order;
use procedure::policy::Policy;
use procedure::{Decision, Moment, OrderId, Refusal};

use super::FactError;
use crate::dispatch::Vendors;
use crate::envelope::Envelope;
use crate::store::Store;

/// What facts are gathered from.
#[derive(Clone, Copy)]
pub struct Gather<'a> {
    /// The event's attributes.
    pub envelope: &'a Envelope,
    /// The order the event is about: its subject, or what [`Reaction::locate`] found. It may not exist yet.
    pub subject: Option<&'a OrderId>,
    /// Look-ups in other orders.
    pub store: &'a dyn Store,
    /// The vendors, to ask; never to change anything: requests are sends of the decision.
    pub vendors: &'a Vendors,
    /// The operator's settings.
    pub policy: &'a Policy,
    /// The time.
    pub now: Timestamp,
}

/// One function.
#[async_trait]
pub trait Reaction: Send + Sync {
    /// What it has to know besides order and event.
    type Facts: Send;

    /// Which function it is.
    fn room(&self) -> Room;

    /// The order that the event is about, for events that do not name it (a mail). By default the subject.
    ///
    /// # Errors
    /// See [`FactError`].
    async fn locate(&self, cx: &Gather<'_>, event: &Event) -> Result<Option<OrderId>, FactError> {
        let _ = event;
        Ok(cx.envelope.subject.clone())
    }

    /// Asks what has to be known: DNS, the vendor, other orders. It changes nothing anywhere, and may be asked
    /// again when the order changed meanwhile.
    ///
    /// # Errors
    /// See [`FactError`].
    async fn gather(
        &self,
        cx: &Gather<'_>,
        order: Option<&Order>,
        event: &Event,
    ) -> Result<Self::Facts, FactError>;

    /// Erases what is kept of an erased order outside the table: letters as files, mails. May be repeated.
    ///
    /// # Errors
    /// See [`FactError`]; it is tried again.
    async fn erase_elsewhere(&self, order: &Erased) -> Result<(), FactError> {
        let _ = order;
        Ok(())
    }

    /// What follows. Pure: the same arguments give the same answer.
    ///
    /// # Errors
    /// The refusal that is recorded and shown.
    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        facts: Self::Facts,
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal>;
}
