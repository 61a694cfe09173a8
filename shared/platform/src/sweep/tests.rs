//! The sweep.

mod logs;
mod standing;

use std::collections::BTreeSet;

use jiff::SignedDuration;
use procedure::event::{EventKind, Room};
use procedure::order::{Order, Phase};
use procedure::{OrderId, Product, samples};

use super::{SweepSettings, Sweeper, Swept};
use crate::Clock as _;
use crate::react::{Handler as _, Outcome};
use crate::store::{Store as _, Watermark, day_of};
use crate::testing::{Scripted, World, envelope};

fn accepted(n: u32) -> Order {
    let id = OrderId::derived("/test", &samples::id(&format!("order-{n}")));
    Order { id, ..samples::accepted(Product::DigicertSecureServerId) }
}

fn forward(world: &World, minutes: i64) {
    world.clock.forward(SignedDuration::from_mins(minutes));
}

async fn run(world: &World) -> Swept {
    world.sweeper().run(world.clock.now()).await.unwrap()
}

/// R4, R8, R88: what becomes due becomes the event of its function, once.
#[tokio::test]
async fn what_is_due_becomes_an_event_of_its_function() {
    let world = World::new();
    world.open(accepted(1)).await;
    let mut examining = samples::placed(accepted(2));
    world.open(examining.clone()).await;
    examining.id = accepted(3).id;
    examining
        .put_on_hold(procedure::order::EnquiryText::new("comment", "wait").unwrap(), samples::now())
        .unwrap();
    world.open(examining).await;
    world.open(samples::issued(Product::DigicertSecureServerId, 199)).await;
    run(&world).await;
    assert!(world.queue.take().is_empty());
    forward(&world, 15);
    assert_eq!(run(&world).await, Swept { orders: 1, finished: true, ..Swept::default() });
    let (room, event) = world.queue.take().remove(0);
    assert_eq!((room, event.event_kind()), (Room::VendorReviewRequested, Some(EventKind::PlacementOverdue)));
    assert_eq!(event.subject, Some(accepted(1).id));
    forward(&world, 4 * 60 - 15);
    run(&world).await;
    let kinds: BTreeSet<_> = world.queue.take().iter().filter_map(|(_, event)| event.event_kind()).collect();
    assert_eq!(kinds, BTreeSet::from([EventKind::PlacementOverdue, EventKind::ExaminationDue]));
    forward(&world, 199 * 24 * 60);
    run(&world).await;
    let kinds: BTreeSet<_> = world.queue.take().iter().filter_map(|(_, event)| event.event_kind()).collect();
    assert!(kinds.contains(&EventKind::ExpiryNearing));
}

/// R88: repeated and overlapping runs send the same ids; a stuck order costs an event an hour.
#[tokio::test]
async fn runs_that_repeat_send_nothing_new() {
    let world = World::new();
    world.open(accepted(1)).await;
    forward(&world, 15);
    let mut ids = Vec::new();
    for _ in 0..600 {
        run(&world).await;
        run(&world).await;
        ids.extend(world.queue.take().into_iter().map(|(_, event)| event.id));
        forward(&world, 1);
    }
    let distinct: BTreeSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), 3 + 9, "at once, after 10 and 30 minutes, then hourly for ten hours");
    assert!(
        ids.len() <= 3 * distinct.len(),
        "the overlap of runs repeats an id at most twice: {}",
        ids.len()
    );
}

/// R88: days without a run are made up for by the next, with one event each.
#[tokio::test]
async fn missed_runs_are_made_up_for() {
    let world = World::new();
    run(&world).await;
    for n in 1..=5 {
        world.open(accepted(n)).await;
        forward(&world, 24 * 60);
    }
    forward(&world, 10 * 24 * 60);
    assert_eq!(run(&world).await.orders, 5);
    assert_eq!(world.queue.take().len(), 5);
}

/// R88: more than a page goes on by messages, and nothing is left out or doubled.
#[tokio::test]
async fn a_full_partition_goes_on_by_messages() {
    let world = World::new();
    for n in 1..=25 {
        world.open(accepted(n)).await;
    }
    forward(&world, 15);
    let sweeper =
        Sweeper { settings: SweepSettings { page: 10, ..SweepSettings::default() }, ..world.sweeper() };
    assert_eq!(
        sweeper.run(world.clock.now()).await.unwrap(),
        Swept { orders: 10, continued: 1, finished: true, ..Swept::default() }
    );
    let mut orders = BTreeSet::new();
    for _ in 0..4 {
        for (room, message) in world.queue.take() {
            if room == Room::RenewalSweep {
                let part = sweeper.handle(&message.encode(), None).await.unwrap();
                assert!(matches!(part, Outcome::Swept(Swept { finished: false, .. })), "{part:?}");
            } else {
                assert!(orders.insert(message.subject), "sent twice");
            }
        }
    }
    assert_eq!(orders.len(), 25);
}

/// R88: the watermark passes a day only when nothing of it is due any more, and never passes yesterday.
#[tokio::test]
async fn a_day_is_left_behind_when_it_is_done() {
    fn place(
        order: Option<Order>,
        _: &procedure::event::Event,
        at: &procedure::Moment<'_>,
    ) -> Result<procedure::Decision, procedure::Refusal> {
        let mut order = procedure::order::existing(order)?;
        order.intend_placement(at.policy, at.now)?;
        Ok(procedure::Decision::of(order))
    }
    let world = World::new();
    let first = day_of(world.clock.now());
    run(&world).await;
    world.open(accepted(1)).await;
    forward(&world, 3 * 24 * 60);
    run(&world).await;
    let stuck = world.store.watermark().await.unwrap().unwrap();
    assert_eq!(stuck, Watermark { day: first, until: world.clock.now() });
    let (_, event) = world.queue.take().remove(0);
    let worker = world.worker(Scripted { room: Room::VendorReviewRequested, decide: place });
    worker.handle(&event.encode(), None).await.unwrap();
    assert!(matches!(world.order(&accepted(1).id).await.phase, Phase::Placing(_)));
    forward(&world, 1);
    run(&world).await;
    let yesterday = day_of(world.clock.now()).yesterday().unwrap();
    assert_eq!(world.store.watermark().await.unwrap().unwrap().day, yesterday);
}

