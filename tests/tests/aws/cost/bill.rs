//! The bill, from what was counted and what it costs.

use procedure::event::Room;

use super::meter::{Counts, Tally, accepting};
use super::prices::Prices;
use super::run::Measured;
use crate::template;

/// Gigabytes that a function has.
const MEMORY: f64 = 0.25;
/// Sweeps a month, one every five minutes.
const SWEEPS: f64 = 12.0 * 24.0 * 30.0;

/// Dollars by service.
pub(super) struct Bill {
    /// Per 1,000 completed orders.
    pub(super) orders: Vec<(&'static str, f64)>,
    /// A month in which nothing happens.
    pub(super) idle: Vec<(&'static str, f64)>,
}

impl Bill {
    pub(super) fn of(measured: &Measured, prices: &Prices) -> Self {
        let Measured { counts, completed } = measured;
        let per = 1_000.0 / *completed as f64;
        let tallies = || counts.places.iter().filter(|((_, kind), _)| kind != "sweep-requested");
        let sum = |of: fn(&Tally) -> f64| tallies().map(|(_, tally)| of(tally)).sum::<f64>() * per;
        let handled = |room: &str| {
            let ours = tallies().filter(|((place, _), _)| place == room);
            ours.map(|(_, tally)| tally.events).sum::<u64>() as f64 * per
        };
        let messages: f64 = Room::ALL.iter().map(|room| handled(room.name())).sum();
        let webhooks = from(counts, "portal") as f64 * per;
        let mails = handled(Room::ApprovalMailReceived.name());
        let runs = messages + webhooks;
        let seconds = runs * prices.assumed("milliseconds_an_event") / 1_000.0;
        let logs = runs * prices.assumed("log_bytes_an_event") / 1e9;
        let orders = vec![
            ("SES, letters", prices.of("ses_letter", counts.recipients as f64 * per)),
            ("DynamoDB, writes", prices.of("dynamodb_write_unit", sum(|tally| tally.write_units))),
            ("DynamoDB, reads", prices.of("dynamodb_read_unit", sum(|tally| tally.read_units))),
            ("SQS", prices.of("sqs_request", messages * prices.assumed("sqs_requests_a_message"))),
            ("Lambda", prices.of("lambda_request", runs) + prices.of("lambda_gb_second", seconds * MEMORY)),
            ("CloudWatch Logs", prices.of("log_gb", logs)),
            ("SES, mails received", prices.of("ses_received", mails)),
            (
                "S3",
                prices.of("s3_put", mails) + prices.of("s3_get", mails * prices.assumed("s3_gets_a_mail")),
            ),
            ("SNS", prices.of("sns_publish", handled(Room::MailFeedback.name()))),
            ("API Gateway", prices.of("http_api_request", webhooks)),
        ];
        Self { orders, idle: idle(counts, prices) }
    }

    /// The mails alone, sent and received.
    pub(super) fn mails(&self) -> f64 {
        self.orders.iter().filter(|(what, _)| what.starts_with("SES")).map(|(_, dollars)| dollars).sum()
    }

    pub(super) fn total(&self) -> f64 {
        self.orders.iter().map(|(_, dollars)| dollars).sum()
    }
}

/// How many events came from a source whose name begins so.
fn from(counts: &Counts, who: &str) -> u64 {
    let ours = counts.sources.iter().filter(|(source, _)| source.starts_with(&format!("https://{who}.")));
    ours.map(|(_, events)| events).sum()
}

fn idle(counts: &Counts, prices: &Prices) -> Vec<(&'static str, f64)> {
    let sweep = &counts.places[&("renewal-sweep".to_owned(), "sweep-requested".to_owned())];
    let runs = sweep.events as f64;
    let queues = Room::ALL.len() as f64;
    let units = prices.of("dynamodb_read_unit", sweep.read_units / runs * SWEEPS)
        + prices.of("dynamodb_write_unit", sweep.write_units / runs * SWEEPS);
    let seconds = SWEEPS * prices.assumed("milliseconds_an_event") / 1_000.0;
    let alarms = template::resources("AWS::CloudWatch::Alarm").len() as f64;
    let metrics = (queues + 1.0) * prices.assumed("metrics_a_function");
    vec![
        ("Metrics", prices.of("metric_month", metrics)),
        ("Alarms", prices.of("alarm_month", alarms)),
        ("Dashboard", prices.of("dashboard_month", 1.0)),
        (
            "SQS, Lambda's empty receives",
            prices.of("sqs_request", queues * prices.assumed("empty_receives_a_queue_month")),
        ),
        ("Key and secrets", prices.of("key_month", 1.0) + prices.of("secret_month", 2.0)),
        (
            "The sweep",
            units + prices.of("lambda_request", SWEEPS) + prices.of("lambda_gb_second", seconds * MEMORY),
        ),
    ]
}

/// Events outside of functions come first, then functions in the order of the procedure.
pub(super) fn places(counts: &Counts) -> Vec<(&str, &str, &Tally)> {
    let rank =
        |room: &str| Room::ALL.iter().position(|known| known.name() == room).map_or(0, |place| place + 1);
    let mut places: Vec<_> =
        counts.places.iter().map(|((room, kind), tally)| (room.as_str(), kind.as_str(), tally)).collect();
    places.sort_by_key(|(room, kind, _)| (rank(room), kind.to_string()));
    debug_assert!(counts.places.contains_key(&accepting()));
    places
}
