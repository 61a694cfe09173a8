use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn holidays(year: i16) -> Vec<String> {
    let first = date(year, 1, 1);
    first
        .series(1.day())
        .take_while(|d| d.year() == year)
        .filter_map(|d| national_holiday(d).map(|h| (d, h)))
        .map(|(d, holiday)| match holiday {
            Holiday::Named(_) => format!("{}/{}", d.month(), d.day()),
            Holiday::Substitute => format!("{}/{}振", d.month(), d.day()),
            Holiday::Sandwiched => format!("{}/{}国", d.month(), d.day()),
        })
        .collect()
}

/// P16: the holidays the Cabinet Office published for 2024–2027, substitutes and sandwiched days among them.
#[test]
fn national_holidays_as_published() {
    for (year, expected) in [
        (
            2024,
            "1/1 1/8 2/11 2/12振 2/23 3/20 4/29 5/3 5/4 5/5 5/6振 7/15 8/11 8/12振 9/16 9/22 9/23振 10/14 11/3 11/4振 11/23",
        ),
        (
            2025,
            "1/1 1/13 2/11 2/23 2/24振 3/20 4/29 5/3 5/4 5/5 5/6振 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24振",
        ),
        (2026, "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6振 7/20 8/11 9/21 9/22国 9/23 10/12 11/3 11/23"),
        (2027, "1/1 1/11 2/11 2/23 3/21 3/22振 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23"),
    ] {
        assert_eq!(holidays(year).join(" "), expected, "{year}");
    }
    assert_eq!(national_holiday(day("2026-11-23")), Some(Holiday::Named("勤労感謝の日")));
}

/// P16: the equinoxes wander between 20 and 21 March and 22 and 23 September as forecast.
#[test]
fn equinoxes() {
    for (vernal, autumnal) in [
        ("2028-03-20", "2028-09-22"),
        ("2029-03-20", "2029-09-23"),
        ("2030-03-20", "2030-09-23"),
        ("2031-03-21", "2031-09-23"),
        ("2032-03-20", "2032-09-22"),
    ] {
        assert_eq!(national_holiday(day(vernal)), Some(Holiday::Named("春分の日")), "{vernal}");
        assert_eq!(national_holiday(day(autumnal)), Some(Holiday::Named("秋分の日")), "{autumnal}");
    }
    assert_eq!(national_holiday(day("2032-09-21")), Some(Holiday::Sandwiched));
}

/// P16: Golden Week, the year's end and the long weekend of September are walked over in both directions.
#[test]
fn business_days() {
    let calendar = Calendar::default();
    for (from, count, expected) in [
        ("2026-11-20", 1, "2026-11-24"),
        ("2026-11-24", -1, "2026-11-20"),
        ("2026-11-22", 0, "2026-11-24"),
        ("2026-11-24", 0, "2026-11-24"),
        ("2026-12-28", 1, "2027-01-04"),
        ("2027-01-04", -1, "2026-12-28"),
        ("2026-05-01", 1, "2026-05-07"),
        ("2026-05-01", 3, "2026-05-11"),
        ("2026-09-18", 1, "2026-09-24"),
        ("2026-11-22", 1, "2026-11-24"),
    ] {
        assert_eq!(calendar.add_business_days(day(from), count), day(expected), "{from} {count:+}");
    }
    for (from, expected) in
        [("2026-11-23", "2026-11-20"), ("2026-11-24", "2026-11-24"), ("2027-01-03", "2026-12-28")]
    {
        assert_eq!(calendar.previous_business_day(day(from)), day(expected), "{from}");
    }
    assert_eq!(calendar.business_days_between(day("2026-11-20"), day("2026-11-27")), 4);
    assert_eq!(calendar.business_days_between(day("2026-11-27"), day("2026-11-20")), 0);
}

