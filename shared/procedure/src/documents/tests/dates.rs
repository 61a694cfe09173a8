use jiff::civil::date;

use super::*;

/// R75, R76, R83, A17: three months end on the same day of the month, or on the month's last where it has none.
#[test]
fn three_months_from_issue() {
    let cases = [
        // issued, last good day
        (date(2026, 8, 25), date(2026, 11, 25)),
        (date(2026, 11, 30), date(2027, 2, 28)), // February of a common year
        (date(2026, 11, 29), date(2027, 2, 28)),
        (date(2026, 11, 28), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)), // of a leap year
        (date(2027, 11, 29), date(2028, 2, 29)),
        (date(2027, 11, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2028, 5, 29)), // issued on a leap day
        (date(2026, 5, 31), date(2026, 8, 31)),
        (date(2026, 8, 31), date(2026, 11, 30)), // 31 → 30
        (date(2026, 10, 1), date(2027, 1, 1)),   // over the new year
    ];
    for (issued, last) in cases {
        let facts = DocumentFacts { issued_on: Some(issued), ..good(DocumentKind::ResidentRecord) };
        let on_last = judge(&facts, &later_years().submitted_on(last));
        assert_eq!(on_last.acceptance().expect("accepted").last_day, Some(last), "issued {issued}");
        let after = judge(&facts, &later_years().submitted_on(last.tomorrow().unwrap()));
        assert_eq!(stops(&after), ["documents.issued_too_long_ago"], "issued {issued}");
    }
}

/// A17: a warning when fewer than 14 days are left at the vendor's receipt.
#[test]
fn fourteen_days_left_are_enough() {
    let facts = DocumentFacts { issued_on: Some(date(2026, 9, 1)), ..good(DocumentKind::ResidentRecord) };
    for (submission, warned) in [
        (date(2026, 11, 17), false), // 14 days left
        (date(2026, 11, 18), true),  // 13
        (date(2026, 12, 1), true),   // the last day
    ] {
        let found = judge(&facts, &later_years().submitted_on(submission));
        let expected: &[&str] = if warned { &["documents.expiring"] } else { &[] };
        assert_eq!(warnings(&found), expected, "{submission}");
        assert_eq!(found.acceptance().unwrap().expiring, warned);
    }
}

/// R83: a document accepted for one day is refused when the submission slips past its last day, and nothing stored
/// says otherwise.
#[test]
fn a_slipped_submission_is_judged_anew() {
    let facts = DocumentFacts { issued_on: Some(date(2026, 8, 25)), ..good(DocumentKind::ResidentRecord) };
    let set = set_of(&[facts]);
    assert!(state(&set, Item::Identity, &later_years()).is_met());
    let stored = serde_json::to_string(&set).unwrap();
    assert!(!stored.contains("accepted") && !stored.contains("refused"), "no verdict is stored: {stored}");

    let restored: DocumentSet = serde_json::from_str(&stored).unwrap();
    let slipped = later_years().submitted_on(date(2026, 11, 26));
    let ItemState::Refused { documents, .. } = state(&restored, Item::Identity, &slipped) else {
        panic!("refused the day after")
    };
    assert_eq!(documents[0].refusal.code(), "documents.issued_too_long_ago");
}

/// R72, R73, R83: valid through the last day, judged on the submission date.
#[test]
fn unexpired_through_the_last_day() {
    for kind in [DocumentKind::DriversLicence, DocumentKind::Passport] {
        let facts = DocumentFacts { expires_on: Some(date(2028, 2, 29)), ..good(kind) };
        let on = |day| outcome(&judge(&facts, &later_years().submitted_on(day)));
        assert_eq!(on(date(2028, 2, 29)), "accepted", "{kind:?}");
        assert_eq!(on(date(2028, 3, 1)), "documents.expired", "{kind:?}");
    }
}

