//! Events on the wire.

use procedure::event::{Event, EventKind, Room, SweepRequested, VendorReviewRequested};
use procedure::samples;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn sample() -> Value {
    json!({
        "specversion": "1.0",
        "id": "evt-1",
        "source": "/portal",
        "type": "certflow.vendor-review-requested.v1",
        "subject": "CF-7K3M-9QX2-TBEA",
        "time": "2026-11-24T01:00:00Z",
        "datacontenttype": "application/json",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "data": {},
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut event = sample();
    event[name] = value;
    event
}

fn decode(event: &Value) -> Result<Envelope, Finding> {
    Envelope::decode(event.to_string().as_bytes())
}

/// R89: what was written is read back the same.
#[test]
fn an_event_comes_back_as_it_was() {
    let envelope = decode(&sample()).unwrap();
    assert_eq!(envelope.to_json(), sample());
    assert_eq!(Envelope::decode(&envelope.encode()).unwrap(), envelope);
    let stored = envelope.by_reference();
    assert_eq!(stored.to_json()["dataref"], "events?source=%2Fportal&id=evt-1");
    assert_eq!(Envelope::decode(&stored.encode()).unwrap(), stored);
    assert_eq!((stored.digest(None), envelope.digest(None).is_some()), (None, true));
}

/// R89: a number too large for 64 bits is the same number on every hop, and the event the same event.
#[test]
fn a_large_number_comes_back_as_it_was() {
    let text = sample().to_string().replace("\"data\":{}", "\"data\":{\"n\":6600000000000000001861192694}");
    let envelope = Envelope::decode(text.as_bytes()).unwrap();
    let again = Envelope::decode(&envelope.encode()).unwrap();
    assert_eq!((again.digest(None), &again), (envelope.digest(None), &envelope));
    assert!(text.contains("6600000000000000001861192694"));
}

/// R85: an event by reference, and its debug form, hold nothing of its data.
#[test]
fn data_that_may_be_personal_is_in_no_message_and_no_log() {
    let envelope = decode(&with("data", json!({ "name": "secret" }))).unwrap();
    let message = String::from_utf8(envelope.by_reference().encode()).unwrap();
    assert!(!message.contains("secret") && !format!("{envelope:?}").contains("secret"));
}

/// R86: an error names the attribute.
#[test]
fn an_error_names_the_attribute_at_fault() {
    let missing = |name: &str| {
        let mut event = sample();
        event.as_object_mut().unwrap().remove(name);
        event
    };
    let cases = [
        (missing("specversion"), "attribute.missing", "specversion"),
        (with("specversion", json!("0.3")), "attribute.malformed", "specversion"),
        (missing("id"), "attribute.missing", "id"),
        (with("id", json!("")), "attribute.malformed", "id"),
        (with("id", json!(7)), "attribute.malformed", "id"),
        (with("id", json!("a#b")), "id.malformed", "id"),
        (missing("source"), "attribute.missing", "source"),
        (with("source", json!("a b")), "attribute.malformed", "source"),
        (missing("type"), "attribute.missing", "type"),
        (with("type", json!("certflow.unheard-of.v1")), "type.unknown", "type"),
        (with("subject", json!("a#b")), "id.malformed", "subject"),
        (with("subject", json!(1)), "attribute.malformed", "subject"),
        (with("time", json!("yesterday")), "attribute.malformed", "time"),
        (with("datacontenttype", json!("text/xml")), "attribute.malformed", "datacontenttype"),
        (with("data_base64", json!("AA==")), "attribute.malformed", "data_base64"),
        (missing("data"), "attribute.missing", "data"),
        (with("dataref", json!("events?source=%2Fportal&id=evt-1")), "attribute.malformed", "dataref"),
    ];
    for (event, code, field) in cases {
        let finding = decode(&event).unwrap_err();
        assert_eq!((&*finding.code, &*finding.field), (code, field), "{event}");
    }
}

/// CloudEvents 1.0: optional attributes may be missing, extensions and parameters are none of our business.
#[test]
fn what_cloudevents_allows_is_accepted() {
    for (name, value) in [
        ("subject", Value::Null),
        ("time", Value::Null),
        ("datacontenttype", Value::Null),
        ("datacontenttype", json!("application/json; charset=utf-8")),
        ("datacontenttype", json!("application/vnd.example+json")),
        ("dataschema", json!("https://example.jp/schema")),
        ("sequence", json!("0001")),
        ("traceparent", json!("not a trace")),
    ] {
        assert!(decode(&with(name, value.clone())).is_ok(), "{name}: {value}");
    }
    assert_eq!(decode(&with("traceparent", json!("not a trace"))).unwrap().traceparent, None);
}

/// The claim check leads to the event's own record and nowhere else.
#[test]
fn a_reference_elsewhere_is_refused() {
    for reference in ["events?source=%2Fportal&id=evt-2", "https://example.jp/", ""] {
        let mut event = with("dataref", json!(reference));
        event.as_object_mut().unwrap().remove("data");
        assert_eq!(decode(&event).unwrap_err().field, "dataref");
    }
}

#[test]
fn size_and_depth_are_limited() {
    let large = with("data", json!({ "text": "x".repeat(MAX_BYTES) }));
    assert_eq!(decode(&large).unwrap_err().code, "event.too_large");
    let nested = |levels: usize| format!("{{\"data\":{}1{}}}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(Envelope::decode(nested(MAX_DEPTH).as_bytes()).unwrap_err().code, "event.too_deep");
    assert_eq!(Envelope::decode(nested(MAX_DEPTH - 1).as_bytes()).unwrap_err().code, "attribute.missing");
    let brackets = with("data", json!({ "text": "[[[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{{{{{{{{{{{{" }));
    assert!(decode(&brackets).is_ok());
}

/// R89: the same content has the same digest, whatever the order of its members and the time it was sent.
#[test]
fn the_digest_is_that_of_the_content() {
    let digest = |event: &Value| {
        let envelope = decode(event).unwrap();
        envelope.digest(envelope.subject.as_ref()).unwrap()
    };
    let first = digest(&with("data", json!({ "a": [1, 2], "b": { "c": null, "d": "x" } })));
    let text = with("data", json!("placeholder")).to_string();
    let members = r#"{"b":{"d":"x","c":null},"a":[1,2]}"#;
    let other_order = Envelope::decode(text.replace("\"placeholder\"", members).as_bytes()).unwrap();
    assert_eq!(other_order.digest(other_order.subject.as_ref()), Some(first.clone()));
    let mut later = with("data", json!({ "a": [1, 2], "b": { "c": null, "d": "x" } }));
    later["time"] = json!("2026-11-25T01:00:00Z");
    assert_eq!(digest(&later), first);
    for other in [json!({ "a": [2, 1], "b": { "c": null, "d": "x" } }), json!({}), json!(null)] {
        assert!(decode(&with("data", other)).is_err() || digest(&with("data", json!({ "a": 1 }))) != first);
    }
    assert_ne!(digest(&with("subject", json!("CF-1"))), digest(&sample()));
}

#[test]
fn internal_types_are_no_events_of_the_procedure() {
    for kind in [Kind::OutboxLeftBehind, Kind::SweepPart] {
        assert_eq!(Kind::from_type(kind.type_name()), Ok(kind));
        assert!(EventKind::from_type(kind.type_name()).is_err());
    }
    for kind in EventKind::ALL {
        assert_eq!(Kind::from_type(kind.type_name()), Ok(Kind::Event(*kind)));
    }
}

/// Every type of event has a schema of its whole form, with its definitions where its references point.
#[test]
fn every_type_has_a_schema() {
    for kind in EventKind::ALL {
        let schema = schema(*kind);
        assert_eq!(schema["properties"]["type"]["const"], kind.type_name());
        let text = schema.to_string();
        for reference in text.split("\"#/$defs/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schema["$defs"].get(name).is_some(), "{kind:?}: {name}");
        }
        assert!(schema["properties"]["data"].get("$defs").is_none());
    }
}

#[test]
fn only_certflow_speaks_in_its_own_name() {
    for room in Room::ALL {
        assert!(Source::of_room(room).is_own());
        assert_eq!(Source::of_room(room).as_str().parse(), Ok(Source::of_room(room)));
    }
    let event = Event::from(SweepRequested { until: samples::now() });
    let envelope = Envelope::internal(samples::id("1"), Room::RenewalSweep, None, &event, samples::now());
    assert!(Envelope::decode(&envelope.encode()).unwrap().source.is_own());
    assert!(!"/portal".parse::<Source>().unwrap().is_own());
    let event = Event::from(VendorReviewRequested {});
    assert_eq!(event.data(), json!({}));
}

proptest! {
    /// Whatever comes in, the answer is an event or a finding.
    #[test]
    fn no_input_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Envelope::decode(&bytes);
    }

    /// A text that is almost an event either.
    #[test]
    fn no_event_cut_or_bent_breaks_the_reader(at in 0_usize..300, byte in any::<u8>()) {
        let mut bytes = sample().to_string().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = Envelope::decode(&bytes);
        let _ = Envelope::decode(&bytes[..at]);
    }
}
