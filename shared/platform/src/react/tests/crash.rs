//! A crash at every step, and twice: everything is done in the end, and done once wherever it can be known.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use procedure::order::{Ending, EnquiryText, Order, Phase};
use procedure::{Decision, Product, samples};

use super::{accepted, examination_due, placing, reminding, review};
use crate::envelope::Envelope;
use crate::react::{Outcome, Worker};
use crate::store::conformance::Case;
use crate::store::{Ask, Delivery, Store as _, WhyHeld};
use crate::testing::{Scripted, World};

/// The steps of the whole path, uninterrupted: each call is one step before it acts and one after.
async fn steps(order: Order, scripted: fn() -> Scripted, event: &Envelope) -> u32 {
    let world = World::new();
    world.open(order).await;
    world.trip.set(0);
    world.deliver(&world.worker(scripted()), event).await.unwrap().unwrap();
    world.trip.steps()
}

/// Crashes the first delivery at `first` and the one after at `second`, then delivers twice, an hour apart.
async fn crashed_twice(
    order: &Order,
    scripted: fn() -> Scripted,
    event: &Envelope,
    [first, second]: [u32; 2],
) -> World {
    let world = World::new();
    world.open(order.clone()).await;
    for step in [first, second] {
        // A process that crashed is another worker when it starts again.
        let worker = world.worker(scripted());
        world.trip.set(step);
        let _ = world.deliver(&worker, event).await;
        world.clock.forward(SignedDuration::from_hours(1));
    }
    world.trip.set(0);
    let worker: Worker<Scripted> = world.worker(scripted());
    world.deliver(&worker, event).await.unwrap().unwrap();
    world.clock.forward(SignedDuration::from_hours(1));
    let outcome = world.deliver(&worker, event).await.unwrap().unwrap();
    assert_eq!(outcome, Outcome::Repeated { unsent: 0 }, "crashed at {first} and {second}");
    world
}

/// How many letters are out but not marked when a crash comes at `step`, if the first letter's call is at `first`.
fn unmarked(step: u32, first: u32) -> usize {
    match step.checked_sub(first + 1) {
        Some(0 | 1) => 1,
        Some(2 | 3) => 2,
        _ => 0,
    }
}

/// R13, R89: whatever crashes when, the order is placed once, every letter and event goes out, and only a letter whose
/// outcome is unknown goes out again.
#[tokio::test]
async fn whatever_crashes_the_order_is_placed_once() {
    let order = accepted();
    let steps = steps(order.clone(), placing, &review()).await;
    assert_eq!(steps, 2 * (1 + 1 + 4 + 1 + 1), "load, commit, request, reply, event, two letters, mark");
    // Whoever takes over reads the outbox and claims it before sending; it does not commit.
    let (own_letter, taken_letter) = (11, 13);
    for first in 1..=steps {
        for second in 0..=steps + 2 {
            let world = crashed_twice(&order, placing, &review(), [first, second]).await;
            let place = format!("crashed at {first} and {second}");
            assert_eq!(world.vendor.placed(), [samples::order_id()], "{place}");
            assert!(matches!(world.order(&samples::order_id()).await.phase, Phase::Placing(_)), "{place}");
            let events: BTreeSet<_> = world.queue.sent().into_iter().map(|(_, event)| event.id).collect();
            assert_eq!(events.len(), 2, "the reply and the event, under one id each: {place}");
            let letters: Vec<_> = world.mailer.sent().into_iter().map(|mail| mail.message_id).collect();
            assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), 2, "{place}");
            let again = match first {
                1..=3 => unmarked(second, own_letter),
                16 => 0,
                _ => unmarked(first, own_letter) + unmarked(second, taken_letter),
            };
            assert_eq!(letters.len(), 2 + again, "{place}");
        }
    }
}

/// R88, R89: a reminder goes out once or, when that is unknown, waits for staff.
#[tokio::test]
async fn a_reminder_is_never_sent_twice() {
    let order = samples::examining(Product::DigicertSecureServerId);
    let steps = steps(order.clone(), reminding, &examination_due()).await;
    let mut held = 0;
    for first in 1..=steps {
        for second in 0..=steps {
            let world = crashed_twice(&order, reminding, &examination_due(), [first, second]).await;
            let sent = world.mailer.sent().len();
            assert!(sent <= 1, "crashed at {first} and {second}");
            let lines = world.store.history(&samples::order_id(), &Ask::first(10)).await.unwrap().items;
            let delivery = &lines.iter().flat_map(|line| &line.outbox).next().unwrap().delivery;
            match delivery {
                Delivery::Sent { .. } => assert_eq!(sent, 1),
                Delivery::Held { why: WhyHeld::UnknownOutcome, .. } => held += 1,
                other => panic!("{other:?} after crashes at {first} and {second}"),
            }
        }
    }
    assert!(held > 0, "a crash between commit and mark leaves the outcome unknown");
}

