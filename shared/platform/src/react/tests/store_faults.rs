//! A store that throttles, loses calls and loses answers.

use procedure::samples;

use super::{accepted, placing, review};
use crate::react::{Error, Handler as _, Outcome};
use crate::store::table::faults::{Call, Fault};
use crate::testing::World;

/// R89: every single fault of the store, at every call, ends in one placement and two letters.
#[tokio::test(start_paused = true)]
async fn one_fault_of_the_store_is_overcome_at_once() {
    for call in [Call::Get, Call::Transact, Call::Update] {
        for fault in [Fault::Throttled, Fault::Lost, Fault::AnswerLost, Fault::Conflict] {
            let world = World::new();
            world.open(accepted()).await;
            world.faults.inject(call, 1, fault);
            let outcome = world.worker(placing()).handle(&review().encode(), None).await;
            let done =
                matches!(outcome, Ok(Outcome::Applied { unsent: 0, .. } | Outcome::Repeated { unsent: 0 }));
            assert!(done, "{call:?} {fault:?}: {outcome:?}");
            assert_eq!(world.vendor.placed(), [samples::order_id()], "{call:?} {fault:?}");
            assert_eq!(world.mailer.sent().len(), 2, "{call:?} {fault:?}");
        }
    }
}

/// R89: a store that is down fails the event, which the queue brings again.
#[tokio::test(start_paused = true)]
async fn a_store_that_is_down_leaves_the_event_to_its_queue() {
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(placing());
    world.faults.by_chance(7, 1000);
    let error = worker.handle(&review().encode(), None).await.unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error:?}");
    world.faults.stop();
    let outcome = worker.handle(&review().encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { unsent: 0, .. }));
}

/// R89: many events under random faults: each is applied once, whatever was lost.
#[tokio::test(start_paused = true)]
async fn random_faults_apply_no_event_twice() {
    for seed in 0..200 {
        let world = World::new();
        world.open(accepted()).await;
        let worker = world.worker(placing());
        world.faults.by_chance(seed, 300);
        for _ in 0..5 {
            let _ = worker.handle(&review().encode(), None).await;
        }
        world.faults.stop();
        for _ in 0..2 {
            world.clock.forward(jiff::SignedDuration::from_hours(1));
            worker.handle(&review().encode(), None).await.unwrap();
        }
        assert_eq!(world.vendor.placed(), [samples::order_id()], "seed {seed}");
        let record = crate::store::Store::order(&*world.store, &samples::order_id()).await.unwrap().unwrap();
        assert_eq!(record.version, 2, "seed {seed}");
        assert!(world.mailer.sent().len() >= 2, "seed {seed}");
    }
}
