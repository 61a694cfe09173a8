//! The poll beside the sweep.

use std::sync::Arc;

use jiff::SignedDuration;
use platform::Clock;
use platform::dispatch::{Queue, QueueError, Vendors};
use platform::envelope::Envelope;
use platform::react::{BatchLimits, Record, handle_batch};
use platform::store::{MemoryStore, Store as _, StoreSettings, table::MemoryTable};
use platform::sweep::SweepSettings;
use procedure::event::{Event, Room, SweepRequested};
use procedure::order::Order;
use procedure::vendor::{
    Changed, VendorAttempt, VendorError, VendorPort, VendorReply, VendorReport, VendorRequest,
};
use procedure::{Vendor, VendorOrderId, samples};

use super::*;

/// A vendor that answers that nothing changed, after so long and no longer, or never.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changes {
    Nothing,
    After(Duration),
    Never,
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

    async fn changed_since(&self, _: Timestamp, now: Timestamp) -> Result<Option<Changed>, VendorError> {
        match self {
            Changes::Nothing => {}
            Changes::After(wait) => tokio::time::sleep(*wait).await,
            Changes::Never => std::future::pending().await,
        }
        Ok(Some(Changed { orders: Vec::new(), until: now }))
    }

    async fn certificate(&self, _: &VendorOrderId) -> Result<Option<String>, VendorError> {
        Err(VendorError::Unauthorised)
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        samples::now()
    }
}

struct Nowhere;

#[async_trait]
impl Queue for Nowhere {
    async fn send(&self, _: Room, _: &[u8]) -> Result<(), QueueError> {
        Ok(())
    }
}

fn function(store: &Arc<MemoryStore>, vendor: Changes) -> Function {
    let (queue, clock, vendor) = (Arc::new(Nowhere), Arc::new(Still), Arc::new(vendor));
    let (settings, vendors) = (SweepSettings::default(), Vendors::new(vendor.clone(), vendor));
    let sweeper = Sweeper { store: store.clone(), queue: queue.clone(), clock: clock.clone(), settings };
    let every = SignedDuration::from_mins(60);
    Function::new(sweeper, Poller { store: store.clone(), queue, clock, vendors, every })
}

fn store() -> Arc<MemoryStore> {
    Arc::new(MemoryStore::new(MemoryTable::new(), StoreSettings::default()))
}

fn message() -> Vec<u8> {
    let event = Event::from(SweepRequested { until: samples::now() });
    Envelope::internal(samples::id("sweep-1"), Room::RenewalSweep, None, &event, samples::now()).encode()
}

/// R18, R88, R89: a vendor that never answers costs the sweep neither its outcome nor its time: the record is done
/// before the deadline, nothing counts as polled, and the next sweep polls.
#[tokio::test(start_paused = true)]
async fn a_vendor_that_never_answers_holds_up_no_sweep() {
    let store = store();
    let limits = BatchLimits {
        deadline: samples::now() + SignedDuration::from_secs(60),
        reserve: SignedDuration::from_secs(5),
        at_once: 1,
    };
    let records = [Record { id: "m".to_owned(), body: message() }];
    let failed = handle_batch(&function(&store, Changes::Never), &records, &limits, &Still).await;
    assert_eq!(failed, Vec::<String>::new());
    assert_eq!(store.watermark().await.unwrap().unwrap().until, samples::now());
    assert_eq!(store.polled(Vendor::Digicert).await.unwrap(), None);
}

/// R18, R88: the outcome tells whether the sweep came to its end, and whether the poll did.
#[tokio::test(start_paused = true)]
async fn the_outcome_tells_of_sweep_and_poll() {
    let in_a_minute = Some(samples::now() + SignedDuration::from_secs(60));
    let soon = Some(samples::now() + MARGIN);
    for (vendor, deadline, polled) in [
        (Changes::Nothing, in_a_minute, true),
        (Changes::Nothing, None, true),
        (Changes::Nothing, soon, false),
        (Changes::Never, in_a_minute, false),
    ] {
        let outcome = function(&store(), vendor).handle(&message(), deadline).await.unwrap();
        assert_eq!(outcome, Outcome::Swept(Swept { finished: true, polled, ..Swept::default() }));
    }
    let store = store();
    let function = function(&store, Changes::Nothing);
    function.handle(&message(), None).await.unwrap();
    assert_eq!(store.polled(Vendor::Digicert).await.unwrap(), Some(samples::now()));
    let again = function.handle(&message(), None).await.unwrap();
    assert_eq!(again, Outcome::Swept(Swept::default()), "nothing to do, and no poll before its time");
}

/// R18, R89: a poll that takes longer than a sweep has goes on with the next one, and is not begun anew.
#[tokio::test(start_paused = true)]
async fn a_poll_goes_on_where_it_stopped() {
    let store = store();
    // Longer than a sweep has, for each of two vendors.
    let function = function(&store, Changes::After(Duration::from_secs(70)));
    let in_a_minute = Some(samples::now() + SignedDuration::from_secs(60));
    for polled in [false, false, true] {
        let outcome = function.handle(&message(), in_a_minute).await.unwrap();
        assert!(matches!(outcome, Outcome::Swept(swept) if swept.polled == polled), "{outcome:?}");
        assert_eq!(store.polled(Vendor::Cybertrust).await.unwrap().is_some(), polled);
    }
}