/// P16: a deadline of a date ends with business on that date in Japan; asking people waits for business hours.
#[test]
fn business_hours() {
    let calendar = Calendar::default();
    let time = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(calendar.end_of_business_day(day("2026-11-24")), time("2026-11-24T18:00:00+09:00"));
    assert_eq!(japan_date(time("2026-11-23T15:00:00Z")), day("2026-11-24"));
    for (at, expected) in [
        ("2026-11-24T09:59:00+09:00", "2026-11-24T10:00:00+09:00"),
        ("2026-11-24T12:00:00+09:00", "2026-11-24T12:00:00+09:00"),
        ("2026-11-24T18:00:01+09:00", "2026-11-25T10:00:00+09:00"),
        ("2026-11-20T20:00:00+09:00", "2026-11-24T10:00:00+09:00"),
        ("2026-11-22T18:46:00Z", "2026-11-24T10:00:00+09:00"),
    ] {
        assert_eq!(calendar.business_time_from(time(at)), time(expected), "{at}");
    }
}

/// P16: closures and single holidays are configuration, written as dates; nonsense is refused.
#[test]
fn calendars_are_configured() {
    let calendar: Calendar = serde_json::from_str(
        r#"{"closures":[{"from":"08-13","to":"08-15"}],"extra_holidays":["2026-11-24"],"hours":{"opens":"09:00:00","closes":"17:30:00"}}"#,
    )
    .unwrap();
    assert_eq!(calendar.add_business_days(day("2026-08-12"), 1), day("2026-08-17"));
    assert_eq!(calendar.business_day_from(day("2026-11-24")), day("2026-11-25"));
    assert_eq!(calendar.business_day_from(day("2026-12-30")), day("2026-12-30"));
    let stored = serde_json::to_string(&Calendar::default()).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&stored).unwrap(), Calendar::default());
    for wrong in [
        r#"{"closures":[{"from":"13-01","to":"01-03"}]}"#,
        r#"{"closures":[{"from":"02-30","to":"03-01"}]}"#,
        r#"{"closures":[{"from":"2-3","to":"03-01"}]}"#,
        r#"{"hours":{"opens":"18:00:00","closes":"10:00:00"}}"#,
        r#"{"open":"10:00:00"}"#,
    ] {
        assert!(serde_json::from_str::<Calendar>(wrong).is_err(), "{wrong}");
    }
    // Closed all the year: the search gives up instead of running on.
    let never = r#"{"closures":[{"from":"01-01","to":"12-31"}]}"#;
    let never: Calendar = serde_json::from_str(never).unwrap();
    assert_eq!(never.business_day_from(day("2026-11-24")), day("2026-11-24"));
}

/// P16: the ends of the calendar's range bring no panic.
#[test]
fn the_ends_of_time() {
    let calendar = Calendar::default();
    for end in [Date::MIN, Date::MAX] {
        let _ =
            (national_holiday(end), calendar.previous_business_day(end), calendar.add_business_days(end, 30));
        let _ = (calendar.add_business_days(end, -30), calendar.end_of_business_day(end));
        let _ = calendar.business_days_between(Date::MIN, end);
    }
    assert_eq!(japan_time(Date::MIN, jiff::civil::Time::MIN), Timestamp::MIN);
    for end in [Timestamp::MIN, Timestamp::MAX] {
        let _ = (japan_date(end), calendar.business_time_from(end));
    }
}

proptest! {
    /// P16: counting business days forth and back, and between, agree with one another.
    #[test]
    fn counting_is_consistent(ahead in 0_i64..25_000, count in 1_i16..60) {
        let calendar = Calendar::default();
        let start = calendar.business_day_from(date(2022, 1, 1).checked_add(ahead.days()).unwrap());
        let end = calendar.add_business_days(start, count);
        prop_assert!(end > start && calendar.is_business_day(start) && calendar.is_business_day(end));
        prop_assert_eq!(calendar.add_business_days(end, -count), start);
        prop_assert_eq!(i64::from(calendar.business_days_between(start, end)), i64::from(count));
        prop_assert!(calendar.business_time_from(calendar.start_of_business_day(start)) == calendar.start_of_business_day(start));
    }
}
