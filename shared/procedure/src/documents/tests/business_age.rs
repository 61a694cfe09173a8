use jiff::civil::date;

use super::*;
use BusinessAge::{FirstYear, LaterYears};

/// R61, A16: first year until a return for a completed tax year has been filed; unsaid, until its due date is past.
#[test]
fn first_year_until_a_return_has_been_filed() {
    let cases = [
        // started, on, filed, age
        (date(2026, 4, 1), date(2026, 11, 25), None, FirstYear),
        (date(2025, 12, 31), date(2026, 1, 1), None, FirstYear),
        (date(2025, 11, 1), date(2026, 3, 16), None, FirstYear), // 15 March is a Sunday: due on the Monday
        (date(2025, 11, 1), date(2026, 3, 17), None, LaterYears),
        (date(2025, 1, 1), date(2025, 12, 31), None, FirstYear),
        (date(2023, 6, 1), date(2024, 3, 15), None, FirstYear), // the due date itself, a Friday
        (date(2023, 6, 1), date(2024, 3, 16), None, LaterYears),
        (date(2024, 2, 29), date(2025, 2, 28), None, FirstYear), // a year old, but nothing filed yet
        (date(2010, 1, 1), date(2026, 11, 25), None, LaterYears),
        (date(2025, 11, 1), date(2026, 2, 16), Some(true), LaterYears),
        (date(2025, 11, 1), date(2026, 11, 25), Some(false), FirstYear),
        (date(2027, 1, 1), date(2026, 11, 25), None, FirstYear), // not begun
    ];
    for (started, on, filed, age) in cases {
        let found = BusinessAge::of(started, on, filed, MonthDay::MARCH_15);
        assert_eq!(found, age, "started {started}, on {on}, filed {filed:?}");
    }
}

/// R67, A16: in the calendar year of its start a business has no completed tax year, so a filed return is another's.
#[test]
fn a_return_filed_in_the_year_of_the_start_is_another_business_s() {
    let found = BusinessAge::of(date(2026, 1, 5), date(2026, 12, 31), Some(true), MonthDay::MARCH_15);
    assert_eq!(found, FirstYear);
}

/// R58, R59, R62, R66: three items for sole proprietors, by business age; none for anyone else.
#[test]
fn only_sole_proprietors_have_required_items() {
    let of = |age| Applicant::SoleProprietor { age, uses_trade_name: false };
    assert_eq!(required(of(FirstYear)), [Item::Opening, Item::Identity, Item::PhoneBill]);
    assert_eq!(required(of(LaterYears)), [Item::TaxReturn, Item::Identity, Item::PhoneBill]);
    assert!(required(Applicant::Other).is_empty());
    assert!(preparation_list(&RuleBook::default(), &other_applicant()).is_empty());
}
