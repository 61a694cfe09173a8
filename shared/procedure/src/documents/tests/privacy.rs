use super::*;

/// R75, R85: a visible My Number refuses whatever document of whatever applicant, which may not be stored.
#[test]
fn my_number_on_any_document() {
    for kind in DocumentKind::ALL {
        for situation in [first_year(), later_years(), other_applicant()] {
            for answers in [None, Some("Q1".parse().unwrap())] {
                let facts = DocumentFacts { my_number_visible: true, answers, ..good(kind) };
                let Assessment::Refused { refusal, file } = judge(&facts, &situation) else {
                    panic!("{kind:?} is refused")
                };
                assert_eq!(refusal.code(), "documents.my_number_visible", "{kind:?}");
                assert_eq!(file, FileDuty::Destroy, "{kind:?}");
            }
        }
    }
}

/// R85: of a document that shows a My Number nothing read off it is recorded, nor a digest of its file.
#[test]
fn nothing_of_a_my_number_document_is_kept() {
    let file: FileDigest = "5e".repeat(32).parse().unwrap();
    let facts = DocumentFacts {
        my_number_visible: true,
        receipt_stamp: Some(ReceiptStamp::TaxOffice),
        file: Some(file.clone()),
        ..good(DocumentKind::IncomeTaxReturn)
    };
    let set = set_of(std::slice::from_ref(&facts));
    let stored = serde_json::to_value(&set).unwrap();
    let mut fields: Vec<_> = stored["documents"][0].as_object().unwrap().keys().cloned().collect();
    fields.sort();
    assert_eq!(fields, ["form", "id", "kind", "legible", "my_number_visible", "received_at", "revision"]);
    assert!(matches!(state(&set, Item::TaxReturn, &later_years()), ItemState::Refused { .. }), "R86");

    // A masked copy under the next revision takes its place.
    let mut set = set;
    let masked = DocumentFacts { my_number_visible: false, revision: 1, ..facts };
    assert!(set.record(masked).unwrap());
    assert_eq!(set.documents().next().unwrap().file, Some(file));
    assert!(state(&set, Item::TaxReturn, &later_years()).is_met());
}

/// R74, R85, A20: insurance numbers are masked, on whatever document; somebody has to have looked.
#[test]
fn insurance_numbers_are_masked() {
    let before = later_years().submitted_on(jiff::civil::date(2025, 11, 1));
    let card =
        |masked| DocumentFacts { insurance_number_masked: masked, ..good(DocumentKind::HealthInsuranceCard) };
    assert_eq!(outcome(&judge(&card(Some(true)), &before)), "accepted");
    for (facts, code) in [
        (card(Some(false)), "documents.insurance_number_visible"),
        (card(None), "documents.not_recorded"),
        (
            DocumentFacts { insurance_number_masked: Some(false), ..good(DocumentKind::DriversLicence) },
            "documents.insurance_number_visible",
        ),
    ] {
        let Assessment::Refused { refusal, file } = judge(&facts, &before) else { panic!("{code}") };
        assert_eq!(refusal.code(), code);
        assert_eq!(file, FileDuty::MaskOrDestroy);
    }
}

/// R74, A20: of a card that is not masked, or that nobody looked at for that, no digest is recorded; of a masked one it is.
#[test]
fn no_digest_of_an_unmasked_card() {
    let file: FileDigest = "5e".repeat(32).parse().unwrap();
    for (kind, masked, kept) in [
        (DocumentKind::HealthInsuranceCard, Some(false), false),
        (DocumentKind::HealthInsuranceCard, None, false),
        (DocumentKind::EligibilityCertificate, None, false),
        (DocumentKind::DriversLicence, Some(false), false),
        (DocumentKind::HealthInsuranceCard, Some(true), true),
        (DocumentKind::DriversLicence, None, true),
    ] {
        let facts = DocumentFacts { insurance_number_masked: masked, file: Some(file.clone()), ..good(kind) };
        let set = set_of(&[facts]);
        assert_eq!(set.documents().next().unwrap().file.is_some(), kept, "{kind:?} {masked:?}");
    }
}

/// R58: a document nobody asked for is not kept.
#[test]
fn what_nobody_asked_for_is_not_kept() {
    for (kind, situation) in
        [(DocumentKind::Passport, other_applicant()), (DocumentKind::Other, later_years())]
    {
        let Assessment::Refused { file, .. } = judge(&good(kind), &situation) else { panic!("refused") };
        assert_eq!(file, FileDuty::Destroy);
    }
}

/// R86: findings name the field and never echo a document's dates or year.
#[test]
fn findings_echo_nothing_of_the_document() {
    for kind in DocumentKind::ALL {
        let facts = DocumentFacts {
            issued_on: Some(jiff::civil::date(1999, 1, 23)),
            expires_on: Some(jiff::civil::date(1999, 1, 23)),
            tax_year: Some(1999),
            ..good(kind)
        };
        for situation in [first_year(), later_years(), other_applicant()] {
            let told = serde_json::to_string(&judge(&facts, &situation)).unwrap();
            assert!(!told.contains("1999年") && !told.contains("in 1999"), "{kind:?}: {told}");
            if let Some(refusal) = judge(&facts, &situation).refusal() {
                let told = serde_json::to_string(refusal).unwrap();
                assert!(!told.contains("1999"), "{kind:?}: {told}");
            }
        }
    }
}

/// R85: the schema for those who send facts demands that somebody looked for a My Number.
#[test]
fn the_schema_demands_a_look_for_my_number() {
    let schema = serde_json::to_value(schemars::schema_for!(DocumentFacts)).unwrap();
    let required = schema["required"].as_array().unwrap();
    assert!(required.contains(&"my_number_visible".into()), "{required:?}");
    assert!(!required.contains(&"expires_on".into()), "{required:?}");
}
