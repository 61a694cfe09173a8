//! What SES publishes of letters, made from what functions gave it: the stand-in's SES keeps no configuration sets'
//! destinations.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::gate::{Call, form};

/// A letter that SES took.
pub(super) struct Letter {
    /// SES's id.
    id: String,
    /// Our Message-ID.
    pub(super) message_id: String,
    tags: Map<String, Value>,
    /// Whether SES tells when it arrives.
    watched: bool,
}

impl Letter {
    /// The letter of a call, if it was one and SES took it.
    pub(super) fn of(call: &Call) -> Option<Self> {
        if call.operation != "SendRawEmail" || call.status != 200 {
            return None;
        }
        let fields = form(&call.request);
        let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        // SES publishes what became of a letter by the configuration set that it was sent through.
        let watched = match field("ConfigurationSetName").as_deref() {
            Some("certflow-letters") => false,
            Some("certflow-watched-letters") => true,
            other => panic!("sent through {other:?}"),
        };
        let tag = |n| {
            Some((
                field(&format!("Tags.member.{n}.Name"))?,
                json!([field(&format!("Tags.member.{n}.Value"))?]),
            ))
        };
        let raw = STANDARD.decode(field("RawMessage.Data")?).ok()?;
        let raw = String::from_utf8_lossy(&raw).into_owned();
        let message_id = raw.lines().find_map(|line| line.strip_prefix("Message-ID: "))?.trim().to_owned();
        let answer = String::from_utf8_lossy(&call.answer).into_owned();
        let id = answer.split_once("<MessageId>")?.1.split_once("</MessageId>")?.0.to_owned();
        Some(Self { id, message_id, tags: (1..).map_while(tag).collect(), watched })
    }

    /// Whether it is the letter of this kind about this order.
    pub(super) fn is(&self, order: &str, notice: &str) -> bool {
        // In a tag `_` begins an escape.
        let notice = notice.replace('_', "_5F");
        self.tag("certflow-order") == Some(order) && self.tag("certflow-notice") == Some(&notice)
    }

    fn tag(&self, name: &str) -> Option<&str> {
        self.tags.get(name)?[0].as_str()
    }

    /// SES's word that it arrived, if SES tells.
    pub(super) fn delivered(&self) -> Option<Value> {
        self.watched.then(|| json!({ "eventType": "Delivery", "mail": self.mail(), "delivery": {} }))
    }

    /// SES's word that nobody will ever get it.
    pub(super) fn bounced(&self) -> Value {
        let bounce =
            json!({ "bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [] });
        json!({ "eventType": "Bounce", "mail": self.mail(), "bounce": bounce })
    }

    fn mail(&self) -> Value {
        json!({ "messageId": self.id, "timestamp": Timestamp::now(), "tags": self.tags })
    }
}
