use jiff::civil::date;

use super::*;
use DocumentKind as Kind;

fn book(change: impl FnOnce(&mut RuleBookData)) -> Result<RuleBook, crate::Refusal> {
    let mut data = RuleBookData::default();
    change(&mut data);
    RuleBook::try_from(data)
}

fn answer(kind: Kind, granted: bool, from: Date) -> VendorConsent {
    VendorConsent { vendor: Vendor::Digicert, kind, granted, from }
}

/// A19–A21: a vendor's answer decides from its day on, for that vendor alone; until then the default holds.
#[test]
fn vendors_decide_about_alternatives() {
    let from = date(2026, 11, 1);
    let later = date(2026, 12, 1);
    let answered = book(|data| {
        data.consents = vec![
            answer(Kind::ResidenceCard, true, from),
            answer(Kind::TaxReturnDataService, true, from),
            answer(Kind::TaxReturnDataService, false, later),
        ];
    })
    .unwrap();
    let on = |kind, vendor, submission| {
        let situation = Situation { vendor, ..later_years().submitted_on(submission) };
        assess(&answered, &good(kind), &situation)
    };
    let outcome_on = |kind, vendor, submission| outcome(&on(kind, vendor, submission));
    assert_eq!(
        outcome_on(Kind::ResidenceCard, Vendor::Digicert, date(2026, 10, 31)),
        "documents.consent_awaited"
    );
    assert_eq!(outcome_on(Kind::ResidenceCard, Vendor::Digicert, from), "accepted");
    assert_eq!(outcome_on(Kind::ResidenceCard, Vendor::Cybertrust, from), "documents.consent_awaited");
    assert!(warnings(&on(Kind::TaxReturnDataService, Vendor::Digicert, from)).is_empty());
    let unanswered = on(Kind::TaxReturnDataService, Vendor::Cybertrust, from);
    assert_eq!(warnings(&unanswered), ["documents.consent_pending"]);
    assert_eq!(outcome_on(Kind::TaxReturnDataService, Vendor::Digicert, later), "documents.consent_denied");
}

/// A19: where the vendor takes no proof of receipt, an unstamped filing is refused.
#[test]
fn without_proofs_the_stamp_is_needed() {
    let proofs = [Kind::EtaxReceiptNotice, Kind::ReceiptLeaflet, Kind::TaxPaymentCertificate];
    let denied = book(|data| {
        data.consents = proofs.map(|kind| answer(kind, false, date(2026, 1, 1))).to_vec();
    })
    .unwrap();
    let found = assess(&denied, &good(Kind::IncomeTaxReturn), &later_years());
    assert_eq!(outcome(&found), "documents.stamp_missing");
}

/// R84: the default rules can be followed, round-trip through JSON, and are overridden field by field.
#[test]
fn the_default_is_data() {
    let default = RuleBook::default();
    assert_eq!(RuleBook::try_from(RuleBookData::default()).unwrap(), default);
    let json = serde_json::to_string(&default).unwrap();
    assert_eq!(serde_json::from_str::<RuleBook>(&json).unwrap(), default);
    assert_eq!(serde_json::from_str::<RuleBook>("{}").unwrap(), default);
    let wider: RuleBook = serde_json::from_str(r#"{"margin_days":30}"#).unwrap();
    assert_eq!(wider.data().margin_days, 30);
    assert_eq!(wider.data().rules, default.data().rules);
    assert!(serde_json::from_str::<RuleBook>(r#"{"margin":30}"#).is_err(), "a misspelt field is an error");
}

/// R84: rules that contradict each other or that no document can meet are refused when loaded.
#[test]
fn rules_that_cannot_be_followed_are_refused() {
    fn set_standing(data: &mut RuleBookData, standing: Standing) {
        data.rules[0].standing = standing;
    }
    fn conditions(data: &RuleBookData) -> Conditions {
        data.rules[0].standing.conditions().unwrap().clone()
    }
    type Change = fn(&mut RuleBookData);
    let cases: [(&str, Change); 9] = [
        ("rulebook.overlap", |data| data.rules.push(data.rules[0].clone())),
        ("rulebook.window_empty", |data| {
            data.rules[0].effective = Window { from: Some(date(2026, 1, 2)), to: Some(date(2026, 1, 1)) };
        }),
        ("rulebook.kind_other", |data| data.rules[0].kind = Kind::Other),
        ("rulebook.unmeetable", |data| set_standing(data, Standing::Obsolete { replaced_by: vec![] })),
        ("rulebook.unmeetable", |data| {
            let conditions = Conditions { must_be: Currency::IssuedWithinMonths(0), ..conditions(data) };
            set_standing(data, Standing::Accepted { conditions });
        }),
        ("rulebook.unmeetable", |data| {
            let receipt = ReceiptRule::Stamp { of: vec![], proof_instead_from: None };
            set_standing(data, Standing::Accepted { conditions: Conditions { receipt, ..conditions(data) } });
        }),
        ("rulebook.unmeetable", |data| {
            let must_be = Currency::LatestIssue { doubtful_after_months: 2, stale_after_months: 1 };
            set_standing(data, Standing::Accepted { conditions: Conditions { must_be, ..conditions(data) } });
        }),
        ("rulebook.consent_twice", |data| {
            data.consents = vec![
                answer(Kind::Passport, true, date(2026, 1, 1)),
                answer(Kind::Passport, false, date(2026, 1, 1)),
            ];
        }),
        ("rulebook.too_long", |data| {
            data.consents = vec![answer(Kind::Passport, true, date(2026, 1, 1)); 501];
        }),
    ];
    for (code, change) in cases {
        assert_eq!(book(change).unwrap_err().code(), code);
    }
}

/// R84: periods of one kind may follow one another.
#[test]
fn windows_contain_their_ends() {
    let day = date(2026, 11, 22);
    let (before, after) = (day.yesterday().unwrap(), day.tomorrow().unwrap());
    let only = Window { from: Some(day), to: Some(day) };
    for (window, days) in [
        (Window::ALWAYS, [true, true, true]),
        (Window::since(day), [false, true, true]),
        (Window::until(day), [true, true, false]),
        (only, [false, true, false]),
    ] {
        assert_eq!([before, day, after].map(|day| window.contains(day)), days);
    }
    assert!(Window::until(day).overlaps(&Window::since(day)));
    assert!(!Window::until(before).overlaps(&Window::since(day)));
    assert!(!Window::since(after).overlaps(&only));
}

/// R84: days of the year are written mm-dd and exist in every year; a weekend moves a deadline to Monday.
#[test]
fn days_of_the_year() {
    for bad in ["", "3-15", "02-29", "13-01", "03-32", "0315", "03/15", "-3-15"] {
        assert_eq!(bad.parse::<MonthDay>().unwrap_err().code, "rulebook.month_day", "{bad:?}");
    }
    assert_eq!("03-15".parse::<MonthDay>().unwrap(), MonthDay::MARCH_15);
    assert_eq!(MonthDay::MARCH_15.to_string(), "03-15");
    for (year, due) in [
        (2024, date(2024, 3, 15)),
        (2025, date(2025, 3, 17)),
        (2026, date(2026, 3, 16)),
        (2027, date(2027, 3, 15)),
    ] {
        assert_eq!(MonthDay::MARCH_15.due_in(year), due);
    }
}
