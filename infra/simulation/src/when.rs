//! Moments counted from another, in a vendor's office hours where people work.

use jiff::civil::{Time, Weekday};
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// When something happens, counted from the moment the vendor takes an order up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// This long after.
    After(SignedDuration),
    /// At this time of day in Japan, this many business days after. 0 days: the first business day on which
    /// that time is still to come.
    BusinessDay {
        /// Monday to Friday; the day of the order does not count.
        days: u16,
        /// Japan time.
        at: Time,
    },
}

impl When {
    /// At once.
    pub const NOW: When = When::After(SignedDuration::ZERO);

    /// This many minutes after.
    pub const fn minutes(minutes: i64) -> Self {
        When::After(SignedDuration::from_mins(minutes))
    }

    /// At `hour`:00 Japan time, this many business days after. Hours above 23 count as 23.
    pub fn business_day(days: u16, hour: i8) -> Self {
        When::BusinessDay { days, at: Time::new(hour.clamp(0, 23), 0, 0, 0).unwrap_or(Time::MIN) }
    }

    /// The moment itself, never before `start`.
    pub fn counted_from(self, start: Timestamp) -> Timestamp {
        match self {
            When::After(by) => plus(start, by).max(start),
            When::BusinessDay { days, at } => business_day(start, days, at).unwrap_or(start),
        }
    }
}

fn business_day(start: Timestamp, days: u16, at: Time) -> Option<Timestamp> {
    let japan = japan();
    let mut date = start.to_zoned(japan.clone()).date();
    let mut left = days;
    loop {
        let works = !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let moment = date.to_datetime(at).to_zoned(japan.clone()).ok()?.timestamp();
        if left == 0 && works && moment >= start {
            return Some(moment);
        }
        date = date.tomorrow().ok()?;
        if left > 0 && !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
}

/// Japan's offset; it has no summer time.
pub(crate) const fn japan() -> TimeZone {
    TimeZone::fixed(tz::offset(9))
}

/// `at + by`, at most the latest moment there is.
pub(crate) fn plus(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}

/// `days` of 86,400 seconds after `at`.
pub(crate) fn plus_days(at: Timestamp, days: i64) -> Timestamp {
    plus(at, SignedDuration::from_hours(days.saturating_mul(24)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn business_days_pass_over_the_weekend() {
        let friday_evening = at("2026-11-20T19:00:00+09:00");
        assert_eq!(When::business_day(1, 11).counted_from(friday_evening), at("2026-11-23T11:00:00+09:00"));
        assert_eq!(When::business_day(0, 11).counted_from(friday_evening), at("2026-11-23T11:00:00+09:00"));
        assert_eq!(When::business_day(0, 20).counted_from(friday_evening), at("2026-11-20T20:00:00+09:00"));
        let sunday = at("2026-11-22T09:00:00+09:00");
        assert_eq!(When::business_day(1, 11).counted_from(sunday), at("2026-11-23T11:00:00+09:00"));
        assert_eq!(When::business_day(2, 11).counted_from(sunday), at("2026-11-24T11:00:00+09:00"));
    }

    #[test]
    fn nothing_happens_before_its_start_and_nothing_overflows() {
        let start = at("2026-11-20T00:00:00Z");
        assert_eq!(When::minutes(-5).counted_from(start), start);
        assert_eq!(When::After(SignedDuration::MAX).counted_from(start), Timestamp::MAX);
        assert_eq!(When::business_day(u16::MAX, 11).counted_from(Timestamp::MAX), Timestamp::MAX);
    }
}
