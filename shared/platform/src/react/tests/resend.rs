//! A mail of the vendor's that is asked for again.

use jiff::SignedDuration;
use procedure::event::{Event, EventKind, ResendRequested, Room};
use procedure::order::{Order, VendorMail};
use procedure::vendor::{
    ReportedCheck, ReportedItem, ReportedState, VendorError, VendorReport, VendorStatus,
};
use procedure::{Decision, Moment, Product, Refusal, samples};

use super::examination_due;
use crate::envelope::Envelope;
use crate::react::Handler as _;
use crate::store::{Ask, Delivery, Store as _, WhyDropped};
use crate::testing::{Scripted, World, envelope, event_of};

fn resending() -> Scripted {
    fn decide(order: Option<Order>, _: &Event, at: &Moment<'_>) -> Result<Decision, Refusal> {
        let mut order = procedure::order::existing(order)?;
        let request = order.ask_resend(VendorMail::Approval, at.policy, at.now)?;
        Ok(Decision::of(order).request(request))
    }
    Scripted { room: Room::OrderInstructed, decide }
}

/// The vendor says that the domain is approved.
fn approving() -> Scripted {
    fn decide(order: Option<Order>, _: &Event, at: &Moment<'_>) -> Result<Decision, Refusal> {
        let mut order = procedure::order::existing(order)?;
        let item = ReportedCheck::Domain { name: "example.jp".parse().unwrap() };
        let report = VendorReport {
            vendor_order: samples::id("V-1"),
            observed_at: at.now,
            status: VendorStatus::Examining,
            items: vec![ReportedItem { item, state: ReportedState::Passed }],
            asked: Default::default(),
        };
        order.apply_report(&report, at.policy)?;
        Ok(Decision::of(order))
    }
    Scripted { room: Room::VendorStatusChanged, decide }
}

fn asked() -> Envelope {
    envelope("resend-1", &samples::order_id(), &ResendRequested { mail: VendorMail::Approval }.into())
}

async fn examined() -> World {
    let world = World::new();
    world.open(samples::examining(Product::DigicertSecureServerId)).await;
    world.clock.forward(SignedDuration::from_hours(1));
    world
}

/// R89: however often the event comes, the vendor is asked once, and its reply names what was asked.
#[tokio::test]
async fn an_event_that_comes_again_sends_no_further_mail() {
    let world = examined().await;
    let worker = world.worker(resending());
    for _ in 0..3 {
        worker.handle(&asked().encode(), None).await.unwrap();
        world.clock.forward(SignedDuration::from_hours(2));
    }
    assert_eq!(world.vendor.attempts(), [1]);
    let [(room, reply)] = &world.queue.sent()[..] else { panic!("one reply") };
    assert_eq!(*room, Room::VendorStatusChanged);
    // The fake vendor answers every request by placing, which is told as an event of its own.
    assert_eq!(event_of(reply).kind(), EventKind::OrderPlaced);
}

/// R20, R89: what was left unsent is not sent once nobody waits for the mail any more; until then it is tried again.
#[tokio::test]
async fn a_mail_that_nobody_waits_for_is_not_sent() {
    for approved in [true, false] {
        let world = examined().await;
        let worker = world.worker(resending());
        world.vendor.fail([VendorError::Unknown]);
        worker.handle(&asked().encode(), None).await.unwrap();
        if approved {
            world.worker(approving()).handle(&examination_due().encode(), None).await.unwrap();
        }
        world.clock.forward(SignedDuration::from_hours(6));
        worker.handle(&asked().encode(), None).await.unwrap();
        assert_eq!(world.vendor.attempts(), if approved { vec![1] } else { vec![1, 2] });
        let lines = world.store.history(&samples::order_id(), &Ask::first(10)).await.unwrap().items;
        let delivery = &lines.iter().flat_map(|line| &line.outbox).next().unwrap().delivery;
        match delivery {
            Delivery::Dropped { why: WhyDropped::Overtaken, .. } => assert!(approved),
            Delivery::Sent { attempt: 2, .. } => assert!(!approved),
            other => panic!("{other:?}"),
        }
    }
}
