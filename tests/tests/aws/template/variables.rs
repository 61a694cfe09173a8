//! What functions find in their variables.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use platform::aws::Urls;
use platform::aws::starting::OF_A_REACTION;
use platform::config::{
    DispatchConfig, IntakeConfig, PollConfig, PreflightConfig, Reader, StoreConfig, VendorWebhookConfig,
    WebhookConfig, WorkConfig, read,
};
use procedure::event::Room;
use serde_json::Value;
use vendors::Vendors;
use vendors::variables::KEY;

use super::deployment::STAGES;
use super::{TEMPLATE, camel, decoded, resource};
use crate::tools::infra;

/// Bytes of variables that a function may have (AWS: "Lambda quotas").
const MOST: usize = 4_096;
/// Bytes of them that the stages' files leave to `Policy`; README.md says so.
const ROOM_FOR_POLICY: usize = 800;
/// What makes the vendors, in a function's main.
const VENDORS: &str = "Vendors::from_variables";
/// Variables that stay at their defaults on AWS: they go with what Lambda and its queues do, and with the alarms.
const LEFT: [&str; 10] = [
    "CERTFLOW_AT_ONCE",
    "CERTFLOW_EVENT_DAYS",
    "CERTFLOW_LEASE_MINUTES",
    "CERTFLOW_LOG",
    "CERTFLOW_MAX_ATTEMPTS",
    "CERTFLOW_MESSAGE_ID_DOMAIN",
    "CERTFLOW_POLL_MINUTES",
    "CERTFLOW_REQUEUE_MINUTES",
    "CERTFLOW_RESERVE_SECONDS",
    "CERTFLOW_TRIES",
];

fn functions() -> impl Iterator<Item = &'static str> {
    Room::ALL.into_iter().map(Room::name).chain(["portal-webhook"])
}

fn own(function: &str) -> BTreeMap<String, Value> {
    let own = resource(&camel(function))["Environment"]["Variables"].as_object();
    own.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn set(function: &str) -> BTreeMap<String, Value> {
    let shared = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"].as_object().unwrap();
    let shared = shared.iter().map(|(name, value)| (name.clone(), value.clone()));
    shared.chain(own(function)).collect()
}

fn main_of(function: &str) -> String {
    fs::read_to_string(infra().join(format!("../../functions/{function}/src/main.rs"))).unwrap()
}

/// The variables that are asked for while something is read.
fn asked(read: impl FnOnce(&dyn Fn(&str) -> Option<String>)) -> BTreeSet<String> {
    let asked = RefCell::new(BTreeSet::new());
    read(&|name| {
        asked.borrow_mut().insert(name.to_owned());
        // Without a key nothing else of the API is read, and without a sender nothing else of letters.
        match name {
            KEY => Some("KEY-0123456789".to_owned()),
            "CERTFLOW_MAIL_FROM" => Some("support@hosting.example".to_owned()),
            _ => None,
        }
    });
    asked.into_inner()
}

fn section<T>(config: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> BTreeSet<String> {
    asked(|variables| drop(read(variables, config)))
}

/// What a main that says this reads.
fn parts() -> Vec<(&'static str, BTreeSet<String>)> {
    let reaction = [
        section(StoreConfig::read),
        section(WorkConfig::read),
        section(DispatchConfig::read),
        section(Urls::read),
        OF_A_REACTION.map(str::to_owned).into(),
    ];
    let reaction: BTreeSet<String> = reaction.into_iter().flatten().collect();
    vec![
        ("aws::run(", reaction.clone()),
        ("aws::react(", reaction),
        ("aws::run_with(", section(WorkConfig::read)),
        ("StoreConfig::read", section(StoreConfig::read)),
        ("Urls::read", section(Urls::read)),
        ("IntakeConfig::read", section(IntakeConfig::read)),
        (" WebhookConfig::read", section(WebhookConfig::read)),
        ("VendorWebhookConfig::read", section(VendorWebhookConfig::read)),
        ("PreflightConfig::read", section(PreflightConfig::read)),
        ("PollConfig::read", section(PollConfig::read)),
        (VENDORS, asked(|variables| drop(Vendors::from_variables(variables)))),
        ("CERTFLOW_MAIL_BUCKET", BTreeSet::from(["CERTFLOW_MAIL_BUCKET".to_owned()])),
        // Every function's logs and metrics.
        ("fn main", BTreeSet::from(["CERTFLOW_LOG", "CERTFLOW_METRICS"].map(str::to_owned))),
    ]
}

fn reads(function: &str) -> BTreeSet<String> {
    let main = main_of(function);
    let parts = parts().into_iter().filter(|(says, _)| main.contains(says));
    parts.flat_map(|(_, names)| names).collect()
}

/// Whatever a function reads can be set by the parameters, as itself or by the ARN of a secret, and it is given
/// nothing that it does not read.
#[test]
fn functions_have_the_variables_that_they_read() {
    for function in functions() {
        let (set, reads) = (set(function), reads(function));
        for name in reads.iter().filter(|name| !LEFT.contains(&name.as_str())) {
            assert!(set.contains_key(name) || set.contains_key(&format!("{name}_ARN")), "{function}: {name}");
        }
        let makes_vendors = main_of(function).contains(VENDORS);
        for name in own(function).keys() {
            let of_vendors = name.starts_with("CERTFLOW_CERTCENTRAL_");
            let read = reads.contains(name.trim_end_matches("_ARN"));
            assert!(if of_vendors { makes_vendors } else { read }, "{function} does not read {name}");
        }
    }
}

/// No variable is read that the test above knows nothing of.
#[test]
fn every_variable_in_the_code_is_accounted_for() {
    let known: BTreeSet<String> = parts().into_iter().flat_map(|(_, names)| names).collect();
    assert!(LEFT.iter().all(|name| known.contains(*name)), "left at its default, and read by nobody");
    let root = infra().join("../..");
    let mut found = BTreeSet::new();
    for folder in ["functions", "shared"] {
        for package in fs::read_dir(root.join(folder)).unwrap() {
            names_in(&package.unwrap().path().join("src"), &mut found);
        }
    }
    assert!(found.len() > 30, "{found:?}");
    let unknown: Vec<_> = found.difference(&known).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// The names of variables that stand as text in the code of `folder`; not in tests' files.
fn names_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            names_in(&path, found);
        }
        if !name.ends_with(".rs") || name == "tests.rs" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for quoted in text.split('"').filter(|text| text.starts_with("CERTFLOW_")) {
            let is_name = |b: u8| b.is_ascii_uppercase() || b == b'_';
            if quoted.bytes().all(is_name) {
                found.insert(quoted.to_owned());
            }
        }
    }
}

