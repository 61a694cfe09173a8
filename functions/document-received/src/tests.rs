//! Documents as staff record them.

use procedure::documents::{DocumentFacts, DocumentKind, Form};
use procedure::event::DocumentReceived;
use procedure::notice::Notice;
use procedure::order::{DocumentNews, Ending, EnquiryText, Order};
use procedure::policy::Policy;
use procedure::{Decision, Moment, Party, Product, Send, samples};

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

fn news(order: Order, record: DocumentNews) -> Decision {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    received(order, &DocumentReceived { record }, &moment).unwrap()
}

/// A return, an identity document in `form` and a bill: all that a sole proprietor of later years owes.
fn complete(order: Order, form: Form) -> Order {
    let tax_return = DocumentFacts {
        tax_year: Some(2025),
        shows_trade_name: Some(true),
        ..facts("return", DocumentKind::TaxReturnDataService)
    };
    let day = Some("2026-11-05".parse().unwrap());
    let record_of = DocumentFacts { form, issued_on: day, ..facts("juminhyo", DocumentKind::ResidentRecord) };
    let bill =
        DocumentFacts { issued_on: day, web_download: Some(false), ..facts("bill", DocumentKind::PhoneBill) };
    [tax_return, record_of, bill].into_iter().fold(order, |order, facts| record(order, facts).order)
}

fn owed(order: &Order) -> Vec<(Party, String)> {
    let acts = order.acts().into_iter().filter(|act| {
        !["approve_domain", "answer_call", "examine_organisation"].contains(&act.code.as_str())
    });
    acts.map(|act| (act.by, act.code)).collect()
}

/// R16, R82, R12: complete documents wait for staff, who hand the copies over and post the originals by a deadline, and only
/// then for the vendor.
#[test]
fn complete_documents_are_handed_on_by_staff() {
    let order = complete(sole_proprietor(), Form::PostedOriginal);
    let provider = |code: &str| (Party::Provider, code.to_owned());
    assert_eq!(owed(&order), [provider("hand_documents_over"), provider("forward_original")]);
    let until = Policy::default().desk_until(samples::now());
    assert!(order.acts().iter().filter(|act| act.by == Party::Provider).all(|act| act.until == Some(until)));
    let handed = news(order, DocumentNews::HandedOver { documents: Vec::new() });
    assert!(handed.entry.unwrap().what.ja.contains("ベンダーへ提出しました"));
    assert_eq!(owed(&handed.order), [provider("forward_original")]);
    let again = news(handed.order.clone(), DocumentNews::HandedOver { documents: Vec::new() });
    assert_eq!(again.entry, None, "R89");
    let (id, vendor_receipt) = ("juminhyo".parse().unwrap(), "2026-11-27".parse().unwrap());
    let posted = news(handed.order, DocumentNews::OriginalForwarded { id, vendor_receipt });
    assert_eq!(owed(&posted.order), [(Party::Vendor, "send_documents".to_owned())]);
}

/// R79: a telegram in place of the bill is asked for by staff; while the vendor sends it the customer is not reminded.
#[test]
fn a_telegram_is_asked_for_by_staff() {
    let order = sole_proprietor();
    let provider = |code: &str| (Party::Provider, code.to_owned());
    let mut order = complete(order, Form::PostedOriginal);
    order = record(
        order,
        DocumentFacts { revision: 1, legible: false, ..facts("bill", DocumentKind::PhoneBill) },
    )
    .order;
    assert_eq!(owed(&order), [(Party::Customer, "send_documents".to_owned())]);
    order = news(order, DocumentNews::TelegramChosen).order;
    assert!(owed(&order).contains(&provider("request_telegram")), "{:?}", owed(&order));
    order = news(order, DocumentNews::TelegramRequested).order;
    assert!(!owed(&order).contains(&provider("request_telegram")));
    assert!(
        order.acts().iter().all(|act| (act.by, act.code.as_str()) != (Party::Customer, "send_documents"))
    );
}

/// R16: what came before the order was at the vendor is handed over once it is there, and the customer owes nothing.
#[test]
fn documents_that_came_early_are_handed_over_once_placed() {
    let early = complete(
        samples::accepted_from(&samples::sole_proprietor_draft(Product::Bizcert)),
        Form::PostedOriginal,
    );
    assert!(
        early.acts().iter().all(|act| act.code != "hand_documents_over"),
        "the vendor knows no order yet"
    );
    let early = samples::placed(early);
    let kinds = owed(&early);
    let provider = |code: &str| (Party::Provider, code.to_owned());
    assert_eq!(kinds, [provider("hand_documents_over"), provider("forward_original")]);
}

/// The acts staff owe about documents, with whether they have a deadline.
fn duties(order: &Order) -> Vec<(String, bool)> {
    let acts = order.acts().into_iter().filter(|act| act.code.ends_with("_document"));
    acts.map(|act| (act.code, act.until.is_some())).collect()
}

fn told_of(order: Order, record: DocumentNews) -> Result<Decision, procedure::Refusal> {
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
    assert_eq!(duties(&order), owes);
    order = record(order, DocumentFacts { revision: 1, ..facts("D1", DocumentKind::ResidentRecord) }).order;
    assert_eq!(duties(&order), owes);
    order.put_on_hold(EnquiryText::new("comment", "確認中").unwrap(), samples::now()).unwrap();
    assert_eq!(duties(&order), owes);
    order.end(Ending::Cancelled, None, samples::now()).unwrap();
    assert_eq!(duties(&order), owes);
    let gone = |id: &str| DocumentNews::Destroyed { id: id.parse().unwrap() };
    assert_eq!(told_of(order.clone(), gone("D2")).unwrap_err().code(), "documents.unknown");
    let done = told_of(order, gone("D1")).unwrap();
    assert_eq!((duties(&done.order), done.entry.is_some(), done.sends.len()), (vec![], true, 0));
    assert_eq!(told_of(done.order, gone("D1")).unwrap().entry, None, "R89");
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
    assert_eq!(duties(&order), [("mask_document".to_owned(), true)]);
    assert_eq!(duties(&record(order, card(1, true)).order), []);
}
