//! What is logged of a sweep.

use procedure::event::{EventKind, SweepRequested};
use procedure::samples;
use serde_json::Value;

use super::{World, accepted, envelope, forward};
use crate::Clock as _;
use crate::react::Handler as _;
use crate::testing::{Lines, listen};

/// R90: a run is logged by function, event, outcome and duration like every event, and one that fails by why; that is
/// where `certflow dead-letters` looks for the reason.
#[tokio::test]
async fn a_run_is_logged_with_why_it_failed() {
    let lines = Lines::default();
    let _logging = listen(&lines);
    // See `react/tests/logs.rs`: every place is passed once, then asked anew.
    fail_then_finish().await;
    tracing::callsite::rebuild_interest_cache();
    lines.clear();
    fail_then_finish().await;
    let text = lines.text();
    let logged: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (message, outcome) in [("not handled", "error"), ("handled", "swept")] {
        let line = logged.iter().find(|line| line["message"] == message).unwrap_or_else(|| panic!("{text}"));
        let span = &line["span"];
        assert_eq!((&span["function"], &span["event"]), (&"renewal-sweep".into(), &"sweep-1".into()));
        assert_eq!((&span["outcome"], span["ms"].is_u64()), (&outcome.into(), true), "{line}");
        assert_eq!(span["kind"], EventKind::SweepRequested.type_name());
    }
    let failed = logged.iter().find(|line| line["level"] == "ERROR").unwrap();
    assert_eq!(
        failed["error"],
        "a message could not be queued: the queue did not take the message: injected"
    );
}

async fn fail_then_finish() {
    let world = World::new();
    world.open(accepted(1)).await;
    forward(&world, 15);
    let event = SweepRequested { until: world.clock.now() }.into();
    let mut message = envelope("sweep-1", &samples::order_id(), &event);
    message.subject = None;
    world.queue.fail(1);
    assert!(world.sweeper().handle(&message.encode(), None).await.is_err());
    world.sweeper().handle(&message.encode(), None).await.unwrap();
}
