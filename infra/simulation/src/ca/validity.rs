//! How long a certificate and an approval may last, by date (BR 4.2.1 and 6.3.2; rules.md 3.2).
//! The vendor's own table: certflow's is tested against it, so they share nothing.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, ToSpan};
use rcgen::{CertificateParams, date_time_ymd};

use crate::when::{japan, plus};

/// Start of each period in seconds since 1970, longest validity in days the vendors issue, days a domain
/// approval may be reused. DigiCert went to 199 days on 2026-02-24, before the rule of 2026-03-15 did.
const PERIODS: [(i64, u16, u16); 4] = [
    (1_771_891_200, 199, 398), // 2026-02-24
    (1_773_532_800, 199, 200), // 2026-03-15
    (1_805_068_800, 99, 100),  // 2027-03-15
    (1_868_227_200, 46, 10),   // 2029-03-15
];

fn period(at: Timestamp) -> (u16, u16) {
    PERIODS
        .iter()
        .rev()
        .find(|(from, ..)| at.as_second() >= *from)
        .map_or((397, 398), |(_, validity, reuse)| (*validity, *reuse))
}

/// The longest validity in days of a certificate issued at `at`.
pub fn max_days(at: Timestamp) -> u16 {
    period(at).0
}

/// How many days a domain approval given at `at` may be reused.
pub fn approval_reuse_days(at: Timestamp) -> u16 {
    period(at).1
}

/// When an approval given at `at` ends to be of use: a period that begins meanwhile and is shorter cuts it, on its
/// first day at the earliest (BR 4.2.1: what counts is the day of the issuance).
pub fn approval_reuse_ends(at: Timestamp) -> Timestamp {
    let after = |days: u16| plus(at, SignedDuration::from_hours(24 * i64::from(days)));
    let later = PERIODS.iter().filter(|(from, ..)| *from > at.as_second());
    let cuts = later.map(|(from, _, reuse)| {
        let begins = Timestamp::from_second(*from).unwrap_or(Timestamp::MAX);
        after(*reuse).max(begins)
    });
    cuts.fold(after(approval_reuse_days(at)), Timestamp::min)
}

/// The last second of a validity of `days` from `not_before`: both ends count (BR 6.3.2).
pub fn last_second(not_before: Timestamp, days: u16) -> Timestamp {
    plus(not_before, SignedDuration::from_secs(i64::from(days) * 86_400 - 1))
}

/// 23:59:59 Japan time on the last day of the month `months` after that of `at`: Cybertrust's validity.
pub fn month_end(at: Timestamp, months: u8) -> Timestamp {
    let issued = at.to_zoned(japan());
    issued
        .first_of_month()
        .and_then(|first| first.start_of_day()?.checked_add((i32::from(months) + 1).months()))
        .map_or(at, |next| plus(next.timestamp(), SignedDuration::from_secs(-1)))
}

/// Writes a validity into `params`, to the second, kept within the years 1970 to 9999.
pub(super) fn write(params: &mut CertificateParams, not_before: Timestamp, not_after: Timestamp) {
    let since_1970 =
        |at: Timestamp| Duration::from_secs(u64::try_from(at.as_second()).unwrap_or(0).min(253_402_300_799));
    params.not_before = date_time_ymd(1970, 1, 1) + since_1970(not_before);
    params.not_after = date_time_ymd(1970, 1, 1) + since_1970(not_after);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Plays R84: the caps change on the printed dates, to the second.
    #[test]
    fn caps_change_on_their_dates() {
        for (date, days, reuse) in [
            ("2026-02-23T23:59:59Z", 397, 398),
            ("2026-02-24T00:00:00Z", 199, 398),
            ("2026-03-15T00:00:00Z", 199, 200),
            ("2027-03-14T23:59:59Z", 199, 200),
            ("2027-03-15T00:00:00Z", 99, 100),
            ("2029-03-15T00:00:00Z", 46, 10),
        ] {
            assert_eq!((max_days(at(date)), approval_reuse_days(at(date))), (days, reuse), "{date}");
        }
    }

    /// Plays A31: an approval does not outlive the rule of the day it is relied on.
    #[test]
    fn an_approval_ends_under_the_rule_of_the_later_day() {
        for (given, ends) in [
            ("2026-06-01T00:00:00Z", "2026-12-18T00:00:00Z"),
            ("2026-12-01T00:00:00Z", "2027-03-15T00:00:00Z"),
            ("2027-02-01T00:00:00Z", "2027-05-12T00:00:00Z"),
            ("2027-04-01T00:00:00Z", "2027-07-10T00:00:00Z"),
            ("2029-03-10T00:00:00Z", "2029-03-20T00:00:00Z"),
        ] {
            assert_eq!(approval_reuse_ends(at(given)), at(ends), "{given}");
        }
    }

    #[test]
    fn month_ends_follow_the_calendar_of_japan() {
        assert_eq!(month_end(at("2026-11-22T00:00:00Z"), 5), at("2027-04-30T23:59:59+09:00"));
        assert_eq!(month_end(at("2026-09-30T15:00:00Z"), 5), at("2027-03-31T23:59:59+09:00"));
        assert_eq!(month_end(at("2027-09-15T00:00:00Z"), 5), at("2028-02-29T23:59:59+09:00"));
    }
}
