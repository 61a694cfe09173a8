//! Days, months and windows as the rules count them.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, Text};

/// The days a rule is in force, first and last included; an open end has no limit (R84).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Window {
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Window {
    /// Without limits.
    pub const ALWAYS: Window = Window { from: None, to: None };

    /// From `day` on.
    pub const fn since(day: Date) -> Self {
        Window { from: Some(day), to: None }
    }

    /// Up to and including `day`.
    pub const fn until(day: Date) -> Self {
        Window { from: None, to: Some(day) }
    }

    /// Whether `day` lies in it.
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether no day can lie in it.
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if from > to)
    }

    /// Whether some day lies in both.
    pub fn overlaps(&self, other: &Window) -> bool {
        let starts_by_end = |a: &Window, b: &Window| match (a.from, b.to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        starts_by_end(self, other) && starts_by_end(other, self)
    }
}

/// A day of every year, such as `03-15`; 29 February is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// 15 March, when income tax returns are due.
    pub const MARCH_15: MonthDay = MonthDay { month: 3, day: 15 };
    /// 31 March, when the consumption tax returns of individuals are due.
    pub const MARCH_31: MonthDay = MonthDay { month: 3, day: 31 };

    /// The deadline of `year`: the day itself, or the Monday after a weekend, as tax deadlines go.
    pub fn due_in(self, year: i16) -> Date {
        let beyond = if year < 0 { Date::MIN } else { Date::MAX };
        let day = Date::new(year, self.month, self.day).unwrap_or(beyond);
        match day.weekday() {
            Weekday::Saturday => days_after(day, 2),
            Weekday::Sunday => days_after(day, 1),
            _ => day,
        }
    }
}

impl FromStr for MonthDay {
    type Err = Finding;

    /// Reads `mm-dd`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        // Checked in a year that is not a leap year: the day must exist in every year.
        let day: Option<Date> = if text.len() == 5 { format!("2025-{text}").parse().ok() } else { None };
        day.map(|day| MonthDay { month: day.month(), day: day.day() }).ok_or_else(|| {
            Finding::stop(
                "rulebook.month_day",
                "deadlines",
                "R84",
                Text::fixed("月日の形式が正しくありません。", "The day of the year is malformed."),
                Text::fixed(
                    "03-15 のように、毎年ある日を「月-日」で指定してください。",
                    "Give a day that every year has as mm-dd, such as 03-15.",
                ),
            )
        })
    }
}

impl TryFrom<String> for MonthDay {
    type Error = Finding;

    fn try_from(text: String) -> Result<Self, Finding> {
        text.parse()
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> String {
        day.to_string()
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// The last day of `months` months from `day`: the same day of the month, or the month's last where it has none.
///
/// The Civil Code's count (Art. 143) gives up to three days more when `day` is the last of a short month; how the
/// vendors count is not published, so the stricter reading is used.
pub(super) fn months_after(day: Date, months: u8) -> Date {
    day.checked_add(Span::new().months(i32::from(months))).unwrap_or(Date::MAX)
}

fn days_after(day: Date, days: i32) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(Date::MAX)
}

/// Days from `day` to `end`; negative when `end` is past.
pub(super) fn days_left(day: Date, end: Date) -> i64 {
    end.duration_since(day).as_hours() / 24
}
