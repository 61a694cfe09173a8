//! What lies on queues, in the table and in logs after the run: whose it is, and nobody's secrets.

use std::collections::BTreeSet;

use procedure::event::Room;
use serde_json::Value;

use super::run::record;
use super::stack::trace_of;
use crate::cost::prices::Prices;

/// R41, R85, R90: the approval mail's link is in no message, no item and no line of a log; queues and logs name nobody.
#[test]
fn no_link_is_kept_and_nobody_is_named() {
    let record = record();
    assert!(record.tokens.len() >= 3, "{} approval mails", record.tokens.len());
    let personal = ["山田", "taro.yamada", "tanto@", "03-1234", "千代田"];
    let mut written = BTreeSet::new();
    for call in record.calls.iter().filter(|call| !call.operation.ends_with("SendRawEmail")) {
        written.insert(call.operation.as_str());
        let text = String::from_utf8_lossy(&call.request);
        for token in &record.tokens {
            assert!(!text.contains(token), "{}: {text}", call.operation);
        }
        if call.operation.ends_with(".SendMessage") {
            let named = personal.iter().find(|name| text.contains(**name));
            assert_eq!(named, None, "{text}");
        }
    }
    for operation in
        ["AmazonSQS.SendMessage", "DynamoDB_20120810.TransactWriteItems", "DynamoDB_20120810.PutItem"]
    {
        assert!(written.contains(operation), "{written:?}");
    }
    let secret = |line: &&str| {
        let tokens = record.tokens.iter().map(String::as_str);
        tokens.chain(personal).any(|text| line.contains(text))
    };
    assert_eq!(record.logs.lines().find(secret), None);
}

/// R90: every function logs one JSON object a line, of what it handled: ids, outcome, duration; and its metrics.
#[test]
fn every_function_logs_what_it_handled_and_counts_it() {
    let lines = record().logs.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let lines: Vec<Value> = lines.collect();
    let functions = Room::ALL.into_iter().map(Room::name).chain(["portal-webhook"]);
    // Nobody gave instructions in this run.
    for name in functions.filter(|name| *name != Room::OrderInstructed.name()) {
        let counted =
            |line: &&Value| line["_aws"].is_object() && line["function"] == format!("certflow-{name}");
        assert!(lines.iter().any(|line| counted(&line) && line["Handled"].is_u64()), "{name} counts nothing");
        let handled = |line: &&Value| line["message"] == "handled" && line["span"]["function"] == name;
        let line = lines.iter().find(handled).unwrap_or_else(|| panic!("{name} logs nothing"));
        let span = &line["span"];
        assert!(span["event"].is_string() && span["outcome"].is_string() && span["ms"].is_u64(), "{line}");
    }
}

/// What an event costs in logs: its line and that of its metrics are on average no longer than the bill assumes.
#[test]
fn an_event_logs_no_more_than_the_bill_says() {
    /// What CloudWatch adds to each line.
    const ADDED: usize = 26;
    let mean = |ours: fn(&Value) -> bool| {
        let lines = record().logs.lines();
        let lines = lines.filter(|line| serde_json::from_str(line).is_ok_and(|line| ours(&line)));
        let lengths: Vec<usize> = lines.map(|line| line.len() + ADDED).collect();
        lengths.iter().sum::<usize>() as f64 / lengths.len() as f64
    };
    let (event, metrics) = (mean(|line| line["message"] == "handled"), mean(|line| line["_aws"].is_object()));
    let assumed = Prices::read().assumed("log_bytes_an_event");
    assert!(event + metrics <= assumed, "{event} and {metrics} bytes");
}

/// The trace that the portal began goes with the application through three queues, and is in the log of each function.
#[test]
fn a_trace_goes_from_the_webhook_through_the_queues() {
    let trace = trace_of(&"apply-www-example-jp".parse().unwrap());
    let trace = trace.split('-').nth(1).unwrap();
    let mut queues = BTreeSet::new();
    for call in record().calls.iter().filter(|call| call.operation == "AmazonSQS.SendMessage") {
        let request: Value = serde_json::from_slice(&call.request).unwrap();
        let body: Value = serde_json::from_str(request["MessageBody"].as_str().unwrap()).unwrap();
        if body["traceparent"].as_str().is_some_and(|text| text.contains(trace)) {
            queues.insert(request["QueueUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned());
        }
    }
    for room in [Room::OrderSubmitted, Room::VendorReviewRequested, Room::VendorStatusChanged] {
        assert!(queues.contains(&format!("certflow-{}", room.name())), "{queues:?}");
    }
    for name in ["portal-webhook", "order-submitted", "vendor-review-requested"] {
        let ours = |line: &&str| line.contains(trace) && line.contains(&format!("\"function\":\"{name}\""));
        assert!(record().logs.lines().any(|line| ours(&line)), "{name}");
    }
}
