use super::*;
use crate::Party;
use DocumentKind as Kind;

const NOW: &str = "2026-11-20T00:00:00Z";

fn chosen(documents: &[DocumentFacts], situation: &Situation) -> DocumentSet {
    let mut set = set_of(documents);
    assert!(set.choose_telegram(at(NOW), &RuleBook::default(), situation).unwrap());
    set
}

/// R79, R80: chosen, requested, delivered, answered; only the answer satisfies, and only item (iii).
#[test]
fn a_telegram_stands_in_for_the_bill_once_answered() {
    let book = RuleBook::default();
    let mut set = chosen(&[good(Kind::DriversLicence)], &later_years());
    let waits = |set: &DocumentSet| {
        let found = state(set, Item::PhoneBill, &later_years());
        (found.is_met(), found.waits_for())
    };
    assert_eq!(waits(&set), (false, Party::Provider));
    let address = set.address_source(&book, &later_years()).expect("the licence shows an address");
    assert!(set.telegram_requested(address.clone(), at(NOW)));
    assert_eq!(waits(&set), (false, Party::Vendor));
    assert!(set.telegram_undelivered(at(NOW)).unwrap());
    assert_eq!(waits(&set), (false, Party::Provider));
    assert!(set.telegram_requested(address, at(NOW)));
    assert!(set.telegram_delivered(at(NOW)).unwrap());
    assert_eq!(waits(&set), (false, Party::Customer));
    assert!(set.telegram_answered(at(NOW)).unwrap());
    assert_eq!(waits(&set), (true, Party::Nobody));

    let outstanding = set.outstanding(&book, &later_years());
    assert_eq!(outstanding.len(), 1);
    assert_eq!(
        outstanding[0].wanted,
        Wanted::Rules { item: Item::TaxReturn },
        "it stands in for nothing else"
    );
}

/// R89: late and repeated reports never take a telegram back, and none comes before the request.
#[test]
fn reports_of_a_telegram_are_idempotent() {
    let mut set = chosen(&[good(Kind::DriversLicence)], &later_years());
    for step in
        [DocumentSet::telegram_delivered, DocumentSet::telegram_undelivered, DocumentSet::telegram_answered]
    {
        assert_eq!(step(&mut set, at(NOW)).unwrap_err().code(), "telegram.not_requested");
    }
    let address = set.address_source(&RuleBook::default(), &later_years()).unwrap();
    set.telegram_requested(address.clone(), at(NOW));
    set.telegram_answered(at(NOW)).unwrap();
    let before = set.clone();
    assert!(!set.telegram_requested(address, at("2026-11-21T00:00:00Z")));
    for step in
        [DocumentSet::telegram_delivered, DocumentSet::telegram_undelivered, DocumentSet::telegram_answered]
    {
        assert!(!step(&mut set, at("2026-11-21T00:00:00Z")).unwrap());
    }
    assert!(!set.choose_telegram(at("2026-11-21T00:00:00Z"), &RuleBook::default(), &later_years()).unwrap());
    assert_eq!(set, before);
}

/// R79, R81: the address is that of an accepted document of (i') or (ii), the return first; nothing else serves.
#[test]
fn the_address_comes_from_an_accepted_document() {
    let book = RuleBook::default();
    let stamped =
        DocumentFacts { receipt_stamp: Some(ReceiptStamp::TaxOffice), ..good(Kind::IncomeTaxReturn) };
    let expired =
        DocumentFacts { expires_on: Some(jiff::civil::date(2026, 1, 1)), ..good(Kind::DriversLicence) };
    let opening =
        DocumentFacts { receipt_stamp: Some(ReceiptStamp::Prefecture), ..good(Kind::OpeningNotification) };
    let cases = [
        (vec![good(Kind::DriversLicence)], later_years(), Some("DriversLicence")),
        (vec![good(Kind::ResidentRecord)], first_year(), Some("ResidentRecord")),
        (vec![good(Kind::DriversLicence), stamped.clone()], later_years(), Some("IncomeTaxReturn")),
        (vec![good(Kind::Passport), good(Kind::DriversLicence)], first_year(), Some("DriversLicence")),
        (vec![good(Kind::IncomeTaxReturn)], later_years(), None), // its receipt is not proved
        (vec![good(Kind::Passport)], first_year(), None),         // shows no confirmed address
        (vec![expired], first_year(), None),
        (vec![opening, good(Kind::PhoneBill)], first_year(), None), // neither (i') nor (ii)
        (vec![stamped], first_year(), None),                        // not asked for in the first year
        (vec![], later_years(), None),
    ];
    for (documents, situation, expected) in cases {
        let source = set_of(&documents).address_source(&book, &situation);
        assert_eq!(source.as_ref().map(|source| source.document().as_str()), expected, "{documents:?}");
    }
}

/// R81: without such a document the telegram waits for the customer, who is told why.
#[test]
fn a_telegram_without_an_address_waits_for_a_document() {
    let set = chosen(&[good(Kind::Passport)], &first_year());
    let found = state(&set, Item::PhoneBill, &first_year());
    let ItemState::Telegram { lacks: Some(finding), .. } = &found else { panic!("{found:?}") };
    assert_eq!(finding.code, "telegram.no_address");
    assert_eq!(found.waits_for(), Party::Customer);
}

/// R79: a bill that does wins over a chosen telegram; one that does not leaves the telegram in its place.
#[test]
fn a_good_bill_wins_over_the_telegram() {
    let mut set = chosen(&[good(Kind::DriversLicence)], &later_years());
    let web = DocumentFacts { web_download: Some(true), id: id("web"), ..good(Kind::PhoneBill) };
    set.record(web).unwrap();
    assert!(matches!(state(&set, Item::PhoneBill, &later_years()), ItemState::Telegram { .. }));
    set.record(good(Kind::PhoneBill)).unwrap();
    assert!(matches!(state(&set, Item::PhoneBill, &later_years()), ItemState::Satisfied { .. }));
}

/// A22: once the vendors send none, it cannot be chosen; one answered before still counts.
#[test]
fn telegrams_may_end() {
    let data =
        RuleBookData { telegram: Window::until(jiff::civil::date(2026, 11, 24)), ..RuleBookData::default() };
    let ended = RuleBook::try_from(data).unwrap();
    let mut set = set_of(&[good(Kind::DriversLicence)]);
    let refusal = set.choose_telegram(at(NOW), &ended, &later_years()).unwrap_err();
    assert_eq!(refusal.code(), "telegram.not_offered");

    set.choose_telegram(at(NOW), &RuleBook::default(), &later_years()).unwrap();
    let phone = |set: &DocumentSet| set.statuses(&ended, &later_years())[2].state.clone();
    assert!(matches!(phone(&set), ItemState::Missing { telegram_offered: false, .. }));
    let address = set.address_source(&ended, &later_years()).unwrap();
    set.telegram_requested(address, at(NOW));
    set.telegram_answered(at(NOW)).unwrap();
    assert!(phone(&set).is_met());
}

/// R58, R80: nobody but a sole proprietor chooses a telegram.
#[test]
fn only_sole_proprietors_choose_a_telegram() {
    let refusal = DocumentSet::default().choose_telegram(at(NOW), &RuleBook::default(), &other_applicant());
    assert_eq!(refusal.unwrap_err().code(), "telegram.not_offered");
}
