//! What comes in, and how much of it.

use std::collections::BTreeSet;

use procedure::event::EventKind;
use serde_json::json;

use super::{TEMPLATE, named, resource, resources, sends};

/// The webhook is throttled before it costs anything, and waits for the function's own answer.
#[test]
fn the_webhook_is_limited() {
    let settings = &resource("PortalApiStage")["DefaultRouteSettings"];
    assert!(settings["ThrottlingBurstLimit"].as_u64().is_some_and(|burst| burst <= 100));
    assert!(settings["ThrottlingRateLimit"].as_u64().is_some_and(|rate| rate <= 100));
    let function = resource("PortalWebhook");
    assert!(function["ReservedConcurrentExecutions"].is_u64());
    let waits = resource("PortalApiIntegration")["TimeoutInMillis"].as_u64().unwrap();
    assert!(function["Timeout"].as_u64().unwrap() * 1_000 < waits);
    let paths: Vec<_> = resources("AWS::ApiGatewayV2::Route").into_iter().map(|(_, route)| route).collect();
    for path in ["/webhooks", portal_webhook::STAFF_PATH, portal_webhook::VENDOR_PATH] {
        assert!(paths.iter().any(|route| route["RouteKey"] == format!("POST {path}")), "{path}");
    }
    assert_eq!(paths.len(), 3);
}

/// R90: the webhook's function may send each event that it takes to its queue, and to no other.
#[test]
fn the_webhook_reaches_the_queues_of_what_it_takes() {
    let speakers = [portal_webhook::Speaker::Portal, portal_webhook::Speaker::Staff];
    let kinds = speakers.into_iter().flat_map(|speaker| speaker.kinds());
    // What a vendor posts makes us ask about the order.
    let kinds = kinds.chain([&EventKind::VendorStatusChanged]);
    let rooms: BTreeSet<String> = kinds.map(|kind| kind.room().name().to_owned()).collect();
    assert_eq!(sends("portal-webhook"), rooms);
}

/// R41: what SES says of a mail is believed, so nobody but SES may write where its mails lie; the queue gets a pointer.
#[test]
fn nobody_but_ses_writes_received_mails() {
    let statements = resource("MailsPolicy")["PolicyDocument"]["Statement"].as_array().unwrap();
    let inbound = json!({ "Fn::Sub": "${Mails.Arn}/inbound/*" });
    let denied = statements.iter().find(|one| one["Effect"] == "Deny" && one["Resource"] == inbound).unwrap();
    assert_eq!((&denied["Principal"], &denied["Action"]), (&"*".into(), &"s3:PutObject".into()));
    let but = json!({ "StringNotEquals": { "aws:PrincipalServiceName": "ses.amazonaws.com" } });
    assert_eq!(denied["Condition"], but);
    let plain = json!({ "Bool": { "aws:SecureTransport": "false" } });
    assert!(statements.iter().any(|one| one["Effect"] == "Deny" && one["Condition"] == plain));
    let encryption = &resource("Mails")["BucketEncryption"]["ServerSideEncryptionConfiguration"][0];
    assert_eq!(named(&encryption["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]), "Key");
    let told = &resource("Mails")["NotificationConfiguration"]["QueueConfigurations"][0];
    assert_eq!(named(&told["Queue"]), "ApprovalMailReceivedQueue");
    let rule = &resource("ReceiptRule")["Rule"];
    let actions = rule["Actions"].as_array().unwrap();
    assert!(actions.len() == 1 && actions[0]["S3Action"]["ObjectKeyPrefix"] == "inbound/", "{actions:?}");
}

/// P5: what became of letters comes back by the configuration set that they are sent through; that one arrived, only when
/// it changes something.
#[test]
fn news_of_letters_reach_their_queue() {
    for (news, set, kinds) in [
        ("LettersNews", "Letters", json!(["bounce", "complaint", "reject"])),
        ("WatchedLettersNews", "WatchedLetters", json!(["bounce", "complaint", "delivery", "reject"])),
    ] {
        let destination = &resource(news)["EventDestination"];
        assert_eq!(named(&resource(news)["ConfigurationSetName"]), set);
        assert_eq!(named(&destination["SnsDestination"]["TopicARN"]), "News");
        assert_eq!(destination["MatchingEventTypes"], kinds, "{news}");
    }
    let subscription = resource("NewsToQueue");
    assert_eq!(
        (named(&subscription["TopicArn"]), named(&subscription["Endpoint"])),
        ("News", "MailFeedbackQueue")
    );
    let variables = &TEMPLATE["Globals"]["Function"]["Environment"]["Variables"];
    assert_eq!(named(&variables["CERTFLOW_CONFIGURATION_SET"]), "Letters");
    assert_eq!(named(&variables["CERTFLOW_CONFIGURATION_SET_WATCHED"]), "WatchedLetters");
}

/// What Lambda logs of itself is JSON as functions' own lines are, and encrypted.
#[test]
fn logs_are_json_and_encrypted() {
    assert_eq!(TEMPLATE["Globals"]["Function"]["LoggingConfig"]["LogFormat"], "JSON");
    for (name, log) in resources("AWS::Logs::LogGroup") {
        assert_eq!(named(&log["KmsKeyId"]), "Key", "{name}");
        assert_eq!(named(&log["RetentionInDays"]), "LogDays", "{name}");
    }
}
