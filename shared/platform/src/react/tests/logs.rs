//! What is logged of an event.

use std::io;

use jiff::SignedDuration;
use serde_json::Value;

use super::{accepted, placing, review};
use crate::Clock as _;
use crate::dispatch::SendError;
use crate::envelope::{Envelope, TraceParent};
use crate::react::{BatchLimits, Handler as _, Record, handle_batch};
use crate::testing::{Lines, World, listen};

/// R85, R90: one JSON object a line that names order, event, function, outcome and duration, and nobody.
#[tokio::test]
async fn an_event_is_logged_by_its_ids_and_nothing_personal() {
    let lines = Lines::default();
    let _logging = listen(&lines);
    // `tracing` decides once per place in the code whether anybody listens, and other tests, which do not, run at the
    // same time: every place is passed once, then asked anew.
    handle_one().await;
    tracing::callsite::rebuild_interest_cache();
    lines.clear();
    handle_one().await;
    let text = lines.text();
    let logged: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let handled = logged.iter().find(|line| line["message"] == "handled").unwrap();
    let span = &handled["span"];
    assert_eq!(span["function"], "vendor-review-requested");
    assert_eq!((&span["event"], &span["outcome"]), (&"review-1".into(), &"applied".into()));
    assert_eq!(span["order"], procedure::samples::order_id().as_str());
    assert_eq!(span["trace"], "0af7651916cd43dd8448eb211c80319c");
    assert!(span["ms"].is_number());
    assert!(logged.iter().any(|line| line["message"] == "held for staff" && line["level"] == "ERROR"));
    for secret in ["山田", "taro.yamada", "tanto@", "03-1234", "千代田"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

async fn handle_one() {
    let world = World::new();
    world.open(accepted()).await;
    world.mailer.fail([SendError::Refused]);
    let traceparent = TraceParent::read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    let review = Envelope { traceparent, ..review() };
    world.worker(placing()).handle(&review.encode(), None).await.unwrap();
}

/// R89, R90: a record that ran out of time is logged by the message's id and by those of its event: whoever looks for
/// why it is among the dead letters finds it.
#[tokio::test(start_paused = true)]
async fn a_record_that_ran_out_of_time_is_logged_by_its_ids() {
    let lines = Lines::default();
    let _logging = listen(&lines);
    run_out().await;
    tracing::callsite::rebuild_interest_cache();
    lines.clear();
    run_out().await;
    let text = lines.text();
    let logged: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failed = |record: &str| logged.iter().find(|line| line["record"] == record).unwrap();
    for record in ["hangs", "not-begun"] {
        let line = failed(record);
        assert_eq!((&line["level"], &line["event"]), (&"ERROR".into(), &"review-1".into()));
        assert_eq!(line["order"], procedure::samples::order_id().as_str());
        assert!(line["ms"].is_u64() && line["error"] == "no time left before the deadline", "{line}");
    }
    assert!(failed("poison")["event"].is_null());
}

async fn run_out() {
    let world = World::new();
    world.open(accepted()).await;
    // Its first call to the store never returns.
    world.trip.set(1);
    let (worker, event) = (world.worker(placing()), review().encode());
    let record = |id: &str, body: &[u8]| Record { id: id.to_owned(), body: body.to_vec() };
    let seconds = |seconds| BatchLimits {
        deadline: world.clock.now() + SignedDuration::from_secs(seconds),
        reserve: SignedDuration::from_secs(5),
        at_once: 1,
    };
    let records = [record("poison", b"poison"), record("hangs", &event)];
    handle_batch(&worker, &records, &seconds(60), &*world.clock).await;
    handle_batch(&worker, &[record("not-begun", &event)], &seconds(5), &*world.clock).await;
}

#[test]
fn a_filter_that_does_not_do_is_refused() {
    assert!(crate::logs::subscriber("info,platform=debug", io::stderr).is_ok());
    assert!(crate::logs::subscriber("platform=loud", io::stderr).is_err());
}
