//! The sweep's schedule, and the event that EventBridge writes for it.

use platform::envelope::{Content, Envelope, Kind};
use procedure::event::{Event, EventKind};
use serde_json::{Value, json};

use super::{named, resource};

/// The event's text, as EventBridge makes it of one of its own (guide of EventBridge, "input transformation"): each `<name>`
/// stands for what its path finds, and within quotes a text is put without its own.
fn transformed(transformer: &Value, event: &Value) -> String {
    let mut text = transformer["InputTemplate"].as_str().unwrap().to_owned();
    for (name, path) in transformer["InputPathsMap"].as_object().unwrap() {
        let member = path.as_str().unwrap().strip_prefix("$.").unwrap();
        let placeholder = format!("<{name}>");
        assert!(text.contains(&placeholder), "{name} is used nowhere");
        assert_eq!(text.matches(&placeholder).count(), text.matches(&format!("\"{placeholder}\"")).count());
        text = text.replace(&placeholder, event[member].as_str().unwrap_or_else(|| panic!("{path}")));
    }
    assert!(!text.contains('<'), "{text}");
    text
}

/// R88: what EventBridge writes is an event that the sweep takes, and it sweeps until the schedule's own time.
#[test]
fn eventbridge_writes_an_event_of_ours() {
    let tick = json!({
        "version": "0", "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "detail-type": "Scheduled Event",
        "source": "aws.events", "account": "123456789012", "time": "2026-11-24T01:05:00Z", "region": "ap-northeast-1",
        "resources": ["arn:aws:events:ap-northeast-1:123456789012:rule/certflow-staging-SweepSchedule-1A2B3C"],
        "detail": {}
    });
    let text = transformed(&resource("SweepSchedule")["Targets"][0]["InputTransformer"], &tick);
    let envelope = Envelope::decode(text.as_bytes()).unwrap();
    assert_eq!(envelope.id.as_str(), tick["id"]);
    assert_eq!(envelope.time, Some("2026-11-24T01:05:00Z".parse().unwrap()));
    assert_eq!(envelope.kind, Kind::Event(EventKind::SweepRequested));
    let Content::Inline(data) = envelope.content else { panic!("no data") };
    let Event::SweepRequested(sweep) = Event::decode(EventKind::SweepRequested, data).unwrap() else {
        panic!("another event")
    };
    assert_eq!(Some(sweep.until), envelope.time);
}

#[test]
fn the_sweep_runs_on_a_schedule() {
    let rule = resource("SweepSchedule");
    assert_eq!((&rule["ScheduleExpression"], &rule["State"]), (&"rate(5 minutes)".into(), &"ENABLED".into()));
    assert_eq!(named(&rule["Targets"][0]["Arn"]), "RenewalSweepQueue");
    // Four periods without a sweep ring; one of them must hold a sweep for certain.
    let alarm = resource("SweepAlarm");
    assert!(alarm["Period"].as_u64().unwrap() * alarm["EvaluationPeriods"].as_u64().unwrap() >= 2 * 5 * 60);
}
