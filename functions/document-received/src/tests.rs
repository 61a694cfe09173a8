//! Documents as staff record them.

use procedure::documents::{DocumentFacts, DocumentKind, Form};
use procedure::event::DocumentReceived;
use procedure::notice::Notice;
use procedure::order::{DocumentNews, Order};
use procedure::policy::Policy;
use procedure::{Decision, Moment, Product, Send, samples};

use crate::decide::received;

fn facts(id: &str, kind: DocumentKind) -> DocumentFacts {
    DocumentFacts {
        id: id.parse().unwrap(),
        revision: 0,
        kind,
        form: Form::ElectronicCopy,
        received_at: samples::now(),
        my_number_visible: false,
        legible: true,
        issued_on: None,
        expires_on: None,
        tax_year: None,
        shows_trade_name: None,
        receipt_stamp: None,
        web_download: None,
        insurance_number_masked: None,
        file: None,
        answers: None,
    }
}

fn sole_proprietor() -> Order {
    samples::placed(samples::accepted_from(&samples::sole_proprietor_draft(Product::Bizcert)))
}

fn record(order: Order, facts: DocumentFacts) -> Decision {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let event = DocumentReceived { record: DocumentNews::Recorded { facts } };
    received(order, &event, &moment).unwrap()
}

/// R72, R86: an expired licence is told with the document it is about; a valid one is accepted in silence.
#[test]
fn an_expired_licence_is_told() {
    let licence = |expires: &str| DocumentFacts {
        expires_on: Some(expires.parse().unwrap()),
        ..facts("D1", DocumentKind::DriversLicence)
    };
    let expired = record(sole_proprietor(), licence("2026-11-01"));
    let refused = Notice::DocumentRefused { document: "D1".parse().unwrap() };
    assert!(matches!(&expired.sends[..], [Send::Letter(l)] if l.notice == refused), "{:?}", expired.sends);
    assert_eq!(record(sole_proprietor(), licence("2029-11-01")).sends, []);
}

/// R85: a document with a My Number is refused and nothing read off it is kept.
#[test]
fn my_number_is_refused_and_not_kept() {
    let shown = DocumentFacts {
        my_number_visible: true,
        issued_on: Some("2026-11-01".parse().unwrap()),
        form: Form::PostedOriginal,
        ..facts("D1", DocumentKind::ResidentRecord)
    };
    let decision = record(sole_proprietor(), shown);
    assert!(matches!(&decision.sends[..], [Send::Letter(_)]));
    assert_eq!(decision.order.documents.documents().next().unwrap().issued_on, None);
}

/// R89: the same document twice is told once.
#[test]
fn the_same_document_twice_changes_nothing() {
    let expired = DocumentFacts {
        expires_on: Some("2026-11-01".parse().unwrap()),
        ..facts("D1", DocumentKind::DriversLicence)
    };
    let first = record(sole_proprietor(), expired.clone());
    let second = record(first.order, expired);
    assert_eq!((second.sends, second.entry), (vec![], None));
}
