//! How long a certificate may be valid, and how long what was validated may be used again
//! (BR 4.2.1 and 6.3.2 as amended by ballot SC-081; EVG 3.2.2.14.3; `rules.md` §3.2).
//!
//! Each row holds from 00:00 UTC of its day (BR 1.6.4).

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::Offset;

use super::{DAY_SECONDS, days_after};
use crate::Validation;

/// One row of the table: what holds for certificates issued on or after a day.
struct Row {
    from: Date,
    max_days: u32,
    dcv_reuse: u32,
    ov_identity_reuse: u32,
}

const fn row(from: Date, max_days: u32, dcv_reuse: u32, ov_identity_reuse: u32) -> Row {
    Row { from, max_days, dcv_reuse, ov_identity_reuse }
}

/// What held before the first row of [`ROWS`].
const BEFORE: Row = row(Date::MIN, 398, 398, 825);

/// Oldest first.
const ROWS: [Row; 3] = [
    row(date(2026, 3, 15), 200, 200, 398),
    row(date(2027, 3, 15), 100, 100, 398),
    row(date(2029, 3, 15), 47, 10, 398),
];

/// EV identity data may be used again for 398 days, whatever the day (EVG 3.2.2.14.3).
const EV_IDENTITY_REUSE: u32 = 398;

/// Most days a certificate issued at `issued` may be valid (BR 6.3.2): 398, 200, 100 or 47.
pub fn max_certificate_days(issued: Timestamp) -> u32 {
    at(issued).max_days
}

/// Days a certificate issued at `issued` should be valid at most: one less than the maximum, so that an
/// excess second does not break it (BR 6.3.2, SHOULD).
pub fn recommended_days(issued: Timestamp) -> u32 {
    at(issued).max_days - 1
}

/// Days a completed domain validation may be used for a certificate issued at `issued` (BR 4.2.1).
pub fn dcv_reuse_days(issued: Timestamp) -> u32 {
    at(issued).dcv_reuse
}

/// Days validated identity data may be used for a certificate issued at `issued` (BR 4.2.1, EVG 3.2.2.14.3).
pub fn identity_reuse_days(validation: Validation, issued: Timestamp) -> u32 {
    match validation {
        Validation::Ov => at(issued).ov_identity_reuse,
        Validation::Ev => EV_IDENTITY_REUSE,
    }
}

/// When a domain validation completed at `completed` ends to be of use: the reuse period that holds then may be
/// shorter than the one that held at its start (BR 4.2.1).
pub fn dcv_reuse_ends(completed: Timestamp) -> Timestamp {
    reuse_ends(completed, |row| row.dcv_reuse)
}

/// When identity data validated at `completed` ends to be of use; see [`dcv_reuse_ends`].
pub fn identity_reuse_ends(validation: Validation, completed: Timestamp) -> Timestamp {
    match validation {
        Validation::Ov => reuse_ends(completed, |row| row.ov_identity_reuse),
        Validation::Ev => days_after(completed, EV_IDENTITY_REUSE),
    }
}

/// Days of the validity period from `not_before` to `not_after`, both included: any second beyond a whole
/// number of days counts as another day (BR 6.3.2). 0 when `not_after` lies before `not_before`.
pub fn validity_days(not_before: Timestamp, not_after: Timestamp) -> u32 {
    let seconds = not_after.as_second().saturating_sub(not_before.as_second()).saturating_add(1);
    u32::try_from(seconds.max(0).saturating_add(DAY_SECONDS - 1) / DAY_SECONDS).unwrap_or(u32::MAX)
}

/// The periods only ever shrink, so the first row under which the data is too old decides.
fn reuse_ends(completed: Timestamp, days: impl Fn(&Row) -> u32) -> Timestamp {
    let under = |row: &Row| days_after(completed, days(row)).max(start(row));
    ROWS.iter().map(under).fold(under(&BEFORE), Timestamp::min)
}

