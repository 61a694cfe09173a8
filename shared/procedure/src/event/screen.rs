//! What of an event may not be kept: held against it before anything of it is stored, and again before it is handled.

use super::{DocumentReceived, Event};
use crate::order::{DocumentNews, EnquiryText};
use crate::{Finding, Refusal};

impl Event {
    /// Refuses what people wrote that may not be stored: a My Number (R85), a text without end (R17).
    ///
    /// Not part of decoding, so that what was stored before a rule was known is still read, and is refused as an
    /// answer instead of failing for ever.
    ///
    /// # Errors
    /// `text.my_number`, `text.length`.
    pub fn screen(&self) -> Result<(), Refusal> {
        let text = |field, text: &EnquiryText| text.check(field).err().into_iter().collect();
        let findings: Vec<Finding> = match self {
            Event::OrderSubmitted(event) => event.application.my_numbers(),
            Event::ApplicationAmended(event) => event.application.my_numbers(),
            Event::EnquiryRaised(event) => text("question", &event.question),
            Event::EnquiryAnswered(event) => text("answer", &event.answer),
            Event::OrderHeld(event) => text("comment", &event.comment),
            Event::OrderRejected(event) => text("reason", &event.reason),
            Event::OrderCancelled(event) => text("reason", &event.reason),
            _ => Vec::new(),
        };
        Refusal::of(findings).map_or(Ok(()), Err)
    }

    /// What may be stored of it until it is handled: of a document only what may be recorded of it (R85, A20).
    #[must_use]
    pub fn storable(self) -> Self {
        match self {
            Event::DocumentReceived(DocumentReceived { record: DocumentNews::Recorded { facts } }) => {
                DocumentReceived { record: DocumentNews::Recorded { facts: facts.storable() } }.into()
            }
            event => event,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::event::{Event, EventKind, OrderSubmitted};
    use crate::{Product, samples};

    fn refused(kind: EventKind, data: serde_json::Value) -> Option<(String, String)> {
        let refusal = Event::decode(kind, data).unwrap().screen().err()?;
        Some((refusal.code().to_owned(), refusal.findings()[0].field.clone().into_owned()))
    }

    /// R15–R17, R85: whatever people write is refused with a My Number in it, or past its length.
    #[test]
    fn what_people_write_is_screened() {
        for (kind, field, rest) in [
            (EventKind::EnquiryRaised, "question", json!({ "enquiry": "Q1" })),
            (EventKind::EnquiryAnswered, "answer", json!({ "enquiry": "Q1" })),
            (EventKind::OrderHeld, "comment", json!({})),
            (EventKind::OrderRejected, "reason", json!({ "by": "staff" })),
            (EventKind::OrderCancelled, "reason", json!({ "by": "customer" })),
        ] {
            let with = |text: &str| {
                let mut data = rest.clone();
                data[field] = json!(text);
                refused(kind, data)
            };
            let found = |code: &str| Some((code.to_owned(), field.to_owned()));
            assert_eq!(with("個人番号 1234 5678 9018"), found("text.my_number"));
            assert_eq!(with("１２３４５６７８９０１８"), found("text.my_number"));
            assert_eq!(with(&"長".repeat(4_001)), found("text.length"));
            assert_eq!(with(" "), found("text.length"));
            assert_eq!(with(&"長".repeat(4_000)), None);
            assert_eq!(with("注文番号 123456789019、電話 03-1234-5678"), None);
        }
    }

    /// R85: of a document with a My Number on it not even the digest waits to be handled.
    #[test]
    fn a_document_waits_without_what_may_not_be_kept() {
        let data = json!({ "record": { "news": "recorded", "facts": {
            "id": "D1", "kind": "resident_record", "form": "posted_original", "received_at": "2026-11-24T00:00:00Z",
            "my_number_visible": true, "issued_on": "2026-11-01", "file": "5e".repeat(32),
        } } });
        let stored = Event::decode(EventKind::DocumentReceived, data).unwrap().storable().data().to_string();
        assert!(stored.contains("my_number_visible"), "{stored}");
        assert!(!stored.contains("5e5e") && !stored.contains("2026-11-01"), "{stored}");
    }

    /// R85: so is an application.
    #[test]
    fn an_application_is_screened() {
        let mut application = samples::draft(Product::Bizcert);
        let event = |application| Event::from(OrderSubmitted { customer: samples::customer(), application });
        assert_eq!(event(application.clone()).screen(), Ok(()));
        application.organisation.name = "株式会社 1234-5678-9018".to_owned();
        assert_eq!(event(application).screen().unwrap_err().code(), "text.my_number");
    }
}
