//! What became of letters: the events that SES publishes through a configuration set, SNS and a queue, made events of
//! the procedure (P5).
//!
//! SES names recipients and subject in them; only order, letter and outcome go further, told apart by our tags.

use async_trait::async_trait;
use jiff::Timestamp;
use procedure::event::{Event, MailFeedback, MailOutcome};
use procedure::{EventId, Finding, OrderId, Text};
use serde::Deserialize;
use serde_json::Value;

use super::tag;
use crate::envelope::{Content, Envelope, Kind, Source};
use crate::react::{Error, Handler, Outcome};

/// Whom such events come from.
const SOURCE: &str = "/aws/ses";

/// A handler that also takes what SES publishes.
pub struct Feedback<H>(pub H);

#[async_trait]
impl<H: Handler> Handler for Feedback<H> {
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        match read(body).map_err(Error::Undecodable)? {
            Read::Feedback(envelope) => self.0.handle(&envelope.encode(), deadline).await,
            Read::Nothing => Ok(Outcome::Ignored),
            Read::Other => self.0.handle(body, deadline).await,
        }
    }
}

/// What a message is.
#[derive(Debug, PartialEq)]
enum Read {
    /// News of a letter of ours.
    Feedback(Box<Envelope>),
    /// News that changes nothing, or of a mail that is not ours.
    Nothing,
    /// Nothing of SES.
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Published {
    #[serde(alias = "notificationType")]
    event_type: String,
    mail: Mail,
    bounce: Option<Bounce>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    message_id: String,
    #[serde(default)]
    timestamp: Option<Timestamp>,
    #[serde(default)]
    tags: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    bounce_type: String,
}

/// Reads the event as SES wrote it, or in the envelope of SNS.
fn read(body: &[u8]) -> Result<Read, Finding> {
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else { return Ok(Read::Other) };
    if value.get("Type").and_then(Value::as_str) == Some("Notification") {
        let message = value.get("Message").and_then(Value::as_str).unwrap_or_default();
        value = serde_json::from_str(message).map_err(|_| malformed())?;
    }
    if value.get("eventType").or(value.get("notificationType")).is_none() {
        return Ok(Read::Other);
    }
    let published: Published = serde_json::from_value(value).map_err(|_| malformed())?;
    let Some(outcome) = published.outcome() else { return Ok(Read::Nothing) };
    let tag = |name: &str| published.mail.tags.get(name).and_then(|values| values.first());
    let (Some(order), Some(notice), Some(to)) = (tag(tag::ORDER), tag(tag::NOTICE), tag(tag::TO)) else {
        return Ok(Read::Nothing);
    };
    let text = |tag: &str| tag::decode(tag).ok_or_else(malformed);
    let event =
        MailFeedback { outcome, to: tag::recipient_of(to).ok_or_else(malformed)?, notice: text(notice)? };
    let subject: OrderId = text(order)?.parse()?;
    let event = Event::from(event);
    let envelope = Envelope {
        id: published.id(outcome)?,
        source: SOURCE.parse::<Source>()?,
        kind: Kind::Event(event.kind()),
        subject: Some(subject),
        time: published.mail.timestamp,
        content: Content::Inline(event.data()),
        traceparent: None,
    };
    Ok(Read::Feedback(Box::new(envelope)))
}

impl Published {
    fn outcome(&self) -> Option<MailOutcome> {
        match self.event_type.as_str() {
            "Delivery" => Some(MailOutcome::Delivered),
            "Complaint" => Some(MailOutcome::Complaint),
            // SES found a virus, and delivers to nobody.
            "Reject" => Some(MailOutcome::HardBounce),
            "DeliveryDelay" => Some(MailOutcome::SoftBounce),
            "Bounce" => match self.bounce.as_ref()?.bounce_type.as_str() {
                "Permanent" => Some(MailOutcome::HardBounce),
                _ => Some(MailOutcome::SoftBounce),
            },
            _ => None,
        }
    }

    /// The same news has the same id, however often SNS or the queue brings it.
    fn id(&self, outcome: MailOutcome) -> Result<EventId, Finding> {
        let outcome = match outcome {
            MailOutcome::Delivered => "delivered",
            MailOutcome::SoftBounce => "soft-bounce",
            MailOutcome::HardBounce => "hard-bounce",
            MailOutcome::Complaint => "complaint",
        };
        format!("{}.{outcome}", self.mail.message_id).parse()
    }
}

fn malformed() -> Finding {
    Finding::stop(
        "feedback.malformed",
        "eventType",
        "SES event publishing",
        Text::fixed("SES の通知を読み取れません。", "What SES published cannot be read."),
        Text::fixed(
            "設定セットのイベント送信先を確認してください。",
            "Check the configuration set's event destination.",
        ),
    )
}

#[cfg(test)]
mod tests;
