//! A function in a world of stand-ins.

use std::sync::Arc;

use async_trait::async_trait;
use procedure::event::{Event, Room};
use procedure::order::Order;
use procedure::policy::Policy;
use procedure::{Decision, EventId, Moment, OrderId, Refusal, samples};
use serde_json::json;

use super::trip::Tripping;
use super::{FakeMailer, FakeQueue, FakeVendor, TestClock, Trip};
use crate::Clock as _;
use crate::dispatch::{Dispatcher, MailSettings, Vendors};
use crate::envelope::{Content, Envelope, Kind};
use crate::react::{Error, FactError, Gather, Handler as _, Outcome, Reaction, Worker, WorkerSettings};
use crate::store::conformance::Case;
use crate::store::table::{MemoryTable, faults::Faults};
use crate::store::{EventKey, OrderRecord, Store as _, StoreSettings, TableStore};
use crate::sweep::{SweepSettings, Sweeper};

/// What a scripted function decides.
pub(crate) type Decide = fn(Option<Order>, &Event, &Moment<'_>) -> Result<Decision, Refusal>;

/// A function without facts.
pub(crate) struct Scripted {
    pub(crate) room: Room,
    pub(crate) decide: Decide,
}

#[async_trait]
impl Reaction for Scripted {
    type Facts = ();

    fn room(&self) -> Room {
        self.room
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
        (self.decide)(order, event, at)
    }
}

/// Everything outside.
pub(crate) struct World {
    pub(crate) trip: Arc<Trip>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) store: Arc<TableStore<Tripping>>,
    pub(crate) faults: Faults,
    pub(crate) queue: Arc<FakeQueue>,
    pub(crate) mailer: Arc<FakeMailer>,
    pub(crate) vendor: Arc<FakeVendor>,
}

impl World {
    pub(crate) fn new() -> Self {
        let trip = Arc::new(Trip::default());
        let table = MemoryTable::new();
        let faults = table.faults();
        let table = Tripping { table, trip: Arc::clone(&trip) };
        Self {
            clock: TestClock::new(),
            store: Arc::new(TableStore::new(table, StoreSettings::default())),
            faults,
            queue: FakeQueue::new(Arc::clone(&trip)),
            mailer: FakeMailer::new(Arc::clone(&trip)),
            vendor: FakeVendor::new(Arc::clone(&trip)),
            trip,
        }
    }

    pub(crate) fn dispatcher(&self) -> Dispatcher {
        let page = "https://example.jp/";
        let links = json!({
            "order_page": "https://example.jp/orders/{order}", "update_application": page, "mail_account": page,
            "mail_client": page, "dns_records": page, "server_settings": page, "sample_mail_digicert": page,
            "sample_mail_cybertrust": page,
        });
        let text = json!({ "ja": "例ホスティング", "en": "Example Hosting" });
        let provider = json!({ "name": text, "contact": text, "post": text });
        Dispatcher {
            mailer: self.mailer.clone(),
            queue: self.queue.clone(),
            vendors: Vendors::new(self.vendor.clone(), self.vendor.clone()),
            policy: Arc::new(Policy::default()),
            provider: serde_json::from_value(provider).unwrap(),
            links: serde_json::from_value(links).unwrap(),
            mail: MailSettings {
                from: "ssl@example.jp".to_owned(),
                reply_to: None,
                message_id_domain: "example.jp".to_owned(),
            },
            clock: self.clock.clone(),
            max_attempts: 4,
        }
    }

    pub(crate) fn worker<R: Reaction>(&self, reaction: R) -> Worker<R> {
        Worker::new(reaction, self.store.clone(), self.dispatcher(), WorkerSettings::default(), "worker")
    }

    pub(crate) fn sweeper(&self) -> Sweeper {
        Sweeper {
            store: self.store.clone(),
            queue: self.queue.clone(),
            clock: self.clock.clone(),
            settings: SweepSettings::default(),
        }
    }

    /// Puts an order into the store, as if an event had opened it; nothing of it is left to send.
    pub(crate) async fn open(&self, order: Order) -> OrderRecord {
        let case = Case { at: self.clock.now(), ..Case::new(0) };
        let event = EventKey { id: samples::id(&format!("opened-{}", order.id)), ..case.event.clone() };
        Case { event, ..case }.must(&*self.store, None, &Decision::of(order)).await
    }

    pub(crate) async fn order(&self, id: &OrderId) -> Order {
        self.store.order(id).await.unwrap().unwrap().order
    }

    /// Handles `envelope`, or crashes in the middle (`None`).
    pub(crate) async fn deliver<R: Reaction>(
        &self,
        worker: &Worker<R>,
        envelope: &Envelope,
    ) -> Option<Result<Outcome, Error>> {
        self.trip.run(worker.handle(&envelope.encode(), None)).await
    }
}

/// An event of certflow's own about `order`.
pub(crate) fn envelope(id: &str, order: &OrderId, event: &Event) -> Envelope {
    let id: EventId = samples::id(id);
    Envelope::internal(id, Room::RenewalSweep, Some(order.clone()), event, samples::now())
}

/// The event in `envelope`.
pub(crate) fn event_of(envelope: &Envelope) -> Event {
    match (&envelope.kind, &envelope.content) {
        (Kind::Event(kind), Content::Inline(data)) => Event::decode(*kind, data.clone()).unwrap(),
        other => unreachable!("an event of the procedure with its data, not {other:?}"),
    }
}
