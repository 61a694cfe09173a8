//! When nobody works beyond weekends and holidays, and at what hours people do.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time, time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::name::string_form;
use crate::{Finding, Party, Text};

/// A day of every year, such as 29 December; written `12-29`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct MonthDay {
    month: i8,
    day: i8,
}

string_form!(MonthDay, |day| day.to_string());

/// Days of every year on which nobody works, both ends included; may run over the new year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Closure {
    /// First day.
    pub from: MonthDay,
    /// Last day.
    pub to: MonthDay,
}

/// The hours of a business day in Japan time; it opens before it closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Written", into = "Written")]
#[schemars(with = "Written")]
pub struct Hours {
    opens: Time,
    closes: Time,
}

#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Hours")]
struct Written {
    /// When a business day starts, such as `10:00:00`.
    opens: Time,
    /// When it ends, such as `18:00:00`.
    closes: Time,
}

impl Closure {
    /// 29 December to 3 January (年末年始), as public offices close (Act No. 91 of 1988).
    pub const fn year_end() -> Self {
        Self { from: MonthDay { month: 12, day: 29 }, to: MonthDay { month: 1, day: 3 } }
    }

    /// Whether `day` lies in it, whatever its year.
    pub fn contains(&self, day: Date) -> bool {
        let day = MonthDay { month: day.month(), day: day.day() };
        if self.from <= self.to {
            (self.from..=self.to).contains(&day)
        } else {
            day >= self.from || day <= self.to
        }
    }
}

impl Hours {
    /// When a business day starts.
    pub fn opens(self) -> Time {
        self.opens
    }

    /// When a business day ends.
    pub fn closes(self) -> Time {
        self.closes
    }
}

impl Default for Hours {
    /// 10:00 to 18:00.
    fn default() -> Self {
        Self { opens: time(10, 0, 0, 0), closes: time(18, 0, 0, 0) }
    }
}

impl TryFrom<Written> for Hours {
    type Error = Finding;

    fn try_from(Written { opens, closes }: Written) -> Result<Self, Finding> {
        if opens < closes {
            return Ok(Self { opens, closes });
        }
        Err(setting(
            "calendar.hours",
            "hours",
            Text::fixed(
                "始業時刻が終業時刻より前ではありません。",
                "Business opens no earlier than it closes.",
            ),
            Text::fixed("始業を終業より前の時刻にしてください。", "Set an opening before the close."),
        ))
    }
}

impl From<Hours> for Written {
    fn from(Hours { opens, closes }: Hours) -> Self {
        Self { opens, closes }
    }
}

impl FromStr for MonthDay {
    type Err = Finding;

    /// # Errors
    /// `calendar.month_day` unless the text is `MM-DD` and a day of some year.
    fn from_str(text: &str) -> Result<Self, Finding> {
        // A leap year, so that 02-29 can be written.
        let day = (text.len() == 5).then(|| format!("2024-{text}").parse::<Date>().ok()).flatten();
        day.map(|day| Self { month: day.month(), day: day.day() }).ok_or_else(|| {
            setting(
                "calendar.month_day",
                "closures",
                Text::fixed("月日の形式が正しくありません。", "The month and day are malformed."),
                Text::fixed("12-29 のように指定してください。", "Write them like 12-29."),
            )
        })
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

fn setting(code: &'static str, field: &'static str, message: Text, remedy: Text) -> Finding {
    Finding::stop(code, field, "P16", message, remedy).owed_by(Party::Provider)
}
