use super::*;
use crate::Text;

/// R89: the same document twice changes nothing; corrections win by revision, in whatever order they come.
#[test]
fn recording_is_idempotent_and_order_free() {
    let draft = good(DocumentKind::DriversLicence);
    let corrected =
        DocumentFacts { revision: 1, expires_on: Some(jiff::civil::date(2029, 1, 1)), ..draft.clone() };
    let mut forward = DocumentSet::default();
    assert!(forward.record(draft.clone()).unwrap());
    assert!(!forward.record(draft.clone()).unwrap());
    assert!(forward.record(corrected.clone()).unwrap());
    assert!(!forward.record(draft.clone()).unwrap(), "an older revision comes late");
    let mut backward = DocumentSet::default();
    assert!(backward.record(corrected.clone()).unwrap());
    assert!(!backward.record(draft).unwrap());
    assert_eq!(forward, backward);
    assert_eq!(forward.get(&corrected.id), Some(&corrected));

    let other = DocumentFacts { legible: false, ..corrected };
    assert_eq!(forward.record(other).unwrap_err().code(), "documents.revision");
    assert_eq!(forward, backward, "a refused record changes nothing");
}

/// P12: everything from outside has a limit.
#[test]
fn sets_are_bounded() {
    let numbered = |n: usize| DocumentFacts { id: id(&format!("d{n}")), ..good(DocumentKind::PhoneBill) };
    let mut set = set_of(&(0..MAX_DOCUMENTS).map(numbered).collect::<Vec<_>>());
    assert_eq!(set.record(numbered(MAX_DOCUMENTS)).unwrap_err().code(), "documents.too_many");
    assert!(!set.record(numbered(0)).unwrap(), "known ones still pass");

    let mut set = DocumentSet::default();
    let label = Text::fixed("意見書", "opinion letter");
    for n in 0..MAX_ASKED {
        assert!(
            set.ask(format!("Q{n}").parse().unwrap(), label.clone(), at("2026-11-20T00:00:00Z")).unwrap()
        );
    }
    let more = set.ask("Q".parse().unwrap(), label, at("2026-11-20T00:00:00Z"));
    assert_eq!(more.unwrap_err().code(), "documents.too_many");
}

/// R16, R59: anyone can be asked for a document by an enquiry; it is met by a document that names the enquiry.
#[test]
fn enquiries_ask_for_documents_of_anyone() {
    let mut set = DocumentSet::default();
    let asked_at = at("2026-11-20T00:00:00Z");
    let label = Text::fixed("登記事項証明書", "certificate of registered matters");
    assert!(set.ask("Q1".parse().unwrap(), label.clone(), asked_at).unwrap());
    assert!(!set.ask("Q1".parse().unwrap(), label.clone(), asked_at).unwrap(), "R89");
    let book = RuleBook::default();
    let statuses = set.outstanding(&book, &other_applicant());
    assert_eq!(statuses.len(), 1);
    assert_eq!(statuses[0].wanted, Wanted::Enquiry { enquiry: "Q1".parse().unwrap(), label });
    assert_eq!(statuses[0].state, ItemState::Missing { accepts: vec![], telegram_offered: false });

    let answer = DocumentFacts { answers: Some("Q1".parse().unwrap()), ..good(DocumentKind::Other) };
    let blurred = DocumentFacts { id: id("blurred"), legible: false, ..answer.clone() };
    set.record(blurred).unwrap();
    assert!(matches!(set.statuses(&book, &other_applicant())[0].state, ItemState::Refused { .. }));
    set.record(answer).unwrap();
    assert!(set.outstanding(&book, &other_applicant()).is_empty());
}

/// R59, R71: what answers an enquiry was held against less than an item's rule, so it satisfies no item.
#[test]
fn answers_satisfy_no_item() {
    let answer = DocumentFacts {
        answers: Some("Q1".parse().unwrap()),
        expires_on: None,
        ..good(DocumentKind::DriversLicence)
    };
    assert_eq!(outcome(&judge(&answer, &later_years())), "accepted", "no expiry date is needed");
    let complete =
        DocumentFacts { expires_on: good(DocumentKind::DriversLicence).expires_on, ..answer.clone() };
    let set = set_of(&[complete]);
    assert!(matches!(state(&set, Item::Identity, &later_years()), ItemState::Missing { .. }));
    let dated = DocumentFacts { expires_on: Some(jiff::civil::date(2026, 11, 24)), ..answer };
    assert_eq!(outcome(&judge(&dated, &later_years())), "documents.expired");
}

/// R59: a request the vendor withdrew is wanted no more; its label is one short line.
#[test]
fn requests_can_be_withdrawn() {
    let mut set = DocumentSet::default();
    let now = at("2026-11-20T00:00:00Z");
    for label in ["", " ", "a\nb", &"x".repeat(MAX_LABEL + 1)] {
        let refusal = set.ask("Q1".parse().unwrap(), Text::new(label, "letter"), now).unwrap_err();
        assert_eq!(refusal.code(), "documents.label");
    }
    set.ask("Q1".parse().unwrap(), Text::fixed("意見書", "opinion letter"), now).unwrap();
    assert!(set.withdraw_request(&"Q1".parse().unwrap(), now));
    assert!(!set.withdraw_request(&"Q1".parse().unwrap(), now));
    assert!(!set.withdraw_request(&"Q2".parse().unwrap(), now));
    assert!(set.statuses(&RuleBook::default(), &other_applicant()).is_empty());
}

/// R84, R90: what was stored comes back as it was, and what an older version stored still decodes.
#[test]
fn stored_sets_decode() {
    let mut set = set_of(&[good(DocumentKind::ResidentRecord), good(DocumentKind::PhoneBill)]);
    let now = at("2026-11-20T00:00:00Z");
    set.announce_original(id("in-post"), DocumentKind::ResidentRecord, now).unwrap();
    set.choose_telegram(now, &RuleBook::default(), &later_years()).unwrap();
    let stored = serde_json::to_string(&set).unwrap();
    assert_eq!(serde_json::from_str::<DocumentSet>(&stored).unwrap(), set);

    assert_eq!(serde_json::from_str::<DocumentSet>("{}").unwrap(), DocumentSet::default());
    let least = r#"{"documents":[{"id":"a","kind":"phone_bill","form":"posted_copy",
        "received_at":"2026-11-20T00:00:00Z","my_number_visible":false,"later":"ignored"}]}"#;
    let set: DocumentSet = serde_json::from_str(least).unwrap();
    assert!(set.get(&id("a")).unwrap().legible);
    let unlooked = least.replace(",\"my_number_visible\":false", "");
    let error = serde_json::from_str::<DocumentSet>(&unlooked).unwrap_err().to_string();
    assert!(error.contains("my_number_visible"), "R85: whether a My Number shows has no default: {error}");
}

/// R89: malformed ids and digests are refused with the field and the remedy.
#[test]
fn ids_and_digests_are_checked() {
    for bad in ["", "a b", "a#b", "住民票", "../x/y", &"a".repeat(65)] {
        assert_eq!(bad.parse::<DocumentId>().unwrap_err().code, "documents.id_malformed", "{bad:?}");
    }
    for bad in ["", "5E", &"5E".repeat(32), &"5e".repeat(33), &"zz".repeat(32)] {
        assert_eq!(bad.parse::<FileDigest>().unwrap_err().code, "documents.digest_malformed", "{bad:?}");
    }
    assert!(serde_json::from_str::<DocumentId>("\"a b\"").is_err());
}
