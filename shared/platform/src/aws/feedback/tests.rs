//! Events as SES documents them ("Examples of event data that Amazon SES publishes to Amazon SNS").

use procedure::event::{Event, EventKind};
use procedure::notice::Recipient;
use serde_json::json;

use super::*;

fn published(kind: &str, bounce: Option<&str>) -> Value {
    let mut event = json!({
        "eventType": kind,
        "mail": {
            "timestamp": "2026-11-22T00:00:00.000Z",
            "messageId": "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000",
            "destination": ["customer@example.jp"],
            "tags": {
                "ses:configuration-set": ["certflow"],
                tag::ORDER: [tag::encode("CF-9RJZ-NWDN-X4V4")],
                tag::NOTICE: [tag::encode("documents_needed")],
                tag::TO: [tag::recipient(Recipient::Notification)],
            }
        }
    });
    if let Some(bounce) = bounce {
        event["bounce"] = json!({
            "bounceType": bounce, "bounceSubType": "General",
            "bouncedRecipients": [{ "emailAddress": "customer@example.jp" }]
        });
    }
    event
}

fn feedback(value: &Value) -> (Envelope, MailFeedback) {
    match read(value.to_string().as_bytes()).unwrap() {
        Read::Feedback(envelope) => {
            let Content::Inline(data) = envelope.content.clone() else { panic!("{envelope:?}") };
            match Event::decode(EventKind::MailFeedback, data).unwrap() {
                Event::MailFeedback(event) => (*envelope, event),
                other => panic!("{other:?}"),
            }
        }
        other => panic!("{other:?}"),
    }
}

/// R88: a letter that does not arrive is told of with its order, and with nobody's address.
#[test]
fn a_bounce_becomes_an_event_of_its_order_without_an_address() {
    let (envelope, event) = feedback(&published("Bounce", Some("Permanent")));
    assert_eq!(envelope.subject.as_ref().unwrap().as_str(), "CF-9RJZ-NWDN-X4V4");
    assert_eq!((event.outcome, event.to), (MailOutcome::HardBounce, Recipient::Notification));
    assert_eq!(event.notice, "documents_needed");
    let wire = String::from_utf8(envelope.encode()).unwrap();
    assert!(!wire.contains("example.jp"), "{wire}");
    assert_eq!(Envelope::decode(wire.as_bytes()).unwrap(), envelope);
}

/// R89: brought twice, with or without SNS's envelope, it is the same event; other news of the letter is another.
#[test]
fn the_same_news_has_the_same_name() {
    let bare = published("Bounce", Some("Transient"));
    let wrapped = json!({ "Type": "Notification", "MessageId": "m", "Message": bare.to_string() });
    assert_eq!(feedback(&bare), feedback(&wrapped));
    assert_ne!(feedback(&bare).0.id, feedback(&published("Complaint", None)).0.id);
    assert_eq!(feedback(&bare).1.outcome, MailOutcome::SoftBounce);
    assert_eq!(feedback(&published("Delivery", None)).1.outcome, MailOutcome::Delivered);
}

#[test]
fn other_mails_and_other_messages_are_left_alone() {
    let mut foreign = published("Bounce", Some("Permanent"));
    foreign["mail"]["tags"] = json!({});
    assert_eq!(read(foreign.to_string().as_bytes()), Ok(Read::Nothing));
    assert_eq!(read(published("Open", None).to_string().as_bytes()), Ok(Read::Nothing));
    assert_eq!(read(b"{\"specversion\":\"1.0\"}"), Ok(Read::Other));
    assert_eq!(read(b"not json"), Ok(Read::Other));
    assert!(read(b"{\"eventType\":\"Bounce\"}").is_err());
}