/// R89: without a further delivery the sweep finds what a crash left, and the right function sends it.
#[tokio::test]
async fn the_sweep_finds_what_a_crash_left() {
    let steps = steps(accepted(), placing, &review()).await;
    for step in 4..=steps {
        let world = World::new();
        world.open(accepted()).await;
        let worker = world.worker(placing());
        world.trip.set(step);
        assert!(world.deliver(&worker, &review()).await.is_none(), "step {step} crashes");
        world.trip.set(0);
        world.queue.take();
        world.clock.forward(SignedDuration::from_mins(20));
        world.sweeper().run(crate::Clock::now(&*world.clock)).await.unwrap();
        let leftovers: Vec<_> =
            world.queue.take().into_iter().filter(|(_, event)| event.event_kind().is_none()).collect();
        if step == steps {
            assert!(leftovers.is_empty(), "marked before the crash");
            continue;
        }
        let [(room, leftover)] = &leftovers[..] else { panic!("one leftover at {step}: {leftovers:?}") };
        assert_eq!(*room, procedure::event::Room::VendorReviewRequested);
        let outcome = world.deliver(&worker, leftover).await.unwrap().unwrap();
        assert_eq!(outcome, Outcome::Repeated { unsent: 0 });
        assert_eq!(world.vendor.placed().len(), 1);
        let again = world.deliver(&worker, leftover).await.unwrap().unwrap();
        assert_eq!(again, Outcome::Repeated { unsent: 0 });
    }
}

/// R13, R89: an order that was cancelled or held before its placement was taken over is not placed behind anybody's
/// back; whether a crashed attempt placed it, staff find out.
#[tokio::test]
async fn what_is_no_longer_wanted_is_not_placed() {
    let placed_at = 6;
    for (step, hold) in [(5, false), (placed_at, false), (placed_at + 1, false), (5, true)] {
        let world = World::new();
        world.open(accepted()).await;
        let worker = world.worker(placing());
        world.trip.set(step);
        assert!(world.deliver(&worker, &review()).await.is_none());
        world.trip.set(0);
        let before = world.vendor.placed().len();
        let base = world.store.order(&samples::order_id()).await.unwrap().unwrap();
        let mut order = base.order.clone();
        if hold {
            order.put_on_hold(EnquiryText::new("comment", "wait").unwrap(), samples::now()).unwrap();
        } else {
            order.end(Ending::Cancelled, None, samples::now()).unwrap();
        }
        Case::new(50).must(&*world.store, Some(&base), &Decision::of(order)).await;
        world.clock.forward(SignedDuration::from_mins(20));
        let outcome = world.deliver(&worker, &review()).await.unwrap().unwrap();
        assert_eq!(world.vendor.placed().len(), before, "crashed at {step}");
        let line = world.store.history(&samples::order_id(), &Ask::first(1)).await.unwrap().items.remove(0);
        let delivery = &line.outbox[2].delivery;
        if hold {
            assert!(delivery.is_pending() && outcome == Outcome::Repeated { unsent: 1 }, "{delivery:?}");
        } else {
            assert!(matches!(delivery, Delivery::Held { why: WhyHeld::UnknownOutcome, .. }), "{delivery:?}");
        }
    }
}

/// R89: events of one order that come twice and at once leave it as one delivery each would.
#[tokio::test]
async fn deliveries_at_once_place_the_order_once() {
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(placing());
    let (event, other) = (review(), Envelope { id: samples::id("review-2"), ..review() });
    let all = futures::future::join_all(
        [&event, &event, &other, &event, &other].map(|event| world.deliver(&worker, event)),
    );
    let outcomes: Vec<_> = all.await.into_iter().map(|outcome| outcome.unwrap().unwrap()).collect();
    let applied = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Applied { .. })).count();
    let refused = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Refused(_))).count();
    assert_eq!((applied, refused), (1, 1), "{outcomes:?}");
    assert_eq!(world.vendor.placed().len(), 1);
    assert_eq!(world.mailer.sent().len(), 2);
}
