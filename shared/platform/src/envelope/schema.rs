//! The published form of an event: JSON Schema 2020-12 of the envelope with its data.

use procedure::event::{Event, EventKind};
use serde_json::{Map, Value, json};

/// The JSON Schema of events of type `kind` as producers send them, `data` included.
pub fn schema(kind: EventKind) -> Value {
    let mut data = Event::schema(kind).to_value();
    // `$ref`s of the data's schema point at the root's `$defs`, so these move up with them.
    let definitions = match data.as_object_mut() {
        Some(map) => {
            map.remove("$schema");
            map.remove("$defs")
        }
        None => None,
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.type_name(),
        "type": "object",
        "required": ["specversion", "id", "source", "type", "data"],
        "properties": {
            "specversion": { "const": "1.0" },
            "id": { "type": "string", "minLength": 1, "maxLength": 128 },
            "source": { "type": "string", "format": "uri-reference", "minLength": 1, "maxLength": 128 },
            "type": { "const": kind.type_name() },
            "subject": { "type": "string", "minLength": 1, "maxLength": 128, "description": "The order's id." },
            "time": { "type": "string", "format": "date-time" },
            "datacontenttype": { "const": "application/json" },
            "traceparent": { "type": "string" },
            "data": data,
        },
        "$defs": definitions.unwrap_or(Value::Object(Map::new())),
    })
}
