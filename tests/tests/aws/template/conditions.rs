//! What a stack has by its parameters. The stand-in makes neither of what is asked for here: it knows no receipt rules
//! and no code signing.

use serde_json::{Map, Value, json};

use super::{TEMPLATE, named, resources};

/// Whether a condition holds with these parameters and the defaults of the others.
fn holds(name: &str, given: &[(&str, &str)]) -> bool {
    expression(&TEMPLATE["Conditions"][name], given)
}

fn expression(condition: &Value, given: &[(&str, &str)]) -> bool {
    let (function, operands) = condition.as_object().unwrap().iter().next().unwrap();
    let operands = operands.as_array().unwrap();
    match function.as_str() {
        "Fn::Not" => !expression(&operands[0], given),
        "Fn::Equals" => value(&operands[0], given) == value(&operands[1], given),
        other => panic!("{other}"),
    }
}

fn value(operand: &Value, given: &[(&str, &str)]) -> String {
    let Some(name) = operand["Ref"].as_str() else { return operand.as_str().unwrap().to_owned() };
    let found = given.iter().find(|(parameter, _)| *parameter == name).map(|(_, value)| (*value).to_owned());
    found.unwrap_or_else(|| TEMPLATE["Parameters"][name]["Default"].as_str().unwrap_or_default().to_owned())
}

/// `part` with the branch of each `Fn::If` that is taken; `None` for `AWS::NoValue`.
fn taken(part: &Value, given: &[(&str, &str)]) -> Option<Value> {
    if let Some(branches) = part["Fn::If"].as_array() {
        let branch = if holds(branches[0].as_str().unwrap(), given) { 1 } else { 2 };
        return taken(&branches[branch], given);
    }
    match part {
        Value::Object(map) if map.get("Ref") == Some(&json!("AWS::NoValue")) => None,
        Value::Object(map) => {
            let members = map.iter().filter_map(|(name, part)| Some((name.clone(), taken(part, given)?)));
            Some(Value::Object(members.collect()))
        }
        Value::Array(items) => Some(items.iter().filter_map(|item| taken(item, given)).collect()),
        other => Some(other.clone()),
    }
}

/// The resources that a stack with these parameters has, as it has them.
pub(super) fn made(given: &[(&str, &str)]) -> Map<String, Value> {
    let resources = TEMPLATE["Resources"].as_object().unwrap().iter();
    let there = |resource: &Value| resource["Condition"].as_str().is_none_or(|name| holds(name, given));
    let made = resources.filter(|(_, resource)| there(resource));
    made.map(|(name, resource)| (name.clone(), taken(resource, given).unwrap())).collect()
}

/// R41: where a domain is given, SES keeps what it receives for it in the bucket, whose policy must be there by then.
#[test]
fn mail_is_received_for_the_domain_that_is_given() {
    let without = made(&[]);
    assert!(!without.contains_key("ReceiptRules") && !without.contains_key("ReceiptRule"));
    let with = made(&[("InboundDomain", "approvals.hosting.example")]);
    assert_eq!(with["ReceiptRules"]["Type"], "AWS::SES::ReceiptRuleSet");
    assert_eq!(with["ReceiptRule"]["DependsOn"], "MailsPolicy", "SES tries to write when the rule is made");
    let rule = &with["ReceiptRule"]["Properties"];
    assert_eq!(named(&rule["RuleSetName"]), "ReceiptRules");
    let (enabled, scanned) = (&rule["Rule"]["Enabled"], &rule["Rule"]["ScanEnabled"]);
    assert_eq!(
        (enabled, scanned),
        (&json!(true), &json!(true)),
        "verdicts are believed, so they must be there"
    );
    assert_eq!(rule["Rule"]["Recipients"], json!([{ "Ref": "InboundDomain" }]));
    let action = &rule["Rule"]["Actions"][0]["S3Action"];
    assert_eq!((named(&action["BucketName"]), &action["ObjectKeyPrefix"]), ("Mails", &json!("inbound/")));
    for stack in [&without, &with] {
        let statements =
            stack["MailsPolicy"]["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
        let allowed: Vec<_> = statements.iter().filter(|statement| statement["Effect"] == "Allow").collect();
        let expected = json!({
            "Effect": "Allow",
            "Principal": { "Service": "ses.amazonaws.com" },
            "Action": "s3:PutObject",
            "Resource": { "Fn::Sub": "${Mails.Arn}/inbound/*" },
            "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } },
        });
        assert_eq!(allowed, [&expected]);
    }
}

/// Where a signing profile is given, Lambda takes what it signed and nothing else.
#[test]
fn signed_code_alone_is_taken_where_a_profile_is_given() {
    let profile = "arn:aws:signer:ap-northeast-1:123456789012:/signing-profiles/certflow/0123456789";
    let (without, with) = (made(&[]), made(&[("SigningProfile", profile)]));
    assert!(!without.contains_key("Signing"));
    let signing = &with["Signing"]["Properties"];
    assert_eq!(
        signing["AllowedPublishers"]["SigningProfileVersionArns"],
        json!([{ "Ref": "SigningProfile" }])
    );
    assert_eq!(signing["CodeSigningPolicies"]["UntrustedArtifactOnDeployment"], "Enforce");
    for (name, _) in resources("AWS::Serverless::Function") {
        assert!(without[name]["Properties"]["CodeSigningConfigArn"].is_null(), "{name}");
        assert_eq!(named(&with[name]["Properties"]["CodeSigningConfigArn"]), "Signing", "{name}");
    }
}

/// R2: without a key of CertCentral no role names one, and nobody waits for a poll.
#[test]
fn without_a_key_the_desk_has_every_order() {
    let named = |stack: &Map<String, Value>, kind: &str| {
        let ours = stack.values().filter(|resource| resource["Type"] == kind);
        ours.filter(|resource| resource.to_string().contains(r#"{"Ref":"CertCentralKeyArn"}"#)).count()
    };
    let without = made(&[]);
    assert_eq!(named(&without, "AWS::IAM::Role"), 0);
    assert!(!without.contains_key("PollAlarm"));
    let key = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:certflow/staging/certcentral-XXXXXX";
    let with = made(&[("CertCentralKeyArn", key)]);
    assert!(with.contains_key("PollAlarm"));
    let readers = named(&with, "AWS::Serverless::Function");
    assert!(readers > 0);
    assert_eq!(named(&with, "AWS::IAM::Role"), readers, "a function that has the ARN may read the secret");
}
