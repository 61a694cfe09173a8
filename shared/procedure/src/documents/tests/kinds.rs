use jiff::civil::date;

use super::*;
use DocumentKind as Kind;

/// R63–R78, A19–A21: every kind on the submission date, for each business age.
#[test]
fn every_kind_by_business_age() {
    let cases = [
        // kind, first year, second year onwards
        (Kind::OpeningNotification, "accepted", "documents.other_business_age"),
        (Kind::CommencementReport, "documents.stamp_missing", "documents.other_business_age"),
        (Kind::IncomeTaxReturn, "documents.other_business_age", "accepted"),
        (Kind::ConsumptionTaxReturn, "documents.other_business_age", "accepted"),
        (Kind::TaxReturnDataService, "documents.other_business_age", "accepted"),
        (Kind::EtaxReceiptNotice, "accepted", "accepted"),
        (Kind::ReceiptLeaflet, "accepted", "accepted"),
        (Kind::TaxPaymentCertificate, "documents.other_business_age", "accepted"),
        (Kind::DriversLicence, "accepted", "accepted"),
        (Kind::Passport, "accepted", "accepted"),
        (Kind::HealthInsuranceCard, "documents.obsolete", "documents.obsolete"),
        (Kind::EligibilityCertificate, "documents.consent_awaited", "documents.consent_awaited"),
        (Kind::ResidentRecord, "accepted", "accepted"),
        (Kind::AlienRegistrationCertificate, "documents.obsolete", "documents.obsolete"),
        (Kind::ResidenceCard, "documents.consent_awaited", "documents.consent_awaited"),
        (Kind::SpecialPermanentResidentCertificate, "documents.consent_awaited", "documents.consent_awaited"),
        (Kind::IndividualNumberCard, "documents.consent_awaited", "documents.consent_awaited"),
        (Kind::PhoneBill, "accepted", "accepted"),
        (Kind::Other, "documents.kind_not_listed", "documents.kind_not_listed"),
    ];
    assert_eq!(cases.map(|case| case.0), Kind::ALL, "every kind has its case");
    for (kind, first, later) in cases {
        assert_eq!(outcome(&judge(&good(kind), &first_year())), first, "{kind:?}, first year");
        assert_eq!(outcome(&judge(&good(kind), &later_years())), later, "{kind:?}, later years");
        assert_eq!(outcome(&judge(&good(kind), &other_applicant())), "documents.not_required", "{kind:?}");
    }
}

/// R84, A20, A21: kinds come and go on their days.
#[test]
fn kinds_have_their_days() {
    let cases = [
        (Kind::HealthInsuranceCard, date(2025, 12, 1), "accepted"),
        (Kind::HealthInsuranceCard, date(2025, 12, 2), "documents.obsolete"),
        (Kind::AlienRegistrationCertificate, date(2012, 7, 8), "accepted"),
        (Kind::AlienRegistrationCertificate, date(2012, 7, 9), "documents.obsolete"),
        (Kind::EligibilityCertificate, date(2024, 12, 1), "documents.not_in_force"),
        (Kind::EligibilityCertificate, date(2024, 12, 2), "documents.consent_awaited"),
        (Kind::TaxReturnDataService, date(2024, 12, 31), "documents.not_in_force"),
    ];
    for (kind, submission, expected) in cases {
        let facts = DocumentFacts {
            issued_on: Some(submission),
            tax_year: Some(submission.year() - 1),
            ..good(kind)
        };
        let found = judge(&facts, &later_years().submitted_on(submission));
        assert_eq!(outcome(&found), expected, "{kind:?} on {submission}");
    }
}

/// R64, R69, A19, A23: whose stamp counts, and from when its absence can be made good.
#[test]
fn stamps_and_what_stands_in_for_them() {
    use ReceiptStamp::{Municipality, Prefecture, TaxOffice};
    let cases = [
        // kind, stamp, filed on, part or refusal
        (Kind::OpeningNotification, Some(TaxOffice), date(2024, 12, 31), Ok(Part::Suffices)),
        (Kind::OpeningNotification, Some(Prefecture), date(2026, 4, 1), Ok(Part::Suffices)),
        (Kind::OpeningNotification, Some(Municipality), date(2026, 4, 1), Ok(Part::Suffices)),
        (Kind::OpeningNotification, None, date(2024, 12, 31), Err("documents.stamp_missing")),
        (Kind::OpeningNotification, None, date(2025, 1, 1), Ok(Part::NeedsReceiptProof)),
        (Kind::CommencementReport, Some(Prefecture), date(2026, 4, 1), Ok(Part::Suffices)),
        (Kind::CommencementReport, None, date(2026, 4, 1), Err("documents.stamp_missing")),
        (Kind::IncomeTaxReturn, Some(TaxOffice), date(2026, 3, 1), Ok(Part::Suffices)),
        (Kind::IncomeTaxReturn, Some(Prefecture), date(2026, 3, 1), Ok(Part::NeedsReceiptProof)),
        (Kind::IncomeTaxReturn, None, date(2026, 3, 1), Ok(Part::NeedsReceiptProof)),
        (Kind::IncomeTaxReturn, None, date(2024, 12, 31), Err("documents.stamp_missing")),
        (Kind::ConsumptionTaxReturn, Some(Municipality), date(2024, 3, 1), Err("documents.stamp_missing")),
        (Kind::TaxReturnDataService, None, date(2026, 3, 1), Ok(Part::Suffices)),
        (Kind::EtaxReceiptNotice, None, date(2026, 3, 1), Ok(Part::ReceiptProof)),
    ];
    for (kind, receipt_stamp, filed, expected) in cases {
        let facts = DocumentFacts { receipt_stamp, issued_on: Some(filed), ..good(kind) };
        let opening = matches!(kind, Kind::OpeningNotification | Kind::CommencementReport);
        let found = judge(&facts, &if opening { first_year() } else { later_years() });
        match expected {
            Ok(part) => {
                assert_eq!(found.acceptance().map(|a| a.part), Some(part), "{kind:?} {receipt_stamp:?}")
            }
            Err(code) => assert_eq!(outcome(&found), code, "{kind:?} {receipt_stamp:?} {filed}"),
        }
    }
}

