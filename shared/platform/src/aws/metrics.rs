//! What is counted, one line a batch in CloudWatch's embedded metric format: CloudWatch makes metrics of it from the
//! log, without a call. Only what is not zero is told, because every metric that exists costs.
//!
//! Specification: "Embedded metric format specification" of the CloudWatch user guide.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Serialize;

use crate::Clock;
use crate::react::{Error, Handler, Outcome};
use crate::trace;

/// A handler whose outcomes are counted, each record handled within its trace.
pub(super) struct Counted<'a> {
    pub(super) handler: &'a dyn Handler,
    pub(super) clock: &'a dyn Clock,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    counts: BTreeMap<&'static str, usize>,
    milliseconds: Vec<i128>,
}

impl<'a> Counted<'a> {
    pub(super) fn new(handler: &'a dyn Handler, clock: &'a dyn Clock) -> Self {
        Self { handler, clock, counts: Mutex::default() }
    }

    /// Writes the line of a batch of which `failed` records failed.
    ///
    /// # Errors
    /// When `out` does not take it.
    pub(super) fn write(self, names: &Names, failed: usize, out: &mut dyn Write) -> std::io::Result<()> {
        let Counts { mut counts, milliseconds } =
            self.counts.into_inner().unwrap_or_else(PoisonError::into_inner);
        counts.insert("Failed", failed);
        counts.retain(|_, count| *count > 0);
        writeln!(out, "{}", line(names, &counts, &milliseconds, self.clock.now()))
    }
}

#[async_trait]
impl Handler for Counted<'_> {
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        let began = self.clock.now();
        let handling = self.handler.handle(body, deadline);
        let result = match trace::of_body(body) {
            Some(trace) => trace::within(trace, handling).await,
            None => handling.await,
        };
        let took = self.clock.now().duration_since(began).as_millis();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.milliseconds.push(took);
        if let Ok(outcome) = &result {
            counts.add(outcome);
        }
        result
    }
}

impl Counts {
    fn add(&mut self, outcome: &Outcome) {
        let mut add = |name, count| *self.counts.entry(name).or_default() += count;
        add("Handled", 1);
        match outcome {
            Outcome::Refused(_) => add("Refused", 1),
            Outcome::Applied { unsent, .. } | Outcome::Repeated { unsent } => add("Unsent", *unsent),
            Outcome::Swept(swept) => {
                add("SweepFinished", 1);
                add("LeftBehind", swept.outboxes);
                add("Requeued", swept.intake);
                add("GivenUp", swept.given_up);
            }
            Outcome::Ignored | Outcome::InProgress => {}
        }
    }
}

/// The line of an HTTP call that was answered with `status` after so many milliseconds.
pub(super) fn call_line(names: &Names, status: u16, milliseconds: i128, now: Timestamp) -> String {
    let counts = match status {
        500.. => BTreeMap::from([("Failed", 1)]),
        400.. => BTreeMap::from([("Handled", 1), ("Refused", 1)]),
        _ => BTreeMap::from([("Handled", 1)]),
    };
    line(names, &counts, &[milliseconds], now)
}

/// Under which names metrics stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The namespace, such as `certflow/staging`.
    pub namespace: String,
    /// The value of the dimension `function`.
    pub function: String,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(rename = "_aws")]
    aws: Metadata<'a>,
    function: &'a str,
    #[serde(flatten)]
    counts: &'a BTreeMap<&'static str, usize>,
    #[serde(rename = "Milliseconds", skip_serializing_if = "<[i128]>::is_empty")]
    milliseconds: &'a [i128],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metadata<'a> {
    timestamp: i64,
    cloud_watch_metrics: [Directive<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'a str,
    dimensions: [[&'static str; 1]; 1],
    metrics: Vec<Metric>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metric {
    name: &'static str,
    unit: &'static str,
}

fn line(
    names: &Names,
    counts: &BTreeMap<&'static str, usize>,
    milliseconds: &[i128],
    now: Timestamp,
) -> String {
    // A batch holds 10 records; a target member may hold 100 values.
    let milliseconds = milliseconds.get(..100).unwrap_or(milliseconds);
    let count = |name: &&'static str| Metric { name, unit: "Count" };
    let took = (!milliseconds.is_empty()).then_some(Metric { name: "Milliseconds", unit: "Milliseconds" });
    let directive = Directive {
        namespace: &names.namespace,
        dimensions: [["function"]],
        metrics: counts.keys().map(count).chain(took).collect(),
    };
    let aws = Metadata { timestamp: now.as_millisecond(), cloud_watch_metrics: [directive] };
    // Strings and numbers under string keys: it always has a JSON form.
    serde_json::to_string(&Line { aws, function: &names.function, counts, milliseconds }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use procedure::samples;
    use serde_json::{Value, json};

    use super::*;
    use crate::sweep::Swept;

    #[test]
    fn a_line_declares_exactly_the_metrics_it_holds() {
        let mut counts = Counts::default();
        counts.add(&Outcome::Applied { order: samples::order_id(), version: 2, unsent: 1 });
        counts.add(&Outcome::Swept(Swept::default()));
        counts.counts.retain(|_, count| *count > 0);
        let names = Names { namespace: "certflow/test".into(), function: "order-submitted".into() };
        let line: Value =
            serde_json::from_str(&line(&names, &counts.counts, &[12, 3], samples::now())).unwrap();
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Dimensions"], json!([["function"]]));
        for metric in directive["Metrics"].as_array().unwrap() {
            assert!(!line[metric["Name"].as_str().unwrap()].is_null(), "{metric}");
        }
        assert_eq!((&line["Handled"], &line["Unsent"]), (&json!(2), &json!(1)));
        assert_eq!(line["Milliseconds"], json!([12, 3]));
        assert_eq!(directive["Metrics"].as_array().unwrap().len(), 4);
        assert!(line["_aws"]["Timestamp"].as_i64().unwrap() > 1_700_000_000_000);
    }
}
