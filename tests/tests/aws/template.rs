//! The template's own rules.

mod alarms;
mod conditions;
mod deployment;
mod rights;
mod schedule;
mod variables;
mod watching;

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::LazyLock;

use procedure::event::Room;
use serde_json::Value;

use crate::tools::{LINT, infra, succeed};

/// The template as JSON, its short functions (`!Ref`) written out.
static TEMPLATE: LazyLock<Value> = LazyLock::new(|| decoded("template.yaml"));

/// A file of the template's folder, in YAML.
fn decoded(file: &str) -> Value {
    let decode =
        "import json, sys; from cfnlint.decode import decode; print(json.dumps(decode(sys.argv[1])[0]))";
    let python = LINT.join("bin/python");
    let json = succeed(Command::new(python).args(["-c", decode]).arg(infra().join(file)));
    serde_json::from_str(&json).unwrap()
}

pub(crate) fn resources(kind: &str) -> Vec<(&'static str, &'static Value)> {
    let resources = TEMPLATE["Resources"].as_object().unwrap();
    let found: Vec<_> = resources
        .iter()
        .filter(|(_, resource)| resource["Type"] == kind)
        .map(|(name, resource)| (name.as_str(), &resource["Properties"]))
        .collect();
    assert!(!found.is_empty(), "{kind}");
    found
}

fn resource(name: &str) -> &'static Value {
    &TEMPLATE["Resources"][name]["Properties"]
}

/// The resource that `!GetAtt NAME.Arn` or `!Ref NAME` names.
fn named(value: &Value) -> &str {
    match value {
        Value::Object(map) if map.contains_key("Ref") => map["Ref"].as_str().unwrap(),
        Value::Object(map) => match &map["Fn::GetAtt"] {
            Value::Array(parts) => parts[0].as_str().unwrap(),
            other => other.as_str().unwrap().split('.').next().unwrap(),
        },
        other => panic!("{other}"),
    }
}

fn camel(name: &str) -> String {
    name.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

/// The names of the functions to whose queues a function's role lets it send.
pub(crate) fn sends(function: &str) -> BTreeSet<String> {
    let mut lists = Vec::new();
    all(resource(&format!("{}Role", camel(function))), "Statement", &mut lists);
    let statements = lists.into_iter().flat_map(|list| list.as_array().unwrap());
    let sends = statements.filter(|statement| statement["Action"] == "sqs:SendMessage");
    let queues = sends.flat_map(|statement| match &statement["Resource"] {
        Value::Array(queues) => queues.clone(),
        queue => vec![queue.clone()],
    });
    let room = |queue: Value| {
        let name = named(&queue).to_owned();
        let room = Room::ALL.into_iter().find(|room| name == format!("{}Queue", camel(room.name())));
        room.unwrap_or_else(|| panic!("{name}")).name().to_owned()
    };
    queues.map(room).collect()
}

/// Every value under `key`, however deep.
fn all<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| {
            if name == key {
                found.push(value);
            }
            all(value, key, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| all(item, key, found)),
        _ => {}
    }
}

#[test]
fn every_function_has_a_queue_of_its_own_and_the_queue_a_place_for_dead_letters() {
    let limits = &TEMPLATE["Mappings"]["Limits"]["Function"];
    let (timeout, visibility) = (limits["Timeout"].as_u64().unwrap(), limits["Visibility"].as_u64().unwrap());
    assert_eq!(TEMPLATE["Globals"]["Function"]["Timeout"].as_u64(), Some(timeout));
    assert!(visibility >= 6 * timeout);
    let mut queues = BTreeSet::new();
    for room in Room::ALL {
        let camel = camel(room.name());
        let function = resource(&camel);
        assert_eq!(function["CodeUri"], format!("../../target/lambda/{}/", room.name()));
        assert!(function["Timeout"].is_null(), "{camel}: its own time limit needs a visibility of its own");
        let source = &function["Events"]["Messages"];
        assert_eq!(
            source["Properties"]["FunctionResponseTypes"],
            serde_json::json!(["ReportBatchItemFailures"])
        );
        assert!(source["Properties"]["BatchSize"].as_u64().unwrap() <= 10);
        let concurrency = source["Properties"]["ScalingConfig"]["MaximumConcurrency"].as_u64().unwrap();
        assert!((2..=1_000).contains(&concurrency), "{camel}");
        let name = named(&source["Properties"]["Queue"]);
        assert!(queues.insert(name), "{name} belongs to two functions");
        let queue = resource(name);
        assert_eq!(
            queue["VisibilityTimeout"]["Fn::FindInMap"],
            serde_json::json!(["Limits", "Function", "Visibility"])
        );
        assert!(queue["RedrivePolicy"]["maxReceiveCount"].as_u64().unwrap() >= 5);
        let dead = named(&queue["RedrivePolicy"]["deadLetterTargetArn"]);
        assert_eq!(dead, format!("{camel}Dead"));
        let variable = format!("CERTFLOW_QUEUE_{}", room.name().replace('-', "_").to_uppercase());
        assert_eq!(named(&TEMPLATE["Globals"]["Function"]["Environment"]["Variables"][&variable]), name);
    }
    let dead_or_alive = resources("AWS::SQS::Queue");
    assert_eq!(dead_or_alive.len(), 2 * Room::ALL.len(), "a queue belongs to no function");
    // The longest there is: a function that is stopped over long holidays loses nothing.
    for (name, queue) in dead_or_alive {
        assert_eq!(queue["MessageRetentionPeriod"], 14 * 24 * 60 * 60, "{name}");
    }
}

