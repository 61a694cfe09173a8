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

/// The one dimension of every metric; alarms and dashboard find it by this name.
pub const DIMENSION: &str = "function";

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
        if let Outcome::Swept(swept) = outcome {
            // How things stand is no sum: of several records of a batch the worst counts.
            let minutes = swept.oldest.and_then(|oldest| usize::try_from(oldest.as_mins()).ok());
            for (name, stands) in [("OldestMinutes", minutes.unwrap_or(0)), ("HeldLetters", swept.held)] {
                let known = self.counts.entry(name).or_default();
                *known = stands.max(*known);
            }
        }
        let mut add = |name, count| *self.counts.entry(name).or_default() += count;
        add("Handled", 1);
        match outcome {
            Outcome::Refused(_) => add("Refused", 1),
            Outcome::Applied { unsent, .. } | Outcome::Repeated { unsent } => add("Unsent", *unsent),
            Outcome::Swept(swept) => {
                add("SweepFinished", usize::from(swept.finished));
                add("PollFinished", usize::from(swept.polled));
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
    let unit = |name| if name == "OldestMinutes" { "None" } else { "Count" };
    let count = |name: &&'static str| Metric { name, unit: unit(*name) };
    let took = (!milliseconds.is_empty()).then_some(Metric { name: "Milliseconds", unit: "Milliseconds" });
    let directive = Directive {
        namespace: &names.namespace,
        dimensions: [[DIMENSION]],
        metrics: counts.keys().map(count).chain(took).collect(),
    };
    let aws = Metadata { timestamp: now.as_millisecond(), cloud_watch_metrics: [directive] };
    // Strings and numbers under string keys: it always has a JSON form.
    serde_json::to_string(&Line { aws, function: &names.function, counts, milliseconds }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use procedure::samples;
    use serde_json::{Value, json};

    use super::*;
    use crate::sweep::Swept;

    #[test]
    fn a_line_declares_exactly_the_metrics_it_holds() {
        let mut counts = Counts::default();
        counts.add(&Outcome::Applied { order: samples::order_id(), version: 2, unsent: 1 });
        counts.add(&Outcome::Swept(Swept { finished: true, ..Swept::default() }));
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

    fn counted(swept: &[Swept]) -> BTreeMap<&'static str, usize> {
        let mut counts = Counts::default();
        swept.iter().for_each(|swept| counts.add(&Outcome::Swept(*swept)));
        counts.counts.retain(|_, count| *count > 0);
        counts.counts
    }

    /// R88: a sweep counts as finished once the next one starts behind it, so the alarm that rings without one is not
    /// kept quiet by parts, or by runs that had nothing to do.
    #[test]
    fn only_a_run_that_came_to_its_end_counts_as_finished() {
        let part = Swept { outboxes: 2, ..Swept::default() };
        assert_eq!(counted(&[part, Swept::default()]), BTreeMap::from([("Handled", 2), ("LeftBehind", 2)]));
        let run = Swept { finished: true, polled: true, ..Swept::default() };
        let finished = BTreeMap::from([("Handled", 2), ("PollFinished", 1), ("SweepFinished", 1)]);
        assert_eq!(counted(&[run, Swept::default()]), finished);
    }

    /// R88: how things stand is told by the worst of a batch, and not at all when nothing is left or held.
    #[test]
    fn how_things_stand_is_no_sum() {
        let left = |minutes, held| Swept {
            oldest: Some(SignedDuration::from_mins(minutes)),
            held,
            ..Swept::default()
        };
        let stands = BTreeMap::from([("Handled", 3), ("HeldLetters", 2), ("OldestMinutes", 95)]);
        assert_eq!(counted(&[left(95, 2), left(30, 2), Swept::default()]), stands);
        assert_eq!(counted(&[Swept::default()]), BTreeMap::from([("Handled", 1)]));
    }
}
