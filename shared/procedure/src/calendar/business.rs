//! Business days and the hours in which people act.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Closure, Hours, japan_date, japan_time, national_holiday};

/// Longest search for a business day, in days; only a calendar closed for a year runs into it.
const SEARCH: usize = 366;

/// The days and hours in which staff, vendors and customers can be expected to act (P16). All of it is
/// configuration; the national holidays come from the law on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Calendar {
    /// Closures of every year.
    pub closures: Vec<Closure>,
    /// Single days off: a holiday made by special law, a company's own day.
    pub extra_holidays: BTreeSet<Date>,
    /// Business hours.
    pub hours: Hours,
}

impl Default for Calendar {
    /// Closed over the year's end; 10:00 to 18:00.
    fn default() -> Self {
        Self { closures: vec![Closure::year_end()], extra_holidays: BTreeSet::new(), hours: Hours::default() }
    }
}

impl Calendar {
    /// Whether `day` is neither Saturday, Sunday, national holiday, closure nor extra holiday.
    pub fn is_business_day(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && national_holiday(day).is_none()
            && !self.extra_holidays.contains(&day)
            && !self.closures.iter().any(|closure| closure.contains(day))
    }

    /// The first business day on or after `day`; `day` itself when there is none within a year.
    pub fn business_day_from(&self, day: Date) -> Date {
        days_from(day, 1).take(SEARCH).find(|d| self.is_business_day(*d)).unwrap_or(day)
    }

    /// The last business day on or before `day`; `day` itself when there is none within a year.
    pub fn previous_business_day(&self, day: Date) -> Date {
        days_from(day, -1).take(SEARCH).find(|d| self.is_business_day(*d)).unwrap_or(day)
    }

    /// The `count`th business day after `day`, or before it when `count` is negative; for 0 the first business
    /// day on or after `day`. At most 500 either way.
    pub fn add_business_days(&self, day: Date, count: i16) -> Date {
        let step = if count < 0 { -1 } else { 1 };
        let start = if count == 0 { self.business_day_from(day) } else { day };
        (0..count.unsigned_abs().min(500)).fold(start, |at, _| {
            let next = at.checked_add(i64::from(step).days()).unwrap_or(at);
            if step < 0 { self.previous_business_day(next) } else { self.business_day_from(next) }
        })
    }

    /// Business days after `from` up to and including `to`; 0 when `to` is not later. Counts at most ten years.
    pub fn business_days_between(&self, from: Date, to: Date) -> u32 {
        let days = days_from(from, 1).skip(1).take(3_660).take_while(|d| *d <= to);
        days.map(|d| u32::from(self.is_business_day(d))).sum()
    }

    /// When business starts on `day`.
    pub fn start_of_business_day(&self, day: Date) -> Timestamp {
        japan_time(day, self.hours.opens())
    }

    /// When business ends on `day`: the last moment of a deadline that names that date.
    pub fn end_of_business_day(&self, day: Date) -> Timestamp {
        japan_time(day, self.hours.closes())
    }

    /// `at` when it lies within business hours, else the start of the next: when a person can be asked to act.
    pub fn business_time_from(&self, at: Timestamp) -> Timestamp {
        let day = japan_date(at);
        if !self.is_business_day(day) {
            return self.start_of_business_day(self.business_day_from(day));
        }
        if at > self.end_of_business_day(day) {
            return self.start_of_business_day(self.add_business_days(day, 1));
        }
        at.max(self.start_of_business_day(day))
    }
}

/// `day`, then one day further each time, to the end of the calendar's range.
fn days_from(day: Date, step: i64) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day), move |d| d.checked_add(step.days()).ok())
}
