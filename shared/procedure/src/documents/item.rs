//! What is asked of whom.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BusinessAge;
use crate::{Text, Vendor};

/// One of the items a sole proprietor has to submit (R62, R66).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// (i), first year: the retained copy of the opening document (R63).
    Opening,
    /// (i'), second year on: the previous fiscal year's tax return (R66).
    TaxReturn,
    /// (ii): a public document proving the individual; any one kind suffices (R71).
    Identity,
    /// (iii): the telephone bill; a telegram may stand in for it (R79, R80).
    PhoneBill,
}

impl Item {
    /// The item as the mission document names it.
    pub const fn label(self) -> Text {
        match self {
            Item::Opening => Text::fixed(
                "「個人事業の開廃業届出書」または「事業開始等の申告書」の控え",
                "Retained copy of the \"Notification of Opening/Closing of an Individual Business\" or of the \
                 \"Report of Business Commencement\"",
            ),
            Item::TaxReturn => Text::fixed(
                "当該事業の前年度「所得税(または消費税)の申告書」の控え",
                "Retained copy of the previous fiscal year's income tax (or consumption tax) return of the business",
            ),
            Item::Identity => {
                Text::fixed("「個人を証明する公的書類」", "A public document proving the individual")
            }
            Item::PhoneBill => Text::fixed("「電話会社請求書」", "Telephone company bill"),
        }
    }
}

/// Who applies, as far as documents depend on it (R58).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Applicant {
    /// A sole proprietor (個人事業者).
    SoleProprietor {
        /// The age of the business on the submission date (R61).
        age: BusinessAge,
        /// Whether the application names a trade name (屋号).
        uses_trade_name: bool,
    },
    /// Anyone else: documents only where a vendor's enquiry asks for them (R59).
    Other,
}

/// What an assessment depends on besides the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Situation {
    /// Who applies.
    pub applicant: Applicant,
    /// Whom the documents go to.
    pub vendor: Vendor,
    /// The day the vendor is expected to receive them, in Japan time (R83, A17).
    pub submission: Date,
}

impl Situation {
    /// The same situation with the submission moved to `day`.
    #[must_use]
    pub const fn submitted_on(self, day: Date) -> Self {
        Self { submission: day, ..self }
    }
}

/// The items required of the applicant, in the order of the mission document; none but of a sole proprietor (R58).
pub const fn required(applicant: Applicant) -> &'static [Item] {
    match applicant {
        Applicant::SoleProprietor { age: BusinessAge::FirstYear, .. } => {
            &[Item::Opening, Item::Identity, Item::PhoneBill]
        }
        Applicant::SoleProprietor { age: BusinessAge::LaterYears, .. } => {
            &[Item::TaxReturn, Item::Identity, Item::PhoneBill]
        }
        Applicant::Other => &[],
    }
}
