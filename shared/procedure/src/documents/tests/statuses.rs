use jiff::civil::date;

use super::*;
use crate::Party;
use DocumentKind as Kind;

/// R62, R66, R86: what is missing is told with the kinds that would do, in order of preference.
#[test]
fn missing_items_name_what_would_do() {
    let book = RuleBook::default();
    let set = DocumentSet::default();
    let identity = vec![Kind::DriversLicence, Kind::Passport, Kind::ResidentRecord];
    let missing = |accepts, telegram_offered| ItemState::Missing { accepts, telegram_offered };
    let states = |situation| -> Vec<ItemState> {
        set.outstanding(&book, &situation).into_iter().map(|status| status.state).collect()
    };
    assert_eq!(
        states(first_year()),
        [
            missing(vec![Kind::OpeningNotification, Kind::CommencementReport], false),
            missing(identity.clone(), false),
            missing(vec![Kind::PhoneBill], true),
        ]
    );
    let returns = vec![Kind::IncomeTaxReturn, Kind::ConsumptionTaxReturn, Kind::TaxReturnDataService];
    assert_eq!(
        states(later_years()),
        [missing(returns, false), missing(identity, false), missing(vec![Kind::PhoneBill], true)]
    );
    assert!(states(other_applicant()).is_empty(), "R58");
}

/// R71: exactly one identity document suffices, whichever it is; a second one changes nothing for the worse.
#[test]
fn one_identity_document_suffices() {
    for kind in [Kind::DriversLicence, Kind::Passport, Kind::ResidentRecord] {
        let mut set = set_of(&[good(kind)]);
        assert_eq!(
            state(&set, Item::Identity, &later_years()),
            ItemState::Satisfied { document: good(kind).id, proof: None, warnings: vec![] }
        );
        let expired = DocumentFacts {
            id: id("expired"),
            expires_on: Some(date(2020, 1, 1)),
            ..good(Kind::DriversLicence)
        };
        set.record(expired).unwrap();
        assert!(state(&set, Item::Identity, &later_years()).is_met(), "{kind:?} and an expired one");
    }
}

/// A19, R68: an unstamped return is complete with a proof of receipt for the same year, and only with one.
#[test]
fn a_proof_of_receipt_completes_an_unstamped_return() {
    let filing = good(Kind::IncomeTaxReturn);
    let mut set = set_of(std::slice::from_ref(&filing));
    let ItemState::ProofMissing { document, accepts, refused } = state(&set, Item::TaxReturn, &later_years())
    else {
        panic!("the proof is missing")
    };
    assert_eq!((document, refused.len()), (filing.id.clone(), 0));
    assert_eq!(accepts, [Kind::EtaxReceiptNotice, Kind::ReceiptLeaflet, Kind::TaxPaymentCertificate]);

    let other_year = DocumentFacts { id: id("2024"), tax_year: Some(2024), ..good(Kind::EtaxReceiptNotice) };
    set.record(other_year).unwrap();
    assert!(
        !state(&set, Item::TaxReturn, &later_years()).is_met(),
        "a notice for another year proves nothing"
    );

    set.record(good(Kind::EtaxReceiptNotice)).unwrap();
    let ItemState::Satisfied { document, proof, warnings } = state(&set, Item::TaxReturn, &later_years())
    else {
        panic!("complete")
    };
    assert_eq!((document, proof), (filing.id, Some(good(Kind::EtaxReceiptNotice).id)));
    assert_eq!(warnings[0].code, "documents.consent_pending", "the vendor has not confirmed it yet");
}

/// R64, A19: the same for a notification of opening filed with a tax office after stamps were abolished.
#[test]
fn a_proof_of_receipt_completes_an_unstamped_opening() {
    let mut set = set_of(&[good(Kind::OpeningNotification)]);
    assert!(matches!(state(&set, Item::Opening, &first_year()), ItemState::ProofMissing { .. }));
    set.record(good(Kind::ReceiptLeaflet)).unwrap();
    assert!(state(&set, Item::Opening, &first_year()).is_met());
    let proof_alone = set_of(&[good(Kind::ReceiptLeaflet)]);
    assert!(matches!(state(&proof_alone, Item::Opening, &first_year()), ItemState::Missing { .. }));
}

/// A17: an item that is satisfied but runs out soon says until when; a longer-lived document takes its place.
#[test]
fn expiring_items_say_until_when() {
    let soon =
        DocumentFacts { expires_on: Some(date(2026, 12, 1)), id: id("soon"), ..good(Kind::DriversLicence) };
    let mut set = set_of(&[soon]);
    let found = state(&set, Item::Identity, &later_years());
    let ItemState::Expiring { last_day, .. } = &found else { panic!("expiring: {found:?}") };
    assert_eq!(*last_day, date(2026, 12, 1));
    assert_eq!((found.is_met(), found.waits_for()), (true, Party::Provider));
    let book = RuleBook::default();
    assert_eq!(set.usable_until(&book, &later_years()), Some(date(2026, 12, 1)));

    set.record(good(Kind::Passport)).unwrap();
    assert!(matches!(state(&set, Item::Identity, &later_years()), ItemState::Satisfied { .. }));
    assert_eq!(set.usable_until(&book, &later_years()), Some(date(2028, 6, 30)));
}

/// R12, R86: a document staff have not looked at fully waits for staff, one to mend for the customer.
#[test]
fn refused_items_wait_for_whoever_can_mend_them() {
    let unlooked = DocumentFacts { expires_on: None, ..good(Kind::Passport) };
    let mut set = set_of(&[unlooked]);
    assert_eq!(state(&set, Item::Identity, &later_years()).waits_for(), Party::Provider);
    set.record(good(Kind::HealthInsuranceCard)).unwrap();
    let found = state(&set, Item::Identity, &later_years());
    assert_eq!(found.waits_for(), Party::Customer);
    let ItemState::Refused { documents, accepts, .. } = found else { panic!("refused") };
    assert_eq!(documents.len(), 2, "every document is told");
    assert_eq!(accepts.first(), Some(&Kind::DriversLicence));
}

/// R61, R86: each document is judged, also one that serves no item.
#[test]
fn every_document_is_assessed() {
    let set = set_of(&[good(Kind::OpeningNotification), good(Kind::Passport)]);
    let found = set.assessments(&RuleBook::default(), &later_years());
    let found: Vec<_> = found.iter().map(|(id, assessment)| (id.as_str(), outcome(assessment))).collect();
    assert_eq!(
        found,
        [
            ("OpeningNotification", "documents.other_business_age".to_owned()),
            ("Passport", "accepted".to_owned())
        ]
    );
}
