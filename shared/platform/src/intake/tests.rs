//! The way in.

use jiff::SignedDuration;
use procedure::event::{Event, EventKind, OrderSubmitted, Room};
use procedure::{OrderId, Product, samples};
use serde_json::{Value, json};

use super::{Intake, IntakeError};
use crate::envelope::Content;
use crate::react::{Handler as _, Outcome};
use crate::store::{EventKey, OutcomeKind, Store as _};
use crate::testing::{Scripted, World};

fn intake(world: &World) -> Intake {
    Intake {
        store: world.store.clone(),
        queue: world.queue.clone(),
        clock: world.clock.clone(),
        requeue_after: SignedDuration::from_mins(10),
    }
}

fn submitted() -> Value {
    let application = samples::draft(Product::DigicertSecureServerId);
    let event = Event::from(OrderSubmitted { customer: samples::customer(), application });
    json!({ "specversion": "1.0", "id": "evt-1", "source": "/portal", "type": event.kind().type_name(), "data": event.data() })
}

fn with(name: &str, value: Value) -> Vec<u8> {
    let mut event = submitted();
    event[name] = value;
    event.to_string().into_bytes()
}

fn code(error: &IntakeError) -> String {
    match error {
        IntakeError::Refused(refusal) => refusal.code().to_owned(),
        IntakeError::Store(_) => "store".to_owned(),
    }
}

/// Opens the order.
fn opening() -> Scripted {
    Scripted {
        room: Room::OrderSubmitted,
        decide: |order, event, at| {
            assert!(order.is_none());
            let Event::OrderSubmitted(event) = event else { unreachable!("it is routed by type") };
            let mut order = samples::accepted_from(&event.application);
            order.id = OrderId::derived("/portal", at.event);
            Ok(procedure::Decision::of(order))
        },
    }
}

/// R7, R85, R89: an application is kept whole, its message holds nothing of it, and it opens one order.
#[tokio::test]
async fn an_application_is_kept_queued_by_reference_and_opens_its_order() {
    let world = World::new();
    let accepted = intake(&world).accept_bytes(submitted().to_string().as_bytes()).await.unwrap();
    assert!(accepted.queued && accepted.done.is_none());
    let order = OrderId::derived("/portal", &samples::id("evt-1"));
    assert_eq!(accepted.order.as_ref(), Some(&order));
    let (room, message) = world.queue.take().remove(0);
    assert_eq!(
        (room, &message.content, message.subject.as_ref()),
        (Room::OrderSubmitted, &Content::Stored, Some(&order))
    );
    assert!(!String::from_utf8(message.encode()).unwrap().contains("山田"));
    let outcome = world.worker(opening()).handle(&message.encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { version: 1, .. }));
    let record = world.store.event(&accepted.event).await.unwrap().unwrap();
    assert_eq!(record.data, None);
    assert_eq!(record.received_at, Some(samples::now()));
}

/// R89: sent again it is accepted again, and once it is done its outcome is told.
#[tokio::test]
async fn a_repeated_event_is_accepted_again() {
    let world = World::new();
    let (intake, bytes) = (intake(&world), submitted().to_string().into_bytes());
    let first = intake.accept_bytes(&bytes).await.unwrap();
    assert_eq!(intake.accept_bytes(&with("time", json!("2026-11-24T01:00:00Z"))).await.unwrap(), first);
    let messages = world.queue.take();
    assert_eq!(messages.len(), 2);
    let worker = world.worker(opening());
    for (n, (_, message)) in messages.iter().enumerate() {
        let outcome = worker.handle(&message.encode(), None).await.unwrap();
        assert_eq!(matches!(outcome, Outcome::Applied { .. }), n == 0);
    }
    let again = intake.accept_bytes(&bytes).await.unwrap();
    assert_eq!(again.done.map(|done| done.outcome), Some(OutcomeKind::Applied));
    assert!(world.queue.sent().is_empty());
}

/// R89: another event under the same name is refused, before and after the first is done.
#[tokio::test]
async fn a_name_is_used_once() {
    let world = World::new();
    let intake = intake(&world);
    intake.accept_bytes(submitted().to_string().as_bytes()).await.unwrap();
    let mut other = submitted();
    other["data"]["customer"] = json!("C-2");
    let error = intake.accept_bytes(other.to_string().as_bytes()).await.unwrap_err();
    assert_eq!(code(&error), "event.reused");
}

/// R89: what was accepted is handled though the queue was down: the sweep queues it.
#[tokio::test]
async fn what_was_accepted_is_queued_by_the_sweep() {
    let world = World::new();
    world.queue.fail(1);
    let accepted = intake(&world).accept_bytes(submitted().to_string().as_bytes()).await.unwrap();
    assert!(!accepted.queued);
    for (minutes, found) in [(9, 0), (4, 1), (1, 0), (9, 1)] {
        world.clock.forward(SignedDuration::from_mins(minutes));
        let swept = world.sweeper().run(crate::Clock::now(&*world.clock)).await.unwrap();
        assert_eq!(swept.intake, found, "after another {minutes} minutes");
    }
    let (room, message) = world.queue.take().remove(0);
    assert_eq!(room, Room::OrderSubmitted);
    let outcome = world.worker(opening()).handle(&message.encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { .. }));
    world.clock.forward(SignedDuration::from_hours(2));
    let swept = world.sweeper().run(crate::Clock::now(&*world.clock)).await.unwrap();
    assert_eq!(swept.intake, 0);
}

/// R86: what cannot be accepted is refused by name, and nothing of it is kept.
#[tokio::test]
async fn what_cannot_be_accepted_is_refused() {
    let world = World::new();
    let intake = intake(&world);
    let review = EventKind::VendorReviewRequested.type_name();
    let cases = [
        (with("source", json!("/certflow/order-submitted")), "source.reserved"),
        (with("type", json!("certflow.outbox-left-behind.v1")), "type.internal"),
        (with("type", json!("certflow.unheard-of.v1")), "type.unknown"),
        (with("data", json!({ "customer": "C-1" })), "data.malformed"),
        (with("subject", json!("CF-0000-0000-0000")), "subject.derived"),
        (with("type", json!(review)), "subject.missing"),
        (b"[]".to_vec(), "event.not_json"),
    ];
    for (bytes, expected) in cases {
        let error = intake.accept_bytes(&bytes).await.unwrap_err();
        assert_eq!(code(&error), expected);
    }
    let key = EventKey { source: "/portal".parse().unwrap(), id: samples::id("evt-1") };
    assert_eq!(world.store.event(&key).await.unwrap(), None);
    assert!(world.queue.sent().is_empty());
}
