//! How old what is unsent is, and how much is held.

use jiff::SignedDuration;
use procedure::event::{Event, Room, VendorReviewRequested};
use procedure::order::Order;
use procedure::{Decision, Moment, Refusal};

use super::{World, accepted, envelope, forward, run};
use crate::Clock as _;
use crate::dispatch::SendError;
use crate::envelope::Envelope;
use crate::react::Handler as _;
use crate::testing::Scripted;

/// Tells the customer of order 1 that it was received.
fn telling() -> Scripted {
    fn decide(order: Option<Order>, _: &Event, _: &Moment<'_>) -> Result<Decision, Refusal> {
        let notice = procedure::notice::Notice::ApplicationReceived;
        Ok(Decision::of(procedure::order::existing(order)?).tell(notice))
    }
    Scripted { room: Room::VendorReviewRequested, decide }
}

fn message() -> Envelope {
    envelope("review-1", &accepted(1).id, &VendorReviewRequested {}.into())
}

/// R88: a letter that is tried again and again grows older each time, though each try moves when it is due.
#[tokio::test]
async fn what_is_unsent_is_as_old_as_its_event() {
    let world = World::new();
    world.open(accepted(1)).await;
    let worker = world.worker(telling());
    assert_eq!(run(&world).await.oldest, None);
    world.mailer.fail([SendError::Throttled; 3]);
    worker.handle(&message().encode(), None).await.unwrap();
    let began = world.clock.now();
    let mut ages = Vec::new();
    for _ in 0..20 {
        forward(&world, 1);
        let age = world.clock.now().duration_since(began);
        if let Some(oldest) = run(&world).await.oldest {
            assert_eq!(oldest, age);
            ages.push(oldest.as_mins());
        }
        for (room, sent) in world.queue.take() {
            if room == Room::VendorReviewRequested && sent.event_kind().is_none() {
                worker.handle(&sent.encode(), None).await.unwrap();
            }
        }
    }
    assert_eq!(world.mailer.sent().len(), 1);
    assert_eq!(ages, [1, 3, 7], "at each try");
    assert_eq!(run(&world).await.oldest, None, "it is sent");
}

/// R88: what nobody takes over stays in sight at every run, not only when its turn to be sent has come.
#[tokio::test]
async fn what_nobody_takes_over_is_told_at_every_run() {
    let world = World::new();
    world.open(accepted(1)).await;
    world.mailer.fail([SendError::Throttled]);
    world.worker(telling()).handle(&message().encode(), None).await.unwrap();
    forward(&world, 1);
    for minutes in 1..100 {
        assert_eq!(run(&world).await.oldest, Some(SignedDuration::from_mins(minutes)));
        forward(&world, 1);
    }
}

/// R88: what is held for staff is counted by every run until they decide.
#[tokio::test]
async fn what_is_held_is_counted() {
    let world = World::new();
    world.open(accepted(1)).await;
    world.mailer.fail([SendError::Refused]);
    world.worker(telling()).handle(&message().encode(), None).await.unwrap();
    for _ in 0..2 {
        forward(&world, 1);
        let swept = run(&world).await;
        assert_eq!((swept.held, swept.oldest), (1, None));
    }
}