/// R67, R83: the year before the submission's; until its return is due, also the one before.
#[test]
fn the_previous_fiscal_year_turns_with_the_filing_season() {
    use DocumentKind::{ConsumptionTaxReturn, IncomeTaxReturn};
    let cases = [
        // kind, tax year, submission, outcome, warned of a newer return
        (IncomeTaxReturn, 2025, date(2026, 11, 25), "accepted", false),
        (IncomeTaxReturn, 2025, date(2026, 12, 31), "accepted", false),
        (IncomeTaxReturn, 2025, date(2027, 1, 1), "accepted", true),
        (IncomeTaxReturn, 2025, date(2027, 3, 15), "accepted", true), // a Monday
        (IncomeTaxReturn, 2025, date(2027, 3, 16), "documents.tax_year_past", false),
        (IncomeTaxReturn, 2026, date(2027, 1, 1), "accepted", false),
        (IncomeTaxReturn, 2026, date(2026, 12, 31), "documents.tax_year_not_over", false),
        (IncomeTaxReturn, 2024, date(2026, 3, 16), "accepted", true), // 15 March is a Sunday
        (IncomeTaxReturn, 2024, date(2026, 3, 17), "documents.tax_year_past", false),
        (IncomeTaxReturn, 2024, date(2026, 11, 25), "documents.tax_year_past", false),
        (ConsumptionTaxReturn, 2025, date(2027, 3, 31), "accepted", true),
        (ConsumptionTaxReturn, 2025, date(2027, 4, 1), "documents.tax_year_past", false),
        (IncomeTaxReturn, i16::MIN, date(2026, 11, 25), "documents.tax_year_past", false),
        (IncomeTaxReturn, i16::MAX, date(2026, 11, 25), "documents.tax_year_not_over", false),
    ];
    for (kind, year, submission, expected, warned) in cases {
        let receipt_stamp = Some(ReceiptStamp::TaxOffice);
        let facts = DocumentFacts { tax_year: Some(year), receipt_stamp, ..good(kind) };
        let found = judge(&facts, &later_years().submitted_on(submission));
        assert_eq!(outcome(&found), expected, "{kind:?} {year} on {submission}");
        if found.acceptance().is_some() {
            let newer = warnings(&found).contains(&"documents.newer_return_may_exist".to_owned());
            assert_eq!(newer, warned, "{kind:?} {year} on {submission}");
        }
    }
}

/// R77: a bill grows doubtful after one month and stale after three; both limits are data.
#[test]
fn the_latest_bill_ages() {
    let facts = DocumentFacts { issued_on: Some(date(2026, 8, 31)), ..good(DocumentKind::PhoneBill) };
    let on = |day| judge(&facts, &later_years().submitted_on(day));
    assert!(warnings(&on(date(2026, 9, 30))).is_empty());
    assert_eq!(warnings(&on(date(2026, 10, 1))), ["documents.bill_maybe_not_latest"]);
    assert_eq!(outcome(&on(date(2026, 11, 30))), "accepted");
    assert_eq!(outcome(&on(date(2026, 12, 1))), "documents.bill_not_latest");
}

/// R83: a document dated after the submission is a mistake in one of the two dates.
#[test]
fn nothing_is_issued_after_it_is_submitted() {
    for kind in [DocumentKind::ResidentRecord, DocumentKind::PhoneBill] {
        let facts = DocumentFacts { issued_on: Some(date(2026, 11, 26)), ..good(kind) };
        assert_eq!(outcome(&judge(&facts, &later_years())), "documents.issued_after_submission");
    }
}

/// P12: a date the rule needs and nobody recorded stops, and it is staff who have to act.
#[test]
fn unrecorded_dates_do_not_pass() {
    for (kind, field) in [
        (DocumentKind::DriversLicence, "expires_on"),
        (DocumentKind::ResidentRecord, "issued_on"),
        (DocumentKind::PhoneBill, "issued_on"),
        (DocumentKind::IncomeTaxReturn, "tax_year"),
        (DocumentKind::EtaxReceiptNotice, "tax_year"),
    ] {
        let facts = DocumentFacts { issued_on: None, expires_on: None, tax_year: None, ..good(kind) };
        let found = judge(&facts, &later_years());
        let mut findings = found.refusal().expect("refused").findings().iter();
        let finding = findings.find(|finding| finding.severity == Severity::Stop).unwrap();
        assert_eq!(finding.code, "documents.not_recorded", "{kind:?}");
        assert_eq!(finding.field, format!("documents.{kind:?}.{field}"));
        assert_eq!(finding.acts, crate::Party::Provider);
    }
}
