use jiff::Span;
use proptest::prelude::*;

use super::*;

/// What age refuses for.
const AGE: [&str; 5] = [
    "documents.expired",
    "documents.issued_too_long_ago",
    "documents.bill_not_latest",
    "documents.tax_year_past",
    "documents.obsolete",
];

fn days() -> impl Strategy<Value = Date> {
    // 2024 to 2030: leap years, the end of the stamps and of the insurance cards.
    (0..2_400_i64).prop_map(|n| date(2024, 1, 1).checked_add(Span::new().days(n)).unwrap())
}

prop_compose! {
    fn documents()(
        kind in prop::sample::select(DocumentKind::ALL.to_vec()),
        issued_on in prop::option::of(days()),
        expires_on in prop::option::of(days()),
        tax_year in prop::option::of(2022_i16..2030),
        form in prop::sample::select(vec![Form::ElectronicCopy, Form::PostedCopy, Form::PostedOriginal]),
        receipt_stamp in prop::option::of(prop::sample::select(vec![
            ReceiptStamp::TaxOffice, ReceiptStamp::Prefecture, ReceiptStamp::Municipality,
        ])),
        flags in prop::array::uniform4(prop::option::of(any::<bool>())),
        my_number_visible in prop::bool::weighted(0.1),
    ) -> DocumentFacts {
        let [shows_trade_name, web_download, insurance_number_masked, legible] = flags;
        DocumentFacts {
            issued_on, expires_on, tax_year, form, receipt_stamp, shows_trade_name, web_download,
            insurance_number_masked, my_number_visible, legible: legible.unwrap_or(true), ..good(kind)
        }
    }
}

fn situations() -> impl Strategy<Value = Situation> {
    let ages = prop::sample::select(vec![BusinessAge::FirstYear, BusinessAge::LaterYears]);
    (ages, days()).prop_map(|(age, submission)| sole_proprietor(age, submission))
}

proptest! {
    /// R83: refused for age on one day, a document is refused on every later day.
    #[test]
    fn age_only_refuses_more(facts in documents(), situation in situations(), later in 0..1_000_i64) {
        let aged = |assessment: &Assessment| stops(assessment).iter().any(|code| AGE.contains(&code.as_str()));
        let then = situation.submission.checked_add(Span::new().days(later)).unwrap();
        if aged(&judge(&facts, &situation)) {
            prop_assert!(aged(&judge(&facts, &situation.submitted_on(then))));
        }
    }

    /// R83, A17: an accepted document does up to its last day and is refused for age on the next.
    #[test]
    fn the_last_day_is_the_last(facts in documents(), situation in situations()) {
        let found = judge(&facts, &situation);
        if let Some(last) = found.acceptance().and_then(|accepted| accepted.last_day) {
            prop_assert!(last >= situation.submission);
            let next = judge(&facts, &situation.submitted_on(last.tomorrow().unwrap()));
            prop_assert!(stops(&next).iter().any(|code| AGE.contains(&code.as_str())), "{:?}", stops(&next));
        }
    }

    /// R86: a refusal has a reason that stops; an acceptance has none; My Number always refuses (R85).
    #[test]
    fn outcomes_agree_with_their_findings(facts in documents(), situation in situations()) {
        match judge(&facts, &situation) {
            Assessment::Accepted(accepted) => {
                prop_assert!(accepted.warnings.iter().all(|f| f.severity < Severity::Stop));
                prop_assert!(!facts.my_number_visible && facts.legible);
                prop_assert_ne!(facts.insurance_number_masked, Some(false));
            }
            Assessment::Refused { refusal, file } => {
                prop_assert!(refusal.findings().iter().any(|f| f.severity == Severity::Stop));
                prop_assert_eq!(facts.my_number_visible, refusal.code() == "documents.my_number_visible"
                    || refusal.findings().iter().any(|f| f.code == "documents.my_number_visible"));
                prop_assert!(!facts.my_number_visible || file == FileDuty::Destroy);
            }
        }
    }

    /// R89: the order in which documents are recorded does not matter to where the items stand, nor does repetition.
    #[test]
    fn order_and_repetition_do_not_matter(
        documents in prop::collection::vec(documents(), 0..6), situation in situations(),
    ) {
        let named = |(n, facts): (usize, &DocumentFacts)| DocumentFacts { id: id(&format!("d{n}")), ..facts.clone() };
        let documents: Vec<_> = documents.iter().enumerate().map(named).collect();
        let record = |order: &mut dyn Iterator<Item = &DocumentFacts>| {
            let mut set = DocumentSet::default();
            for facts in order {
                set.record(facts.clone()).unwrap();
                set.record(facts.clone()).unwrap();
            }
            set
        };
        let met = |set: &DocumentSet| -> Vec<bool> {
            set.statuses(&RuleBook::default(), &situation).iter().map(|s| s.state.is_met()).collect()
        };
        let forward = record(&mut documents.iter());
        let backward = record(&mut documents.iter().rev());
        prop_assert_eq!(met(&forward), met(&backward));
        let stored = serde_json::to_string(&forward).unwrap();
        prop_assert_eq!(serde_json::from_str::<DocumentSet>(&stored).unwrap(), forward);
    }
}
