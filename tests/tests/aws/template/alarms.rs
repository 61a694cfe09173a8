//! Who is told when it goes wrong, and what there is to look at.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use platform::aws::metrics;
use platform::config::{PollConfig, read};
use procedure::event::Room;
use serde_json::{Value, json};

use super::{TEMPLATE, camel, named, resource, resources};

/// The namespace of the functions' own metrics.
const OURS: &str = "certflow/${AWS::StackName}";

fn text<'a>(alarm: &'a Value, member: &str) -> &'a str {
    let value = &alarm[member];
    value.as_str().or_else(|| value["Fn::Sub"].as_str()).unwrap()
}

fn number(alarm: &Value, member: &str) -> u64 {
    alarm[member].as_u64().unwrap_or_else(|| panic!("{member}: {alarm}"))
}

/// Dead letters, the age of the oldest message, errors, throttles, the outbox, held letters, the sweep, the poll, bounces:
/// each tells the topic.
#[test]
fn whatever_can_go_wrong_has_an_alarm() {
    let mut found: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (name, alarm) in resources("AWS::CloudWatch::Alarm") {
        assert_eq!(alarm["AlarmActions"], json!([{ "Ref": "Alarms" }]), "{name}");
        *found.entry((text(alarm, "Namespace"), text(alarm, "MetricName"))).or_default() += 1;
    }
    let queues = Room::ALL.len();
    let expected = BTreeMap::from([
        (("AWS/SQS", "ApproximateNumberOfMessagesVisible"), queues),
        (("AWS/SQS", "ApproximateAgeOfOldestMessage"), queues),
        (("AWS/Lambda", "Errors"), queues + 1),
        (("AWS/Lambda", "Throttles"), 1),
        ((OURS, "OldestMinutes"), 1),
        ((OURS, "HeldLetters"), 1),
        ((OURS, "PollFinished"), 1),
        ((OURS, "SweepFinished"), 1),
        (("AWS/SES", "Reputation.BounceRate"), 1),
    ]);
    assert_eq!(found, expected);
    // What did not happen says nothing.
    for (name, alarm) in resources("AWS::CloudWatch::Alarm") {
        let finished = text(alarm, "MetricName").ends_with("Finished");
        assert_eq!(text(alarm, "ComparisonOperator") == "LessThanThreshold", finished, "{name}");
        assert_eq!(text(alarm, "TreatMissingData") == "breaching", finished, "{name}");
    }
}

/// One stack's alarms are silent about another's. SES alone judges the account as a whole, and the alarm says so.
#[test]
fn an_alarm_watches_what_is_of_its_stack() {
    for (name, alarm) in resources("AWS::CloudWatch::Alarm") {
        let dimensions = alarm["Dimensions"].as_array();
        if name == "BounceAlarm" {
            assert!(dimensions.is_none() && text(alarm, "AlarmDescription").contains("whatever stack"));
            continue;
        }
        let [dimension] = &dimensions.unwrap_or_else(|| panic!("{name}"))[..] else { panic!("{name}") };
        let of = named(&dimension["Value"]);
        assert!(TEMPLATE["Resources"][of].is_object(), "{name}: {of}");
    }
}

/// The alarm on dead letters watches the dead letters, the one on age the queue before them, the one on errors the
/// function.
#[test]
fn alarms_watch_what_they_are_named_after() {
    for room in Room::ALL {
        let camel = camel(room.name());
        for (alarm, name, of) in [
            ("DeadAlarm", "QueueName", format!("{camel}Dead")),
            ("AgeAlarm", "QueueName", format!("{camel}Queue")),
            ("ErrorAlarm", "FunctionName", camel.clone()),
        ] {
            let dimension = &resource(&format!("{camel}{alarm}"))["Dimensions"][0];
            assert_eq!((&dimension["Name"], named(&dimension["Value"])), (&json!(name), &*of));
        }
    }
    let webhook = &resource("PortalWebhookErrorAlarm")["Dimensions"][0];
    assert_eq!(named(&webhook["Value"]), "PortalWebhook");
}

/// A message that its function never survives comes back once its visibility ends: the alarm must see as many of these
/// errors as it waits for before the message is a dead letter, however rarely the function is called otherwise.
#[test]
fn a_function_that_always_fails_rings() {
    let visibility = TEMPLATE["Mappings"]["Limits"]["Function"]["Visibility"].as_u64().unwrap();
    for room in Room::ALL {
        let camel = camel(room.name());
        let alarm = resource(&format!("{camel}ErrorAlarm"));
        assert_eq!(number(alarm, "Threshold"), 0, "{camel}");
        let needed = number(alarm, "DatapointsToAlarm");
        let watched = number(alarm, "Period") * number(alarm, "EvaluationPeriods");
        assert!(needed >= 2, "{camel}: one fault of Lambda's own is none of ours");
        assert!(number(alarm, "Period") <= visibility && needed * visibility <= watched, "{camel}");
        let receives = &resource(&format!("{camel}Queue"))["RedrivePolicy"]["maxReceiveCount"];
        assert!(needed < receives.as_u64().unwrap(), "{camel}");
    }
    let webhook = resource("PortalWebhookErrorAlarm");
    assert_eq!((number(webhook, "Threshold"), number(webhook, "EvaluationPeriods")), (0, 1));
}

/// A poll that is late or fails once is no alarm, and a silence of hours is one.
#[test]
fn a_poll_that_stops_rings_within_hours() {
    let alarm = resource("PollAlarm");
    let watched = Duration::from_secs(number(alarm, "Period") * number(alarm, "EvaluationPeriods"));
    let every = read(&|_| None, PollConfig::read).unwrap().every.unsigned_abs();
    assert!(watched >= 3 * every && watched <= Duration::from_hours(6), "{watched:?}");
    assert_eq!((number(alarm, "Threshold"), text(alarm, "Statistic")), (1, "Sum"));
}

