//! Events on the wire: CloudEvents 1.0 in JSON, structured mode (CloudEvents 1.0.2 §3, JSON format §3.1).
//!
//! An event from outside may hold personal data. Its `data` is kept with its record in the store and the queue
//! carries only the claim check, the documented extension attribute `dataref`. certflow's own events hold ids only
//! and carry their `data` themselves.

mod attributes;
mod claim_check;
mod depth;
mod derived_id;
mod digest;
mod kind;
mod schema;
mod source;
#[cfg(test)]
mod tests;
mod trace;

use jiff::Timestamp;
use procedure::event::{Event, EventKind, Room};
use procedure::{EventId, Finding, OrderId};
use serde_json::{Map, Value, json};

use attributes::Attributes;
pub(crate) use derived_id::derived_id;
pub use digest::Digest;
pub(crate) use digest::hex;
pub use kind::Kind;
pub use schema::schema;
pub use source::Source;
pub use trace::TraceParent;

/// Largest event accepted, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;
/// Deepest nesting accepted, the envelope's own braces included; DynamoDB takes 32 levels.
pub const MAX_DEPTH: usize = 24;

/// An event with its attributes.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// The producer's id of the event; with `source` it names the event for ever (R89).
    pub id: EventId,
    /// Who produced it.
    pub source: Source,
    /// What happened.
    pub kind: Kind,
    /// The order; absent only where the event has none yet, such as a mail that just arrived.
    pub subject: Option<OrderId>,
    /// When it happened, by its producer's clock.
    pub time: Option<Timestamp>,
    /// Its data, or where to find it.
    pub content: Content,
    /// The trace it belongs to (W3C Trace Context; CloudEvents distributed tracing extension).
    pub traceparent: Option<TraceParent>,
}

/// The data of an event, or the claim check for it.
#[derive(Clone, PartialEq)]
pub enum Content {
    /// `data`.
    Inline(Value),
    /// `dataref`: the data is in the store, with the event's record.
    Stored,
}

/// Masked: the data may be personal.
impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Content::Inline(_) => "Inline(masked)",
            Content::Stored => "Stored",
        })
    }
}

impl Envelope {
    /// The envelope of one of certflow's own events.
    pub fn internal(
        id: EventId,
        room: Room,
        subject: Option<OrderId>,
        event: &Event,
        time: Timestamp,
    ) -> Self {
        Self {
            id,
            source: Source::of_room(room),
            kind: Kind::Event(event.kind()),
            subject,
            time: Some(time),
            content: Content::Inline(event.data()),
            traceparent: None,
        }
    }

    /// Reads an event. Extension attributes that certflow does not know are ignored, as CloudEvents demands.
    ///
    /// # Errors
    /// A finding on the attribute that is missing or malformed: `event.too_large`, `event.too_deep`,
    /// `event.not_json`, `attribute.missing`, `attribute.malformed`, `type.unknown`, `id.malformed`.
    pub fn decode(bytes: &[u8]) -> Result<Self, Finding> {
        if bytes.len() > MAX_BYTES {
            return Err(attributes::too_large());
        }
        depth::check(bytes, MAX_DEPTH)?;
        let mut attributes = Attributes::parse(bytes)?;
        attributes.expect_version()?;
        let id: EventId = attributes.required("id")?;
        let source: Source = attributes.required("source")?;
        let kind = Kind::from_type(&attributes.text("type")?)?;
        let subject = attributes.optional("subject")?;
        let time = attributes.time()?;
        attributes.expect_json()?;
        let content = match (attributes.take("data"), attributes.take("dataref")) {
            (Some(data), None) => Content::Inline(data),
            (None, Some(reference)) => claim_check::read(&reference, &source, &id)?,
            (None, None) => return Err(attributes::missing("data")),
            (Some(_), Some(_)) => return Err(attributes::both_data()),
        };
        let traceparent = attributes.take("traceparent").and_then(|value| TraceParent::read(value.as_str()?));
        Ok(Self { id, source, kind, subject, time, content, traceparent })
    }

    /// The JSON text of the event.
    pub fn encode(&self) -> Vec<u8> {
        self.to_json().to_string().into_bytes()
    }

    /// The JSON form of the event.
    pub fn to_json(&self) -> Value {
        let mut map = Map::new();
        let mut put = |name: &str, value: Value| map.insert(name.to_owned(), value);
        put("specversion", json!("1.0"));
        put("id", json!(self.id));
        put("source", json!(self.source.as_str()));
        put("type", json!(self.kind.type_name()));
        if let Some(subject) = &self.subject {
            put("subject", json!(subject));
        }
        if let Some(time) = self.time {
            put("time", json!(time));
        }
        put("datacontenttype", json!("application/json"));
        match &self.content {
            Content::Inline(data) => put("data", data.clone()),
            Content::Stored => put("dataref", json!(claim_check::of(&self.source, &self.id))),
        };
        if let Some(trace) = &self.traceparent {
            put("traceparent", json!(trace.as_str()));
        }
        Value::Object(map)
    }

    /// The same event with its data left in the store.
    #[must_use]
    pub fn by_reference(&self) -> Self {
        Self { content: Content::Stored, ..self.clone() }
    }

    /// The digest of its content as one about `subject`, when the content is here: two events of one id must have one
    /// digest (R89).
    pub fn digest(&self, subject: Option<&OrderId>) -> Option<Digest> {
        match &self.content {
            Content::Inline(data) => Some(Digest::of(self.kind, subject, data)),
            Content::Stored => None,
        }
    }

    /// The type, when it is one of the procedure's.
    pub const fn event_kind(&self) -> Option<EventKind> {
        match self.kind {
            Kind::Event(kind) => Some(kind),
            Kind::OutboxLeftBehind | Kind::SweepPart => None,
        }
    }
}
