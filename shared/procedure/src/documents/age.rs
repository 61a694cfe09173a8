//! First year or second year onwards (R61, A16).

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MonthDay;
use crate::Text;

/// The age of a business, which chooses item (i) or (i') (R61).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BusinessAge {
    /// 初年度: no return for a completed tax year has been filed yet.
    FirstYear,
    /// 2年目以降: at least one has.
    LaterYears,
}

impl BusinessAge {
    /// The age on day `on` of a business begun on `started` (A16).
    ///
    /// Tax years of individuals are calendar years. `filed_return` is what the customer or staff say about whether a
    /// return of this business for a completed tax year has been filed; unsaid, it is taken to have been filed once
    /// the first one's due date (`income_tax_due`, 15 March) is past. Staff who know better put the variant itself.
    ///
    /// In the calendar year of the start no tax year of this business is complete, whatever is said: a return named
    /// then is another business's (R67).
    pub fn of(started: Date, on: Date, filed_return: Option<bool>, income_tax_due: MonthDay) -> Self {
        let completed_a_tax_year = on.year() > started.year();
        let first_return_due = income_tax_due.due_in(started.year().saturating_add(1));
        if completed_a_tax_year && filed_return.unwrap_or(on > first_return_due) {
            BusinessAge::LaterYears
        } else {
            BusinessAge::FirstYear
        }
    }

    /// 初年度 or 2年目以降.
    pub const fn label(self) -> Text {
        match self {
            BusinessAge::FirstYear => Text::fixed("初年度", "First year"),
            BusinessAge::LaterYears => Text::fixed("2年目以降", "Second year onwards"),
        }
    }
}