/// R89: the age of what is unsent rings, not that something is: whatever the sweep finds it has sent again.
#[test]
fn what_stays_unsent_rings() {
    let (outbox, held) = (resource("OutboxAlarm"), resource("HeldAlarm"));
    assert_eq!((number(outbox, "Threshold"), number(held, "Threshold")), (60, 0));
    for alarm in [outbox, held] {
        assert_eq!(text(alarm, "Statistic"), "Maximum");
        // A period holds a sweep for certain, so that the alarm does not end between two.
        assert!(number(alarm, "Period") >= 2 * 5 * 60);
    }
}

/// An alarm finds a metric under the very dimensions that it was written with.
#[test]
fn alarms_on_our_metrics_have_the_dimension_that_functions_write() {
    let ours = resources("AWS::CloudWatch::Alarm").into_iter();
    let ours: Vec<_> = ours.filter(|(_, alarm)| text(alarm, "Namespace") == OURS).collect();
    assert!(ours.len() >= 2);
    for (name, alarm) in ours {
        let dimensions = json!([{ "Name": metrics::DIMENSION, "Value": { "Ref": "RenewalSweep" } }]);
        assert_eq!(alarm["Dimensions"], dimensions, "{name}");
    }
    let variables = &TEMPLATE["Globals"]["Function"]["Environment"]["Variables"];
    assert_eq!(variables["CERTFLOW_METRICS"]["Fn::Sub"], OURS);
}

/// The dashboard as a stack of this name has it.
fn dashboard(stack: &str) -> Value {
    let body = resource("Dashboard")["DashboardBody"]["Fn::Sub"].as_str().unwrap();
    let body = body.replace("${AWS::StackName}", stack).replace("${AWS::Region}", "ap-northeast-1");
    serde_json::from_str(&body).unwrap()
}

/// Every row of metrics, with the title of its widget.
fn rows(dashboard: &Value) -> Vec<(&str, &Value)> {
    let widgets = dashboard["widgets"].as_array().unwrap().iter();
    let rows = |widget: &'_ Value| {
        let properties = &widget["properties"];
        assert_eq!(properties["region"], "ap-northeast-1");
        properties["metrics"].as_array().unwrap().len()
    };
    widgets
        .flat_map(|widget| {
            let title = widget["properties"]["title"].as_str().unwrap();
            (0..rows(widget)).map(move |row| (title, &widget["properties"]["metrics"][row]))
        })
        .collect()
}

/// A namespace with a slash or a hyphen is found in double quotes alone.
#[test]
fn the_dashboard_searches_for_every_metric_there_is_to_watch() {
    let dashboard = dashboard("certflow-staging");
    let rows = rows(&dashboard);
    let searches: Vec<_> = rows.iter().filter_map(|(_, row)| row[0]["expression"].as_str()).collect();
    let mut seen = BTreeSet::new();
    for search in searches {
        let schema = format!("SEARCH('{{\"certflow/certflow-staging\",{}}} MetricName=", metrics::DIMENSION);
        let rest = search.strip_prefix(&schema).unwrap_or_else(|| panic!("{search}"));
        let (terms, rest) = rest.split_once("', '").unwrap();
        assert!(["Sum', 300)", "p95', 300)", "Maximum', 300)"].contains(&rest), "{search}");
        let terms = terms.strip_prefix('(').and_then(|terms| terms.strip_suffix(')')).unwrap_or(terms);
        for term in terms.split(" OR ") {
            let metric = term.strip_prefix('"').and_then(|term| term.strip_suffix('"'));
            seen.insert(metric.unwrap_or_else(|| panic!("{search}")).to_owned());
        }
    }
    let of_events = ["Failed", "Handled", "Milliseconds", "Refused", "Unsent"];
    let of_the_outbox = ["HeldLetters", "LeftBehind", "OldestMinutes"];
    let expected = of_events.into_iter().chain(of_the_outbox).map(str::to_owned).collect();
    assert_eq!(seen, expected);
}

/// How long messages wait, how many do, and how many are dead letters, of every queue.
#[test]
fn the_dashboard_shows_every_queue() {
    let dashboard = dashboard("certflow-staging");
    let mut shown: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
    let mut metric = "";
    for (title, row) in rows(&dashboard).into_iter().filter(|(_, row)| row[0].is_string()) {
        // `...` stands for what the row before began with.
        let queue = if row[0] == "..." { &row[1] } else { &row[3] };
        if row[0] != "..." {
            assert_eq!((&row[0], &row[2]), (&json!("AWS/SQS"), &json!("QueueName")), "{title}");
            metric = row[1].as_str().unwrap();
        }
        let queue = queue.as_str().unwrap().to_owned();
        assert!(shown.entry(title).or_default().insert((metric.to_owned(), queue)), "{title}");
    }
    let queues = |metric: &str, suffix: &str| {
        let queue = |room: Room| format!("${{{}{suffix}.QueueName}}", camel(room.name()));
        Room::ALL.map(|room| (metric.to_owned(), queue(room))).into_iter().collect::<BTreeSet<_>>()
    };
    let expected = [
        queues("ApproximateAgeOfOldestMessage", "Queue"),
        queues("ApproximateNumberOfMessagesVisible", "Dead"),
        queues("ApproximateNumberOfMessagesVisible", "Queue"),
    ];
    assert_eq!(shown.into_values().collect::<BTreeSet<_>>(), BTreeSet::from(expected));
}
