//! What is logged of an event.

use std::io;

use serde_json::Value;

use super::{accepted, placing, review};
use crate::dispatch::SendError;
use crate::envelope::{Envelope, TraceParent};
use crate::react::Handler as _;
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

#[test]
fn a_filter_that_does_not_do_is_refused() {
    assert!(crate::logs::subscriber("info,platform=debug", io::stderr).is_ok());
    assert!(crate::logs::subscriber("platform=loud", io::stderr).is_err());
}