/// R90: our lines are JSON as they are; of Lambda's own only warnings are kept, and paid for.
#[test]
fn every_function_logs_what_it_says_and_little_else() {
    let logging = &TEMPLATE["Globals"]["Function"]["LoggingConfig"];
    assert_eq!(logging, &serde_json::json!({ "LogFormat": "JSON", "SystemLogLevel": "WARN" }));
}

#[test]
fn every_function_logs_for_a_limited_time_under_a_role_of_its_own() {
    let (mut roles, mut logs) = (BTreeSet::new(), BTreeSet::new());
    let functions = resources("AWS::Serverless::Function");
    assert_eq!(functions.len(), Room::ALL.len() + 1);
    for (name, function) in functions {
        let log = named(&function["LoggingConfig"]["LogGroup"]);
        assert!(!resource(log)["RetentionInDays"].is_null(), "{name}");
        assert!(
            logs.insert(log) && roles.insert(named(&function["Role"])),
            "{name} shares its log or its role"
        );
        let alarms = resources("AWS::CloudWatch::Alarm");
        let watched = |suffix: &str| alarms.iter().any(|(alarm, _)| *alarm == format!("{name}{suffix}"));
        assert!(name == "PortalWebhook" || watched("DeadAlarm") && watched("AgeAlarm"), "{name}");
    }
}

/// R90: what is kept survives a mistake, and personal data that expires does expire.
#[test]
fn what_is_kept_is_kept_well() {
    let table = resource("Table");
    assert_eq!(table["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true);
    assert_eq!(table["SSESpecification"]["SSEType"], "KMS");
    assert_eq!(
        table["TimeToLiveSpecification"],
        serde_json::json!({ "AttributeName": "expires", "Enabled": true })
    );
    assert_eq!(
        table["DeletionProtectionEnabled"]["Fn::If"],
        serde_json::json!(["IsProduction", true, false])
    );
    assert_eq!(table["GlobalSecondaryIndexes"][0]["IndexName"], "due");
    assert_eq!(table["GlobalSecondaryIndexes"][0]["Projection"]["ProjectionType"], "KEYS_ONLY");
    for name in ["Table", "Key", "Mails"] {
        let resource = &TEMPLATE["Resources"][name];
        // A first deployment that fails leaves nothing behind whose name would block the next.
        let policies = (&resource["DeletionPolicy"], &resource["UpdateReplacePolicy"]);
        assert_eq!(policies, (&"RetainExceptOnCreate".into(), &"Retain".into()), "{name}");
    }
    let mails = resource("Mails");
    let blocked = mails["PublicAccessBlockConfiguration"].as_object().unwrap();
    assert!(blocked.len() == 4 && blocked.values().all(|value| value == true));
    assert!(!mails["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"].is_null());
}

#[test]
fn every_parameter_says_what_it_is_and_no_variable_holds_a_secret() {
    for (name, parameter) in TEMPLATE["Parameters"].as_object().unwrap() {
        assert!(parameter["Description"].as_str().is_some_and(|text| text.len() > 10), "{name}");
    }
    let mut variables = Vec::new();
    all(&TEMPLATE, "Variables", &mut variables);
    let names = variables.iter().flat_map(|map| map.as_object().unwrap().keys());
    for name in names {
        let secret = name.contains("SECRET") || name.contains("KEY");
        assert!(!secret || name.ends_with("_ARN"), "{name}");
    }
}
