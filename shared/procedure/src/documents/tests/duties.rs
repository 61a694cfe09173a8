use super::*;
use DocumentKind::{DriversLicence, PhoneBill, ResidentRecord, TaxReturnDataService};

const NOW: &str = "2026-11-20T00:00:00Z";

fn duties(set: &DocumentSet) -> Vec<Duty> {
    let (book, situation) = (RuleBook::default(), later_years());
    set.duties(&set.outstanding(&book, &situation), &book, &situation)
}

fn hand_over(set: &mut DocumentSet, ids: &[DocumentId]) -> Result<bool, crate::Refusal> {
    set.hand_over(ids, at(NOW), &RuleBook::default(), &later_years())
}

/// R16, R82: what came in copy is handed over and what came as an original is posted, once nothing more is wanted; each is
/// tracked on its own path.
#[test]
fn copies_and_originals_go_their_own_ways() {
    let mut set = set_of(&[good(TaxReturnDataService), good(ResidentRecord)]);
    assert_eq!(duties(&set), [], "the bill is still wanted");
    assert_eq!(
        hand_over(&mut set, &[id("ResidentRecord")]).unwrap_err().code(),
        "documents.not_to_be_handed_over"
    );
    set.record(good(PhoneBill)).unwrap();
    let copies = vec![id("TaxReturnDataService"), id("PhoneBill")];
    let forward = Duty::ForwardOriginal { document: id("ResidentRecord") };
    assert_eq!(duties(&set), [Duty::HandOver { documents: copies }, forward.clone()]);
    assert!(hand_over(&mut set, &[id("PhoneBill")]).unwrap());
    assert!(hand_over(&mut set, &[]).unwrap());
    assert!(!hand_over(&mut set, &[]).unwrap() && !hand_over(&mut set, &[id("PhoneBill")]).unwrap(), "R89");
    assert_eq!(set.handed_over_at(&id("PhoneBill")), Some(at(NOW)));
    assert_eq!(duties(&set), [forward]);
    let receipt = SUBMISSION;
    set.forward_original(&id("ResidentRecord"), at(NOW), receipt, &RuleBook::default(), &later_years())
        .unwrap();
    assert_eq!(duties(&set), []);
}

/// R89: a corrected document is handed over anew; one that does not do is not.
#[test]
fn corrections_are_handed_over_and_refused_documents_are_not() {
    let mut set = set_of(&[good(TaxReturnDataService), good(DriversLicence), good(PhoneBill)]);
    hand_over(&mut set, &[]).unwrap();
    let corrected = DocumentFacts { revision: 1, ..good(PhoneBill) };
    set.record(corrected).unwrap();
    assert_eq!(duties(&set), [Duty::HandOver { documents: vec![id("PhoneBill")] }]);
    set.record(DocumentFacts { revision: 2, my_number_visible: true, ..good(PhoneBill) }).unwrap();
    assert_eq!(duties(&set), [], "R85: the customer has to send another");
    let empty = hand_over(&mut DocumentSet::default(), &[]);
    assert_eq!(empty.unwrap_err().code(), "documents.not_to_be_handed_over");
}

/// R83: what the vendor has ages no more.
#[test]
fn what_was_handed_over_ages_no_more() {
    let mut set = set_of(&[good(TaxReturnDataService), good(DriversLicence), good(PhoneBill)]);
    let met = |set: &DocumentSet| {
        state(set, Item::PhoneBill, &later_years().submitted_on(date(2027, 6, 1))).is_met()
    };
    assert!(!met(&set));
    hand_over(&mut set, &[]).unwrap();
    assert!(met(&set));
}

/// R79, R81: the telegram is asked for once the documents whose address it goes to are there.
#[test]
fn the_telegram_is_asked_for() {
    let (book, situation) = (RuleBook::default(), later_years());
    let mut set = set_of(&[good(TaxReturnDataService), good(DriversLicence)]);
    set.choose_telegram(at(NOW), &book, &situation).unwrap();
    assert_eq!(duties(&set).last(), Some(&Duty::RequestTelegram));
    hand_over(&mut set, &[]).unwrap();
    assert_eq!(duties(&set), [Duty::RequestTelegram]);
    let address = set.address_source(&book, &situation).unwrap();
    set.telegram_requested(address, at(NOW));
    assert_eq!(duties(&set), []);
    set.telegram_undelivered(at(NOW)).unwrap();
    assert_eq!(duties(&set), [Duty::RequestTelegram]);
}

/// R12: a duty keeps its deadline while more comes, and stored sets without duties still read.
#[test]
fn a_duty_keeps_its_deadline() {
    let mut set = DocumentSet::default();
    let hand_over = |ids: &[&str]| Duty::HandOver { documents: ids.iter().map(|text| id(text)).collect() };
    let (first, later) = (at(NOW), at("2026-11-21T00:00:00Z"));
    set.owe(vec![hand_over(&["a"])], first, later);
    set.owe(vec![hand_over(&["a", "b"]), Duty::RequestTelegram], later, at("2026-11-22T00:00:00Z"));
    let owed: Vec<_> = set.owed().iter().map(|owed| (owed.duty.clone(), owed.since)).collect();
    assert_eq!(owed, [(hand_over(&["a", "b"]), first), (Duty::RequestTelegram, later)]);
    let read: DocumentSet = serde_json::from_value(serde_json::to_value(&set).unwrap()).unwrap();
    assert_eq!(read, set);
    let old = serde_json::to_value(DocumentSet::default()).unwrap();
    assert_eq!(old, serde_json::json!({}), "the form of old is the form of now");
}
