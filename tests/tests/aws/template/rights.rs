//! Who may do what, and nothing beyond it.

use std::collections::BTreeSet;
use std::fs;

use procedure::event::Room;
use serde_json::{Value, json};

use super::{camel, named, resource, resources};
use crate::tools::infra;

/// What is allowed, of what: one action and one resource.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Right {
    action: String,
    resource: String,
    condition: String,
}

/// Every statement, however deep: some stand within an `Fn::If`.
fn statements<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(map) if map.contains_key("Effect") => found.push(value),
        Value::Object(map) => map.values().for_each(|value| statements(value, found)),
        Value::Array(items) => items.iter().for_each(|item| statements(item, found)),
        _ => {}
    }
}

/// As `!Sub` would write it: what is named by `!Ref` or `!GetAtt` within `${}`.
fn written(value: &Value) -> String {
    if let Some(text) = value.as_str().or_else(|| value["Fn::Sub"].as_str()) {
        return text.to_owned();
    }
    match (&value["Ref"], &value["Fn::GetAtt"]) {
        (Value::String(name), _) => format!("${{{name}}}"),
        (_, Value::Array(parts)) => {
            let parts: Vec<_> = parts.iter().map(|part| part.as_str().unwrap()).collect();
            format!("${{{}}}", parts.join("."))
        }
        _ => panic!("neither text nor a name: {value}"),
    }
}

fn each(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(written).collect(),
        value => vec![written(value)],
    }
}

fn rights_in(properties: &Value) -> BTreeSet<Right> {
    let mut found = Vec::new();
    statements(properties, &mut found);
    let mut rights = BTreeSet::new();
    for statement in found {
        // Who takes on the role.
        if statement["Action"] == "sts:AssumeRole" {
            continue;
        }
        for action in each(&statement["Action"]) {
            for resource in each(&statement["Resource"]) {
                let condition = statement["Condition"].to_string();
                rights.insert(Right { action: action.clone(), resource, condition });
            }
        }
    }
    rights
}

/// What the role of a function allows, with the policies it shares.
fn rights(function: &str) -> BTreeSet<Right> {
    let role = resource(&format!("{}Role", camel(function)));
    let shared = role["ManagedPolicyArns"].as_array().unwrap();
    let shared = shared.iter().flat_map(|policy| rights_in(resource(named(policy))));
    rights_in(&role["Policies"]).into_iter().chain(shared).collect()
}

fn functions() -> impl Iterator<Item = &'static str> {
    Room::ALL.into_iter().map(Room::name).chain(["portal-webhook"])
}

/// Those of a function's rights whose action begins so, as pairs.
fn of(function: &str, service: &str) -> BTreeSet<(String, String)> {
    let ours = rights(function).into_iter().filter(|right| right.action.starts_with(service));
    ours.map(|right| (right.action, right.resource)).collect()
}

fn pairs(action: &str, resources: &[&str]) -> BTreeSet<(String, String)> {
    resources.iter().map(|resource| (action.to_owned(), (*resource).to_owned())).collect()
}

/// The whole of a service, of a table's neighbours, of a bucket: no right reaches that far. In a denial `*` gives nobody a
/// right, and the key's own policy is another kind of resource.
#[test]
fn no_right_is_given_to_every_resource_or_every_action() {
    const MANY: [&str; 2] = ["${Mails.Arn}/inbound/*", "${Mails.Arn}/staff/*"];
    for kind in [
        "AWS::IAM::Role",
        "AWS::IAM::ManagedPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::SNS::TopicPolicy",
        "AWS::S3::BucketPolicy",
    ] {
        for (name, properties) in resources(kind) {
            let mut found = Vec::new();
            statements(properties, &mut found);
            assert!(!found.is_empty(), "{name}");
            for statement in found.into_iter().filter(|statement| statement["Effect"] != "Deny") {
                let known = ["Effect", "Principal", "Action", "Resource", "Condition"];
                let members = statement.as_object().unwrap().keys();
                assert!(members.into_iter().all(|member| known.contains(&member.as_str())), "{name}");
                assert_ne!(statement["Principal"], "*", "{name}");
                for action in each(&statement["Action"]) {
                    assert!(action.contains(':') && !action.contains('*'), "{name}: {action}");
                    if action == "sts:AssumeRole" {
                        assert_eq!(
                            statement["Principal"],
                            json!({ "Service": "lambda.amazonaws.com" }),
                            "{name}"
                        );
                        assert!(statement["Resource"].is_null(), "{name}");
                        continue;
                    }
                    for resource in each(&statement["Resource"]) {
                        let one = !resource.contains('*') || MANY.contains(&resource.as_str());
                        assert!(one && !resource.is_empty(), "{name}: {resource}");
                    }
                }
            }
        }
    }
}

