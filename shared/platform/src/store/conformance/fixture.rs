//! Commits as tests need them.

use jiff::{SignedDuration, Timestamp};
use procedure::event::{EventKind, Room};
use procedure::notice::Notice;
use procedure::order::{Actor, Order};
use procedure::policy::Policy;
use procedure::{Decision, OrderId, Product, Refusal, Text, samples};
use serde_json::json;

use crate::envelope::{Digest, Kind};
use crate::store::{
    Commit, CommitError, Committed, EventKey, HistoryRecord, OrderRecord, Payload, Received, Store, Verdict,
};

/// A store's user in a test: an event, a time, a worker.
#[derive(Debug, Clone)]
pub struct Case {
    /// The event.
    pub event: EventKey,
    /// Now.
    pub at: Timestamp,
    /// Who handles it.
    pub worker: String,
    /// The settings.
    pub policy: Policy,
}

impl Case {
    /// The event `n` of a test, a minute after the one before it.
    pub fn new(n: u32) -> Self {
        Self {
            event: event(n),
            at: samples::now() + SignedDuration::from_mins(i64::from(n)),
            worker: format!("worker/{n}"),
            policy: Policy::default(),
        }
    }

    /// Until when its worker has the outbox.
    pub fn lease_until(&self) -> Timestamp {
        self.at + SignedDuration::from_mins(15)
    }

    /// Its commit.
    pub fn commit<'a>(&'a self, base: Option<&'a OrderRecord>, verdict: Verdict<'a>) -> Commit<'a> {
        Commit {
            event: self.event.clone(),
            kind: Kind::Event(EventKind::OrderSubmitted),
            subject: base.map(|base| base.order.id.clone()),
            digest: digest("same"),
            received_at: None,
            base,
            verdict,
            room: Room::OrderSubmitted,
            worker: &self.worker,
            lease_until: self.lease_until(),
            at: self.at,
            policy: &self.policy,
        }
    }

    /// Commits a decision.
    pub async fn apply(
        &self,
        store: &dyn Store,
        base: Option<&OrderRecord>,
        decision: &Decision,
    ) -> Result<Committed, CommitError> {
        store.commit(&self.commit(base, Verdict::Applied(decision))).await
    }

    /// Commits a decision that must go through; the order as stored.
    pub async fn must(
        &self,
        store: &dyn Store,
        base: Option<&OrderRecord>,
        decision: &Decision,
    ) -> OrderRecord {
        let committed = self.apply(store, base, decision).await.expect("the commit goes through");
        committed.order.expect("an order was written")
    }

    /// Commits a refusal.
    pub async fn refuse(
        &self,
        store: &dyn Store,
        base: Option<&OrderRecord>,
        refusal: &Refusal,
    ) -> Result<Committed, CommitError> {
        store.commit(&self.commit(base, Verdict::Refused(refusal))).await
    }

    /// The event as accepted from outside.
    pub fn received(&self, content: &str) -> Received {
        Received {
            key: self.event.clone(),
            kind: Kind::Event(EventKind::OrderSubmitted),
            subject: Some(samples::order_id()),
            digest: digest(content),
            data: Payload(json!({ "content": content })),
            at: self.at,
            requeue_at: self.at + SignedDuration::from_mins(10),
        }
    }
}

/// The `n`th event.
pub(super) fn event(n: u32) -> EventKey {
    EventKey { source: "/test".parse().expect("a source"), id: samples::id(&format!("event-{n}")) }
}

fn digest(content: &str) -> Digest {
    Digest::of(Kind::Event(EventKind::OrderSubmitted), None, &json!(content))
}

/// The sample order under the id `n`, just accepted.
pub fn order_of(n: u32) -> Order {
    let id = OrderId::derived("/test", &samples::id(&format!("order-{n}")));
    Order { id, ..samples::accepted(Product::DigicertSecureServerId) }
}

/// That order, told in the history.
pub(super) fn told(order: Order) -> Decision {
    Decision::of(order).because(Actor::Customer, Text::fixed("申込み", "applied"))
}

/// A decision that sends two letters and an event.
pub fn sends(order: Order) -> Decision {
    told(order)
        .tell(Notice::ApplicationReceived)
        .tell(Notice::ApprovalMailExpected)
        .emit(procedure::event::VendorReviewRequested {}.into())
}

/// The line of history that `committed` wrote.
pub(super) fn written(committed: Committed) -> HistoryRecord {
    committed.history.expect("a line of history was written")
}

/// Opens the sample order `n` with an outbox of three, by case `n`.
pub(super) async fn opened(store: &dyn Store, n: u32) -> (OrderRecord, HistoryRecord) {
    let committed =
        Case::new(n).apply(store, None, &sends(order_of(n))).await.expect("the commit goes through");
    (committed.order.clone().expect("an order was written"), written(committed))
}
