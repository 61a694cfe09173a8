//! Mails that arrived: what S3 says when SES has put one into the bucket, made an event of the procedure (R41).
//!
//! The queue carries the bucket's name and the object's key, nothing of the mail.

use async_trait::async_trait;
use jiff::Timestamp;
use procedure::event::{ApprovalMailReceived, Event};
use procedure::{Finding, Text};
use serde::Deserialize;
use serde_json::Value;

use crate::arrival;
use crate::envelope::{Content, Envelope, Kind};
use crate::react::{Error, Handler, Outcome};

/// A handler that also takes what S3 says of new objects.
pub struct Arrivals<H>(pub H);

#[async_trait]
impl<H: Handler> Handler for Arrivals<H> {
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        match read(body).map_err(Error::Undecodable)? {
            Read::Arrival(envelope) => self.0.handle(&envelope.encode(), deadline).await,
            Read::Nothing => Ok(Outcome::Ignored),
            Read::Other => self.0.handle(body, deadline).await,
        }
    }
}

#[derive(Debug, PartialEq)]
enum Read {
    /// A mail arrived.
    Arrival(Box<Envelope>),
    /// S3's test message, or no new object.
    Nothing,
    /// Nothing of S3.
    Other,
}

#[derive(Deserialize)]
struct Notification {
    #[serde(rename = "Records")]
    records: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    event_name: String,
    event_time: Option<Timestamp>,
    s3: Place,
}

#[derive(Deserialize)]
struct Place {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    key: String,
}

fn read(body: &[u8]) -> Result<Read, Finding> {
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return Ok(Read::Other) };
    if value.get("Event").and_then(Value::as_str) == Some("s3:TestEvent") {
        return Ok(Read::Nothing);
    }
    if value.get("Records").is_none() {
        return Ok(Read::Other);
    }
    let notification: Notification = serde_json::from_value(value).map_err(|_| malformed())?;
    // S3 sends one change a message; more would need an acknowledgement each.
    let [change] = &notification.records[..] else { return Err(malformed()) };
    if !change.event_name.contains("ObjectCreated") {
        return Ok(Read::Nothing);
    }
    let key = form_decoded(&change.s3.object.key).ok_or_else(malformed)?;
    let name = arrival::event_of(&key)?;
    let event = Event::from(ApprovalMailReceived { mail: key });
    Ok(Read::Arrival(Box::new(Envelope {
        id: name.id,
        source: name.source,
        kind: Kind::Event(event.kind()),
        subject: None,
        time: change.event_time,
        content: Content::Inline(event.data()),
        traceparent: None,
    })))
}

/// Keys come encoded as form values: `+` for a space, `%` and two hexadecimal digits for other bytes.
fn form_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |b: Option<u8>| char::from(b?).to_digit(16);
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

fn malformed() -> Finding {
    Finding::stop(
        "arrival.malformed",
        "Records",
        "Amazon S3 event message structure 2.x",
        Text::fixed("S3 の通知を読み取れません。", "What S3 says cannot be read."),
        Text::fixed(
            "バケットの通知設定を確認してください。",
            "Check the bucket's notification configuration.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn created(key: &str) -> Vec<u8> {
        json!({ "Records": [{
            "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "ap-northeast-1",
            "eventTime": "2026-11-22T00:00:00.000Z", "eventName": "ObjectCreated:Put",
            "s3": { "bucket": { "name": "mails" }, "object": { "key": key, "size": 1024, "sequencer": "0055" } }
        }] })
        .to_string()
        .into_bytes()
    }

    /// R41: the queue carries a pointer; brought twice it is the same event.
    #[test]
    fn a_new_object_becomes_an_event_that_points_at_it() {
        let Ok(Read::Arrival(envelope)) = read(&created("inbound/a%2Bb+c%E3%81%82")) else {
            panic!("unread")
        };
        assert_eq!(envelope.content, Content::Inline(json!({ "mail": "inbound/a+b cあ" })));
        assert_eq!(read(&created("inbound/a%2Bb+c%E3%81%82")), Ok(Read::Arrival(envelope.clone())));
        assert_eq!(Envelope::decode(&envelope.encode()), Ok(*envelope));
    }

    #[test]
    fn the_test_message_changes_nothing_and_others_are_left_alone() {
        assert_eq!(read(br#"{"Service":"Amazon S3","Event":"s3:TestEvent"}"#), Ok(Read::Nothing));
        assert_eq!(read(br#"{"specversion":"1.0"}"#), Ok(Read::Other));
        assert!(read(br#"{"Records":[]}"#).is_err());
        assert!(read(&created("inbound/%zz")).is_err());
    }
}
