use jiff::civil::date;

use super::*;
use DocumentKind::ResidentRecord;

const NOW: &str = "2026-11-20T00:00:00Z";

/// R82: an original is announced, arrives and is sent on, each once.
#[test]
fn an_original_is_tracked_to_the_vendor() {
    let book = RuleBook::default();
    let original = good(ResidentRecord);
    let mut set = DocumentSet::default();
    assert_eq!(set.original_stage(&original.id), None);
    assert!(set.announce_original(original.id.clone(), ResidentRecord, at(NOW)).unwrap());
    assert!(!set.announce_original(original.id.clone(), ResidentRecord, at(NOW)).unwrap(), "R89");
    assert_eq!(set.original_stage(&original.id), Some(OriginalStage::Announced));
    assert_eq!(
        state(&set, Item::Identity, &later_years()),
        ItemState::Awaited { document: original.id.clone() }
    );
    let early = set.forward_original(&original.id, at(NOW), SUBMISSION, &book, &later_years());
    assert_eq!(early.unwrap_err().code(), "documents.no_original");

    set.record(original.clone()).unwrap();
    assert_eq!(set.original_stage(&original.id), Some(OriginalStage::Arrived));
    assert!(set.forward_original(&original.id, at(NOW), SUBMISSION, &book, &later_years()).unwrap());
    let again = set.forward_original(&original.id, at(NOW), date(2026, 11, 26), &book, &later_years());
    assert!(!again.unwrap(), "R89: sent on once");
    assert_eq!(set.original_stage(&original.id), Some(OriginalStage::Forwarded));
    assert!(!set.announce_original(original.id.clone(), ResidentRecord, at(NOW)).unwrap());
}

/// R83, A17: what is sent on is judged for the vendor's receipt, and ages no more once there.
#[test]
fn a_forwarded_original_ages_no_more() {
    let book = RuleBook::default();
    let original = DocumentFacts { issued_on: Some(date(2026, 9, 1)), ..good(ResidentRecord) };
    let mut set = set_of(std::slice::from_ref(&original));
    let late = set.forward_original(&original.id, at(NOW), date(2026, 12, 2), &book, &later_years());
    assert_eq!(late.unwrap_err().code(), "documents.issued_too_long_ago");
    assert_eq!(set.original_stage(&original.id), Some(OriginalStage::Arrived));

    set.forward_original(&original.id, at(NOW), date(2026, 11, 28), &book, &later_years()).unwrap();
    let months_later = later_years().submitted_on(date(2027, 2, 1));
    let found = state(&set, Item::Identity, &months_later);
    assert!(matches!(found, ItemState::Satisfied { .. }), "{found:?}");
    assert_eq!(set.usable_until(&book, &months_later), None);
}

/// R82, R83: what the vendor already has is preferred to a document that is not on its way yet.
#[test]
fn a_forwarded_original_comes_first() {
    let original = DocumentFacts { issued_on: Some(date(2026, 8, 28)), ..good(ResidentRecord) };
    let licence = good(DocumentKind::DriversLicence);
    let mut set = set_of(&[original.clone(), licence.clone()]);
    let satisfied_by = |set: &DocumentSet| match state(set, Item::Identity, &later_years()) {
        ItemState::Satisfied { document, warnings, .. } => (document, warnings.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(satisfied_by(&set), (licence.id, 0), "three days are left of the original");
    set.forward_original(&original.id, at(NOW), SUBMISSION, &RuleBook::default(), &later_years()).unwrap();
    assert_eq!(satisfied_by(&set), (original.id, 0));
}

/// R82: a copy is no original, however it came.
#[test]
fn copies_are_not_forwarded() {
    let book = RuleBook::default();
    for form in [Form::ElectronicCopy, Form::PostedCopy] {
        let copy = DocumentFacts { form, ..good(ResidentRecord) };
        let mut set = set_of(std::slice::from_ref(&copy));
        let refusal = set.forward_original(&copy.id, at(NOW), SUBMISSION, &book, &later_years());
        assert_eq!(refusal.unwrap_err().code(), "documents.no_original");
        assert_eq!(set.original_stage(&copy.id), None);
    }
}

/// R82, R85: an original that shows a My Number is not sent on.
#[test]
fn a_my_number_original_is_not_forwarded() {
    let shown = DocumentFacts { my_number_visible: true, ..good(ResidentRecord) };
    let mut set = set_of(std::slice::from_ref(&shown));
    let sent = set.forward_original(&shown.id, at(NOW), SUBMISSION, &RuleBook::default(), &later_years());
    assert_eq!(sent.unwrap_err().code(), "documents.my_number_visible");
}