/// R88: a run asked for twice, late or for the future does no harm.
#[tokio::test]
async fn a_run_is_of_its_time() {
    let world = World::new();
    world.open(accepted(1)).await;
    let ahead = world.clock.now() + SignedDuration::from_hours(48);
    let nothing = Swept { finished: true, ..Swept::default() };
    assert_eq!(world.sweeper().run(ahead).await.unwrap(), nothing, "nothing is due yet");
    assert_eq!(world.store.watermark().await.unwrap().unwrap().until, world.clock.now());
    forward(&world, 60);
    let event = procedure::event::SweepRequested { until: world.clock.now() }.into();
    let mut message = envelope("sweep-1", &samples::order_id(), &event);
    message.subject = None;
    let outcome = world.sweeper().handle(&message.encode(), None).await.unwrap();
    assert_eq!(outcome, Outcome::Swept(Swept { orders: 1, finished: true, ..Swept::default() }));
    let outcome = world.sweeper().handle(&message.encode(), None).await.unwrap();
    assert_eq!(outcome, Outcome::Swept(Swept::default()));
}

/// R88: a queue that is down fails the run, and the next run sends what this one did not.
#[tokio::test]
async fn a_run_that_fails_is_done_by_the_next() {
    let world = World::new();
    world.open(accepted(1)).await;
    forward(&world, 15);
    world.queue.fail(1);
    assert!(world.sweeper().run(world.clock.now()).await.is_err());
    forward(&world, 1);
    assert_eq!(run(&world).await.orders, 1);
    assert_eq!(world.queue.take().len(), 1);
}

/// R88: after a long standstill a run does a bounded part itself and leaves the rest to messages.
#[tokio::test]
async fn a_run_ends_in_bounded_time() {
    let world = World::new();
    run(&world).await;
    for n in 1..=12 {
        world.open(accepted(n)).await;
        forward(&world, 24 * 60);
    }
    let sweeper =
        Sweeper { settings: SweepSettings { page: 1, ..SweepSettings::default() }, ..world.sweeper() };
    let swept = sweeper.run(world.clock.now()).await.unwrap();
    assert!(swept.orders == 4 && swept.continued >= 8, "{swept:?}");
    let mut orders = BTreeSet::new();
    for _ in 0..4 {
        for (room, message) in world.queue.take() {
            if room == Room::RenewalSweep {
                sweeper.handle(&message.encode(), None).await.unwrap();
            } else {
                assert!(orders.insert(message.subject), "sent twice");
            }
        }
    }
    assert_eq!(orders.len(), 12);
}

/// R90: what nobody could handle for 35 days is ended with its data, is told, and is not queued again; until then it is.
#[tokio::test]
async fn an_event_that_nobody_can_handle_is_given_up_with_its_data() {
    let world = World::new();
    let event = procedure::event::Event::from(procedure::event::OrderSubmitted {
        customer: samples::customer(),
        application: samples::draft(Product::DigicertSecureServerId),
    });
    let accepted = crate::intake::Intake {
        store: world.store.clone(),
        queue: world.queue.clone(),
        clock: world.clock.clone(),
        requeue_after: SignedDuration::from_mins(10),
    };
    let bytes = serde_json::json!({
        "specversion": "1.0", "id": "evt-1", "source": "/portal", "type": event.kind().type_name(),
        "data": event.data(),
    });
    let key = accepted.accept_bytes(bytes.to_string().as_bytes()).await.unwrap().event;
    forward(&world, 34 * 24 * 60);
    assert_eq!((run(&world).await.intake, run(&world).await.given_up), (1, 0));
    assert!(world.store.event(&key).await.unwrap().unwrap().data.is_some());
    forward(&world, 24 * 60 + 60);
    world.queue.take();
    assert_eq!(run(&world).await.given_up, 1);
    let record = world.store.event(&key).await.unwrap().unwrap();
    assert_eq!((record.data, record.done.unwrap().findings[0].code.as_ref()), (None, "event.given_up"));
    forward(&world, 24 * 60);
    let nothing = Swept { finished: true, ..Swept::default() };
    assert_eq!((run(&world).await, world.queue.take().len()), (nothing, 0));
}

/// R90: whatever is given up is within what an erasure looks through.
#[test]
fn nothing_waits_longer_than_an_erasure_looks_back() {
    let days = SweepSettings::default().give_up_after.as_hours() / 24;
    assert!(days > 14 && days < crate::store::LOOK_BACK_DAYS, "{days}");
}

/// R90: of more waiting events than are looked through, nobody is told that these are all.
#[tokio::test]
async fn too_many_waiting_events_are_an_error() {
    let world = World::new();
    let case = crate::store::conformance::Case::new(1);
    for n in 0..=crate::store::MAX_UNHANDLED {
        let mut received = case.received("waiting");
        received.key.id = samples::id(&format!("waiting-{n}"));
        world.store.receive(&received).await.unwrap();
    }
    let found = world.store.unhandled(world.clock.now()).await.unwrap_err();
    assert!(matches!(&found, crate::store::StoreError::Refused(why) if why.code == "unhandled.too_many"));
}
