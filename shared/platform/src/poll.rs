//! Asking a vendor which orders changed: what a webhook lost is found, with one list for all orders.
//!
//! Orders under examination are asked about one by one as well (`Lane::Examination`), because a check that passes
//! inside an order changes no status. Issued ones are not: that one was revoked or replaced is learnt here.

use std::future::ready;
use std::sync::Arc;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use procedure::event::{Event, Room, VendorStatusChanged};
use procedure::{Vendor, VendorOrderId};

use crate::Clock;
use crate::dispatch::{Queue, QueueError, Vendors};
use crate::envelope::{Envelope, derived_id};
use crate::react::FactError;
use crate::store::{Ask, Store, StoreError};

/// How far each poll looks back before the one before it: the vendor's clock, and its index, may be behind.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);
/// How far the first poll looks back.
const FIRST: SignedDuration = SignedDuration::from_hours(6 * 24);
/// How far any poll looks back at most: longer than a certificate is valid.
const MOST: SignedDuration = SignedDuration::from_hours(400 * 24);
/// Most parts of the past that one run asks for; the next run goes on from there.
const MAX_PARTS: usize = 20;
/// Orders whose events are queued at once.
const AT_ONCE: usize = 16;
/// Most orders of ours that one of the vendor's holds.
const MAX_HELD: u16 = 100;

/// The poll.
pub struct Poller {
    /// Where our orders are found by the vendor's number.
    pub store: Arc<dyn Store>,
    /// Where the events go.
    pub queue: Arc<dyn Queue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who is asked.
    pub vendors: Vendors,
    /// How often each is asked; zero and none is.
    pub every: SignedDuration,
}

/// What a poll came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Polled {
    /// Vendors asked.
    pub vendors: usize,
    /// Orders of theirs that changed.
    pub changed: usize,
    /// Events queued.
    pub events: usize,
}

