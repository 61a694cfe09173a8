//! Documents as staff record them.

use procedure::documents::{DocumentFacts, DocumentKind, Form};
use procedure::event::DocumentReceived;
use procedure::notice::Notice;
use procedure::order::{DocumentNews, Ending, EnquiryText, Order};
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

/// The acts staff owe about documents, with whether they have a deadline.
fn owed(order: &Order) -> Vec<(String, bool)> {
    let acts = order.acts().into_iter().filter(|act| act.code.ends_with("_document"));
    acts.map(|act| (act.code, act.until.is_some())).collect()
}

fn news(order: Order, record: DocumentNews) -> Result<Decision, procedure::Refusal> {
    let (policy, id) = (Policy::default(), samples::id("e2"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    received(order, &DocumentReceived { record }, &moment)
}

/// R75, R85: staff owe the destruction of a document with a My Number until it is said to be done, whatever is recorded
/// under its id meanwhile, on hold and when the order is over.
#[test]
fn a_my_number_has_to_be_destroyed_until_it_is_done() {
    let shown = DocumentFacts { my_number_visible: true, ..facts("D1", DocumentKind::ResidentRecord) };
    let mut order = record(sole_proprietor(), shown).order;
    let owes = vec![("destroy_document".to_owned(), true)];
    assert_eq!(owed(&order), owes);
    order = record(order, DocumentFacts { revision: 1, ..facts("D1", DocumentKind::ResidentRecord) }).order;
    assert_eq!(owed(&order), owes);
    order.put_on_hold(EnquiryText::new("comment", "確認中").unwrap(), samples::now()).unwrap();
    assert_eq!(owed(&order), owes);
    order.end(Ending::Cancelled, None, samples::now()).unwrap();
    assert_eq!(owed(&order), owes);
    let gone = |id: &str| DocumentNews::Destroyed { id: id.parse().unwrap() };
    assert_eq!(news(order.clone(), gone("D2")).unwrap_err().code(), "documents.unknown");
    let done = news(order, gone("D1")).unwrap();
    assert_eq!((owed(&done.order), done.entry.is_some(), done.sends.len()), (vec![], true, 0));
    assert_eq!(news(done.order, gone("D1")).unwrap().entry, None, "R89");
}

/// R74, A20: an unmasked insurance card has to be masked or destroyed; recorded as masked, it is done.
#[test]
fn an_unmasked_card_has_to_be_masked() {
    let card = |revision, masked| DocumentFacts {
        revision,
        insurance_number_masked: Some(masked),
        ..facts("D1", DocumentKind::DriversLicence)
    };
    let order = record(sole_proprietor(), card(0, false)).order;
    assert_eq!(owed(&order), [("mask_document".to_owned(), true)]);
    assert_eq!(owed(&record(order, card(1, true)).order), []);
}
