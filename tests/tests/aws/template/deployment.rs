//! What is deployed, and with which parameters.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{TEMPLATE, decoded, resource, resources};
use crate::tools::infra;

/// Bytes of variables that a function may have (AWS: "Lambda quotas").
const MOST_VARIABLES: usize = 4_096;
const STAGES: [&str; 2] = ["staging", "production"];

fn toml(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Each stage is deployed by a name, from a file that gives what has no default and nothing that is unknown.
#[test]
fn each_stage_has_a_file_of_parameters() {
    let config = toml(&infra().join("samconfig.toml"));
    let parameters = TEMPLATE["Parameters"].as_object().unwrap();
    for stage in STAGES {
        let deploy = &config[stage]["deploy"]["parameters"];
        assert_eq!(deploy["parameter_overrides"].as_str(), Some(format!("file://{stage}.yaml").as_str()));
        assert_eq!(deploy["stack_name"].as_str(), Some(format!("certflow-{stage}").as_str()));
        let given = decoded(&format!("{stage}.yaml"));
        assert_eq!(given["Stage"], stage);
        for name in given.as_object().unwrap().keys() {
            assert!(parameters.contains_key(name), "{stage}: {name}");
        }
        let needed = parameters.iter().filter(|(_, parameter)| parameter["Default"].is_null());
        for (name, _) in needed {
            assert!(!given[name].is_null(), "{stage}: {name}");
        }
    }
}

/// Names and values together; a policy of more than a kilobyte would have to go elsewhere.
#[test]
fn variables_fit_into_what_lambda_takes() {
    for stage in STAGES {
        let given = decoded(&format!("{stage}.yaml"));
        for (name, function) in resources("AWS::Serverless::Function") {
            let shared = &TEMPLATE["Globals"]["Function"]["Environment"]["Variables"];
            let own = function["Environment"]["Variables"].as_object();
            let all = shared.as_object().unwrap().iter().chain(own.into_iter().flatten());
            let bytes: usize =
                all.map(|(name, value)| name.len() + value_of(value, &given, stage).len()).sum();
            assert!(bytes + 1_000 <= MOST_VARIABLES, "{stage} {name}: {bytes} bytes");
        }
    }
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
    value["Fn::Sub"].as_str().unwrap().replace("${AWS::StackName}", &stack)
}

/// R89: a panic is caught where it happens, so what is deployed must unwind.
#[test]
fn what_is_deployed_unwinds() {
    let cargo = toml(&infra().join("../../Cargo.toml"));
    let profiles = cargo["profile"].as_table().unwrap();
    assert_eq!(profiles["function"]["inherits"].as_str(), Some("release"));
    for name in ["function", "release"] {
        let panic = profiles.get(name).and_then(|profile| profile.get("panic"));
        assert!(panic.is_none_or(|panic| panic.as_str() == Some("unwind")), "{name}");
    }
    let readme = fs::read_to_string(infra().join("README.md")).unwrap();
    let builds: Vec<_> = readme.lines().filter(|line| line.contains("cargo lambda build ")).collect();
    assert!(
        !builds.is_empty() && builds.iter().all(|line| line.contains("--profile function")),
        "{builds:?}"
    );
}