/// Why a poll did not finish; the next one starts where it did.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// The vendor did not answer.
    #[error("the vendor did not say which orders changed")]
    Vendor(#[source] FactError),
    /// The store did not answer.
    #[error("the store did not answer")]
    Store(#[from] StoreError),
    /// An event could not be queued.
    #[error("a message could not be queued")]
    Queue(#[from] QueueError),
}

impl Poller {
    /// Asks each vendor whose time has come, and queues an event without report for each order of ours that changed:
    /// the function asks what. Repeating a poll asks again.
    ///
    /// # Errors
    /// [`PollError`].
    pub async fn run(&self) -> Result<Polled, PollError> {
        let mut polled = Polled::default();
        if self.every.is_zero() {
            return Ok(polled);
        }
        for vendor in Vendor::ALL {
            self.ask(vendor, &mut polled).await?;
        }
        if polled.vendors > 0 {
            tracing::info!(?polled, "poll finished");
        }
        Ok(polled)
    }

    async fn ask(&self, vendor: Vendor, polled: &mut Polled) -> Result<(), PollError> {
        let Some(port) = self.vendors.get(vendor) else { return Ok(()) };
        let (now, last) = (self.clock.now(), self.store.polled(vendor).await?);
        if last.is_some_and(|last| now < last + self.every) {
            return Ok(());
        }
        let mut since = last.map_or(now - FIRST, |last| last - OVERLAP).max(now - MOST);
        for part in 0..MAX_PARTS {
            let changed = port.changed_since(since, now).await;
            let changed = changed.map_err(|error| PollError::Vendor(error.into()))?;
            let Some(changed) = changed else { return Ok(()) };
            polled.vendors += usize::from(part == 0);
            polled.changed += changed.orders.len();
            let hints = stream::iter(changed.orders).map(|number| self.hint(vendor, number, now));
            polled.events += hints.buffer_unordered(AT_ONCE).try_fold(0, |sum, n| ready(Ok(sum + n))).await?;
            // Only now is this part done with: whatever failed before is asked for again.
            self.store.set_polled(vendor, changed.until.min(now)).await?;
            if changed.until >= now {
                break;
            }
            since = changed.until;
        }
        Ok(())
    }

    async fn hint(&self, vendor: Vendor, number: VendorOrderId, now: Timestamp) -> Result<usize, PollError> {
        let rows = self.store.by_vendor_order(vendor, &number, &Ask::first(MAX_HELD)).await?.items;
        let event = Event::from(VendorStatusChanged { report: None });
        for row in &rows {
            // Another poll, another event: the order may have changed once more since the one that failed.
            let id = derived_id(&format!("poll.{}.{}", row.order, now.as_millisecond()));
            let envelope = Envelope::internal(id, Room::RenewalSweep, Some(row.order.clone()), &event, now);
            self.queue.send(event.kind().room(), &envelope.encode()).await?;
        }
        Ok(rows.len())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;
    use procedure::event::EventKind;
    use procedure::order::Order;
    use procedure::vendor::{
        Changed, VendorAttempt, VendorError, VendorPort, VendorReply, VendorReport, VendorRequest,
    };
    use procedure::{Product, samples};

    use super::*;
    use crate::testing::World;

    /// A vendor that answers with `changed`, beyond seven days five at once, and notes since when it was asked.
    struct Changes {
        changed: Mutex<Option<Vec<VendorOrderId>>>,
        asked: Mutex<Vec<Timestamp>>,
    }

    #[async_trait]
    impl VendorPort for Changes {
        async fn request(
            &self,
            _: &Order,
            _: &VendorRequest,
            _: VendorAttempt,
        ) -> Result<VendorReply, VendorError> {
            Err(VendorError::Unauthorised)
        }

        async fn report(
            &self,
            _: &Order,
            _: &VendorOrderId,
            _: Timestamp,
        ) -> Result<Option<VendorReport>, VendorError> {
            Err(VendorError::Unauthorised)
        }

        async fn changed_since(
            &self,
            since: Timestamp,
            now: Timestamp,
        ) -> Result<Option<Changed>, VendorError> {
            self.asked.lock().unwrap().push(since);
            let days = SignedDuration::from_hours(24);
            let until = if now.duration_since(since) <= days * 7 { now } else { since + days * 5 };
            let changed = self.changed.lock().unwrap().clone().ok_or(VendorError::Unavailable);
            changed.map(|orders| Some(Changed { orders, until }))
        }

        async fn certificate(&self, _: &VendorOrderId) -> Result<Option<String>, VendorError> {
            Err(VendorError::Unauthorised)
        }
    }

    fn poller(world: &World, vendor: &Arc<Changes>) -> Poller {
        Poller {
            store: world.store.clone(),
            queue: world.queue.clone(),
            clock: world.clock.clone(),
            vendors: Vendors::new(vendor.clone(), world.vendor.clone()),
            every: SignedDuration::from_mins(60),
        }
    }

    /// R18, R52: what changed at the vendor becomes one event for each order of ours, issued ones too, asked for once an
    /// hour; what is not ours becomes nothing.
    #[tokio::test]
    async fn what_changed_is_asked_about() {
        let world = World::new();
        let issued = samples::issued(Product::DigicertSecureServerId, 199);
        world.open(issued.clone()).await;
        let numbers = ["V-1", "V-999"].map(samples::id).to_vec();
        let vendor = Arc::new(Changes { changed: Mutex::new(Some(numbers)), asked: Mutex::default() });
        let poller = poller(&world, &vendor);
        let polled = poller.run().await.unwrap();
        assert_eq!(polled, Polled { vendors: 1, changed: 2, events: 1 });
        let sent = world.queue.take();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].0, Room::VendorStatusChanged);
        assert_eq!(sent[0].1.event_kind(), Some(EventKind::VendorStatusChanged));
        assert_eq!(sent[0].1.subject.as_ref(), Some(&issued.id));
        world.clock.forward(SignedDuration::from_mins(59));
        assert_eq!(poller.run().await.unwrap(), Polled::default(), "not yet");
        world.clock.forward(SignedDuration::from_mins(1));
        assert_eq!(poller.run().await.unwrap().events, 1);
        assert_ne!(world.queue.take()[0].1.id, sent[0].1.id, "another poll, another event");
        let asked = vendor.asked.lock().unwrap().clone();
        assert_eq!(asked, [samples::now() - FIRST, samples::now() - OVERLAP]);
    }

    /// R89: a poll that failed is made up for by the next, from where it began.
    #[tokio::test]
    async fn a_failed_poll_is_made_up_for() {
        let world = World::new();
        world.open(samples::issued(Product::DigicertSecureServerId, 199)).await;
        let vendor = Arc::new(Changes { changed: Mutex::new(None), asked: Mutex::default() });
        let poller = poller(&world, &vendor);
        world
            .store
            .set_polled(Vendor::Digicert, world.clock.now() - SignedDuration::from_hours(5))
            .await
            .unwrap();
        assert!(matches!(poller.run().await, Err(PollError::Vendor(_))));
        *vendor.changed.lock().unwrap() = Some(vec![samples::id("V-1")]);
        world.queue.fail(1);
        assert!(matches!(poller.run().await, Err(PollError::Queue(_))));
        world.clock.forward(SignedDuration::from_mins(1));
        assert_eq!(poller.run().await.unwrap().events, 1);
        let asked = vendor.asked.lock().unwrap().clone();
        assert!(asked.iter().all(|since| *since == asked[0]), "{asked:?}");
    }

    /// R89: a poll whose end was not recorded is made again, with events of its own: an order that changed once more in
    /// between is not taken for the one that was told.
    #[tokio::test]
    async fn a_poll_made_again_tells_again() {
        let world = World::new();
        world.open(samples::issued(Product::DigicertSecureServerId, 199)).await;
        let changed = Mutex::new(Some(vec![samples::id("V-1")]));
        let vendor = Arc::new(Changes { changed, asked: Mutex::default() });
        let (poller, before) = (poller(&world, &vendor), world.clock.now() - SignedDuration::from_hours(5));
        let mut ids = Vec::new();
        for _ in 0..2 {
            world.store.set_polled(Vendor::Digicert, before).await.unwrap();
            assert_eq!(poller.run().await.unwrap().events, 1);
            ids.push(world.queue.take().remove(0).1.id);
            world.clock.forward(SignedDuration::from_mins(1));
        }
        assert_ne!(ids[0], ids[1]);
    }

    /// R18, R52: after a month away all of it is asked for, part by part; each part that is done stays done.
    #[tokio::test]
    async fn a_month_away_is_made_up_for() {
        let world = World::new();
        world.open(samples::issued(Product::DigicertSecureServerId, 199)).await;
        let changed = Mutex::new(Some(vec![samples::id("V-1")]));
        let vendor = Arc::new(Changes { changed, asked: Mutex::default() });
        let (poller, days) = (poller(&world, &vendor), SignedDuration::from_hours(24));
        let start = world.clock.now() - days * 30;
        world.store.set_polled(Vendor::Digicert, start + OVERLAP).await.unwrap();
        world.queue.fail(1);
        assert!(matches!(poller.run().await, Err(PollError::Queue(_))));
        assert_eq!(poller.run().await.unwrap(), Polled { vendors: 1, changed: 6, events: 6 });
        let asked: Vec<_> = [0, 0, 5, 10, 15, 20, 25].map(|day| start + days * day).into();
        assert_eq!(*vendor.asked.lock().unwrap(), asked);
        assert_eq!(world.store.polled(Vendor::Digicert).await.unwrap(), Some(world.clock.now()));
    }

    /// R18: however many changed, each becomes an event before the poll counts as made.
    #[tokio::test]
    async fn none_of_many_changes_is_left_out() {
        let world = World::new();
        world.open(samples::issued(Product::DigicertSecureServerId, 199)).await;
        let mut many: Vec<VendorOrderId> = (0..6_000).map(|n| samples::id(&format!("X-{n}"))).collect();
        many.push(samples::id("V-1"));
        let vendor = Arc::new(Changes { changed: Mutex::new(Some(many)), asked: Mutex::default() });
        let polled = poller(&world, &vendor).run().await.unwrap();
        assert_eq!(polled, Polled { vendors: 1, changed: 6_001, events: 1 });
    }

    #[tokio::test]
    async fn no_interval_means_no_poll() {
        let world = World::new();
        let vendor = Arc::new(Changes { changed: Mutex::new(Some(vec![])), asked: Mutex::default() });
        let poller = Poller { every: SignedDuration::ZERO, ..poller(&world, &vendor) };
        assert_eq!(poller.run().await.unwrap(), Polled::default());
        assert!(vendor.asked.lock().unwrap().is_empty());
    }
}