/// Names and values together, and room for a policy; a longer one would have to go elsewhere.
#[test]
fn variables_fit_into_what_lambda_takes() {
    for stage in STAGES {
        let given = decoded(&format!("{stage}.yaml"));
        for function in functions() {
            let set = set(function);
            let length = |(name, value): (&String, &Value)| name.len() + value_of(value, &given, stage).len();
            let bytes: usize = set.iter().map(length).sum();
            assert!(bytes + ROOM_FOR_POLICY <= MOST, "{stage} {function}: {bytes} bytes");
        }
    }
}

/// What the stages' files say can be read by whom it is for.
#[test]
fn functions_start_with_what_the_stages_give() {
    for stage in STAGES {
        let given = decoded(&format!("{stage}.yaml"));
        for function in functions() {
            let set = set(function);
            let variables = |name: &str| match name {
                KEY => Some("KEY-0123456789".to_owned()),
                name => set.get(name).map(|value| value_of(value, &given, stage)),
            };
            read(&variables, |reader| {
                let parts = (StoreConfig::read(reader), DispatchConfig::read(reader), Urls::read(reader));
                Some((
                    parts.0?,
                    parts.1?,
                    parts.2?,
                    WorkConfig::read(reader)?,
                    PreflightConfig::read(reader)?,
                ))
            })
            .unwrap_or_else(|error| panic!("{stage} {function}: {error}"));
            if let Err(error) = Vendors::from_variables(&variables) {
                panic!("{stage} {function}: {error}");
            }
        }
    }
}

/// CertCentral counts the requests of a key, whoever makes them: each instance that has it keeps to its part, and there
/// are no more instances than parts.
#[test]
fn the_vendors_rate_limits_are_divided_among_all_that_share_the_key() {
    let limits = &TEMPLATE["Mappings"]["Limits"];
    let share: u64 = limits["CertCentral"]["Share"].as_str().unwrap().parse().unwrap();
    let mut instances = 0;
    for function in functions().filter(|function| own(function).contains_key("CERTFLOW_CERTCENTRAL_KEY_ARN"))
    {
        let told = &own(function)["CERTFLOW_CERTCENTRAL_SHARE"]["Fn::FindInMap"];
        assert_eq!(told, &serde_json::json!(["Limits", "CertCentral", "Share"]), "{function}");
        let source = &resource(&camel(function))["Events"]["Messages"]["Properties"];
        instances += source["ScalingConfig"]["MaximumConcurrency"].as_u64().unwrap();
    }
    assert!(instances > 0);
    assert_eq!(share, instances);
    let readme = fs::read_to_string(infra().join("README.md")).unwrap();
    assert!(readme.contains(&format!("Each of the {share} instances")));
}

/// What a variable will hold, or something as long.
fn value_of(value: &Value, given: &Value, stage: &str) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let stack = format!("certflow-{stage}");
    if let Some(name) = value["Ref"].as_str() {
        return match (&TEMPLATE["Parameters"][name], resource(name)["QueueName"]["Fn::Sub"].as_str()) {
            (Value::Null, Some(queue)) => {
                let queue = queue.replace("${AWS::StackName}", &stack);
                format!("https://sqs.ap-northeast-1.amazonaws.com/123456789012/{queue}")
            }
            (Value::Null, None) => format!("{stack}-{name}-0123456789ABC"),
            (parameter, _) if given[name].is_null() => text(&parameter["Default"]),
            _ => text(&given[name]),
        };
    }
    if let Some(path) = value["Fn::FindInMap"].as_array() {
        let steps = path.iter().map(|step| step.as_str().unwrap());
        return text(steps.fold(&TEMPLATE["Mappings"], |map, step| &map[step]));
    }
    value["Fn::Sub"].as_str().unwrap().replace("${AWS::StackName}", &stack)
}