/// R41: S3 answers 403 for what is not there to whoever may not list it; an expired mail would be retried and end with
/// the dead letters.
#[test]
fn the_reader_of_mails_hears_that_one_is_gone() {
    for function in functions() {
        let mut expected = BTreeSet::new();
        if function == Room::ApprovalMailReceived.name() {
            expected = pairs("s3:GetObject", &["${Mails.Arn}/inbound/*", "${Mails.Arn}/staff/*"]);
            expected.extend(pairs("s3:ListBucket", &["${Mails.Arn}"]));
        }
        assert_eq!(of(function, "s3:"), expected, "{function}");
    }
    // The request for an object bears no prefix, so that a condition on one would never hold.
    let listing = rights(Room::ApprovalMailReceived.name());
    let listing = listing.iter().find(|right| right.action == "s3:ListBucket").unwrap();
    assert_eq!(listing.condition, "null");
}

/// The stand-in grants sending on everything, so what AWS will grant is held here: letters from the one address,
/// through the identity and the two configuration sets, to functions that send letters and to no other.
#[test]
fn whoever_sends_letters_sends_them_from_the_one_address() {
    const SES: &str = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:";
    let through =
        ["identity/${MailIdentity}", "configuration-set/${Letters}", "configuration-set/${WatchedLetters}"];
    let through = through.map(|resource| format!("{SES}{resource}"));
    let address = json!({ "StringEquals": { "ses:FromAddress": { "Ref": "MailFrom" } } }).to_string();
    let mut senders = 0;
    for function in functions() {
        let main = infra().join(format!("../../functions/{function}/src/main.rs"));
        let main = fs::read_to_string(main).unwrap();
        // What reacts to an event dispatches its order's letters.
        let sends = main.contains("aws::run(") || main.contains("aws::react(");
        senders += usize::from(sends);
        let expected: BTreeSet<Right> = through
            .iter()
            .filter(|_| sends)
            .map(|resource| Right {
                action: "ses:SendRawEmail".to_owned(),
                resource: resource.clone(),
                condition: address.clone(),
            })
            .collect();
        let given = rights(function).into_iter().filter(|right| right.action.starts_with("ses:"));
        assert_eq!(given.collect::<BTreeSet<_>>(), expected, "{function}");
    }
    assert_eq!(senders, Room::ALL.len() - 1, "all but the sweep, and not the webhook");
}

/// The key serves who reads the table or a mail, and through these services alone.
#[test]
fn the_key_decrypts_for_the_table_and_for_mails() {
    for function in functions() {
        let mut services = vec!["dynamodb"];
        services.extend((function == Room::ApprovalMailReceived.name()).then_some("s3"));
        let expected: BTreeSet<Right> = services
            .into_iter()
            .map(|service| {
                let service = format!("{service}.${{AWS::Region}}.amazonaws.com");
                let condition = json!({ "StringEquals": { "kms:ViaService": { "Fn::Sub": service } } });
                Right {
                    action: "kms:Decrypt".to_owned(),
                    resource: "${Key.Arn}".to_owned(),
                    condition: condition.to_string(),
                }
            })
            .collect();
        let given = rights(function).into_iter().filter(|right| right.action.starts_with("kms:"));
        assert_eq!(given.collect::<BTreeSet<_>>(), expected, "{function}");
    }
}