fn start(row: &Row) -> Timestamp {
    Offset::UTC.to_timestamp(row.from.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN)
}

fn at(time: Timestamp) -> &'static Row {
    let day = Offset::UTC.to_datetime(time).date();
    ROWS.iter().rev().find(|row| row.from <= day).unwrap_or(&BEFORE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A3, A31: the caps of SC-081 change at 00:00 UTC of their day, not a second before.
    #[test]
    fn caps_change_on_their_day() {
        for (when, max, dcv, ov) in [
            ("2020-09-01T00:00:00Z", 398, 398, 825),
            ("2026-03-14T23:59:59Z", 398, 398, 825),
            ("2026-03-15T00:00:00Z", 200, 200, 398),
            ("2026-11-22T09:00:00Z", 200, 200, 398),
            ("2027-03-14T23:59:59Z", 200, 200, 398),
            ("2027-03-15T00:00:00Z", 100, 100, 398),
            ("2029-03-14T23:59:59Z", 100, 100, 398),
            ("2029-03-15T00:00:00Z", 47, 10, 398),
            ("2040-01-01T00:00:00Z", 47, 10, 398),
        ] {
            let t = time(when);
            assert_eq!(
                (max_certificate_days(t), recommended_days(t), dcv_reuse_days(t)),
                (max, max - 1, dcv),
                "{when}"
            );
            assert_eq!(identity_reuse_days(Validation::Ov, t), ov, "{when}");
            assert_eq!(identity_reuse_days(Validation::Ev, t), 398, "{when}");
        }
    }

    /// A31: a reuse period that shrinks while data is in use cuts it short, on the day of the change at the earliest.
    #[test]
    fn reuse_ends_under_the_rule_of_the_later_day() {
        for (completed, dcv, ov, ev) in [
            ("2024-01-01T00:00:00Z", "2025-02-02", "2026-03-15", "2025-02-02"),
            ("2026-03-01T00:00:00Z", "2026-09-17", "2027-04-03", "2027-04-03"),
            ("2026-09-01T00:00:00Z", "2027-03-15", "2027-10-04", "2027-10-04"),
            ("2026-11-22T00:00:00Z", "2027-03-15", "2027-12-25", "2027-12-25"),
            ("2027-01-01T00:00:00Z", "2027-04-11", "2028-02-03", "2028-02-03"),
            ("2029-03-10T00:00:00Z", "2029-03-20", "2030-04-12", "2030-04-12"),
            ("2029-04-01T00:00:00Z", "2029-04-11", "2030-05-04", "2030-05-04"),
        ] {
            let day = |at| Offset::UTC.to_datetime(at).date().to_string();
            let t = time(completed);
            assert_eq!(day(dcv_reuse_ends(t)), dcv, "{completed}");
            assert_eq!(day(identity_reuse_ends(Validation::Ov, t)), ov, "{completed}");
            assert_eq!(day(identity_reuse_ends(Validation::Ev, t)), ev, "{completed}");
        }
        assert_eq!(dcv_reuse_ends(Timestamp::MAX), Timestamp::MAX);
        assert!(dcv_reuse_ends(Timestamp::MIN) > Timestamp::MIN);
    }

    /// A3: the last second counts (BR 6.3.2), so 200 × 86,400 s after notBefore is already day 201.
    #[test]
    fn an_excess_second_is_another_day() {
        let start = time("2026-11-22T00:00:00Z");
        for (end, days) in [
            ("2026-11-21T23:59:58Z", 0),
            ("2026-11-22T00:00:00Z", 1),
            ("2026-11-22T23:59:59Z", 1),
            ("2026-11-23T00:00:00Z", 2),
            ("2027-06-09T23:59:59Z", 200),
            ("2027-06-10T00:00:00Z", 201),
        ] {
            assert_eq!(validity_days(start, time(end)), days, "{end}");
        }
        assert_eq!(validity_days(Timestamp::MIN, Timestamp::MAX), 7_304_482);
    }
}