/// R69, A19: a return whose filing day is unknown was filed after its tax year, so one for 2024 bears no stamp.
#[test]
fn the_filing_day_follows_from_the_tax_year() {
    let unstamped =
        |year| DocumentFacts { tax_year: Some(year), issued_on: None, ..good(Kind::IncomeTaxReturn) };
    let part = |year, on| {
        judge(&unstamped(year), &later_years().submitted_on(on)).acceptance().map(|accepted| accepted.part)
    };
    assert_eq!(part(2024, date(2025, 6, 1)), Some(Part::NeedsReceiptProof));
    assert_eq!(part(2023, date(2024, 6, 1)), None);
}

/// R68: the return shows the trade name; a rule book may ask for it only where the application names one.
#[test]
fn the_trade_name_is_on_the_return() {
    let facts = DocumentFacts { shows_trade_name: Some(false), ..good(Kind::IncomeTaxReturn) };
    assert_eq!(outcome(&judge(&facts, &later_years())), "documents.trade_name_missing");
    let unknown = DocumentFacts { shows_trade_name: None, ..good(Kind::IncomeTaxReturn) };
    assert_eq!(outcome(&judge(&unknown, &later_years())), "documents.not_recorded");

    let mut data = RuleBookData::default();
    for rule in &mut data.rules {
        if let Standing::Accepted { conditions } = &mut rule.standing
            && rule.kind == Kind::IncomeTaxReturn
        {
            conditions.trade_name = TradeNameRule::RequiredIfUsed;
        }
    }
    let book = RuleBook::try_from(data).unwrap();
    let nameless = Situation {
        applicant: Applicant::SoleProprietor { age: BusinessAge::LaterYears, uses_trade_name: false },
        ..later_years()
    };
    assert_eq!(outcome(&assess(&book, &facts, &nameless)), "accepted");
    assert_eq!(outcome(&assess(&book, &facts, &later_years())), "documents.trade_name_missing");
}

/// R65, R70, R72–R77, R82, A18: copies do, but for the certificates whose original has to come by post.
#[test]
fn copies_and_originals() {
    for kind in [Kind::OpeningNotification, Kind::IncomeTaxReturn, Kind::DriversLicence, Kind::PhoneBill] {
        let situation = if kind == Kind::OpeningNotification { first_year() } else { later_years() };
        for form in [Form::ElectronicCopy, Form::PostedCopy, Form::PostedOriginal] {
            assert_eq!(outcome(&judge(&DocumentFacts { form, ..good(kind) }, &situation)), "accepted");
        }
    }
    let before = later_years().submitted_on(date(2012, 7, 1));
    let old = DocumentFacts { issued_on: Some(date(2012, 6, 1)), ..good(Kind::AlienRegistrationCertificate) };
    for (facts, situation) in [(good(Kind::ResidentRecord), later_years()), (old, before)] {
        for form in [Form::ElectronicCopy, Form::PostedCopy] {
            let found = judge(&DocumentFacts { form, ..facts.clone() }, &situation);
            assert_eq!(outcome(&found), "documents.original_required", "{:?}", facts.kind);
        }
        assert_eq!(outcome(&judge(&facts, &situation)), "accepted");
    }
}

/// R78: a bill downloaded from the web is refused, and one of unknown origin does not pass.
#[test]
fn a_bill_from_the_web_is_refused() {
    let bill = |web_download| DocumentFacts { web_download, ..good(Kind::PhoneBill) };
    let found = judge(&bill(Some(true)), &later_years());
    assert_eq!(outcome(&found), "documents.web_download");
    let finding = &found.refusal().unwrap().findings()[0];
    assert_eq!(finding.message.ja, "WEB上からダウンロードした請求書では承っておりません。");
    assert!(finding.remedy.ja.contains("電報"), "R79: the way out is named: {}", finding.remedy.ja);
    assert_eq!(outcome(&judge(&bill(None), &later_years())), "documents.not_recorded");
}

/// R86: every reason is told at once, each naming the field, the rule and the remedy, in both languages.
#[test]
fn every_reason_is_told() {
    let facts = DocumentFacts {
        legible: false,
        shows_trade_name: Some(false),
        tax_year: Some(2023),
        issued_on: Some(date(2024, 3, 1)),
        ..good(Kind::IncomeTaxReturn)
    };
    let found = judge(&facts, &later_years());
    let refusal = found.refusal().expect("refused");
    let told: Vec<_> =
        refusal.findings().iter().map(|f| (f.code.as_ref(), f.field.as_ref(), f.rule.as_ref())).collect();
    assert_eq!(
        told,
        [
            ("documents.illegible", "documents.IncomeTaxReturn.legible", "P12"),
            ("documents.tax_year_past", "documents.IncomeTaxReturn.tax_year", "R67, R83"),
            ("documents.trade_name_missing", "documents.IncomeTaxReturn.shows_trade_name", "R68"),
            ("documents.stamp_missing", "documents.IncomeTaxReturn.receipt_stamp", "R69"),
        ]
    );
    for finding in refusal.findings() {
        for text in [&finding.message, &finding.remedy] {
            assert!(text.ja.ends_with('。') && text.en.ends_with('.'), "whole sentences: {text:?}");
        }
    }
}
