//! A person who acts for the applicant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Email, Kana, Line, PhoneNumber};
use crate::{Finding, Text};

/// How a person is named: `{"family", "given"}` or `{"full"}` in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Written", into = "Written")]
#[schemars(with = "Written")]
pub enum PersonName {
    /// Family and given name; what vendors ask for.
    Parts {
        /// Family name (姓).
        family: Line,
        /// Given name (名).
        given: Line,
    },
    /// One name that is not divided (氏名).
    Whole(Line),
}

/// The written form of a [`PersonName`]. Not an untagged enum: its errors would not tell what is wrong.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PersonName")]
struct Written {
    /// Family name (姓); with `given`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    family: Option<Line>,
    /// Given name (名); with `family`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given: Option<Line>,
    /// The whole name (氏名); instead of the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    full: Option<Line>,
}

impl TryFrom<Written> for PersonName {
    type Error = Finding;

    fn try_from(written: Written) -> Result<Self, Finding> {
        match written {
            Written { family: Some(family), given: Some(given), full: None } => {
                Ok(Self::Parts { family, given })
            }
            Written { family: None, given: None, full: Some(full) } => Ok(Self::Whole(full)),
            Written { .. } => Err(Finding::stop(
                "person.name",
                "name",
                "R44",
                Text::fixed("氏名が足りないか、重複しています。", "The name is incomplete or given twice."),
                Text::fixed(
                    "姓と名、または氏名を入力してください。",
                    "Give family and given name, or the full name.",
                ),
            )),
        }
    }
}

impl From<PersonName> for Written {
    fn from(name: PersonName) -> Self {
        match name {
            PersonName::Parts { family, given } => {
                Self { family: Some(family), given: Some(given), full: None }
            }
            PersonName::Whole(full) => Self { family: None, given: None, full: Some(full) },
        }
    }
}

impl PersonName {
    /// The whole name, family name first; personal data.
    pub fn expose(&self) -> String {
        match self {
            PersonName::Parts { family, given } => format!("{} {}", family.expose(), given.expose()),
            PersonName::Whole(full) => full.expose().to_owned(),
        }
    }
}

/// A person, such as the application responsible person (申請責任者, R44) or the third person who confirms the
/// enrolment (R46). Everything in it is personal data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// Name.
    pub name: PersonName,
    /// Reading of the name (フリガナ).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kana: Option<Kana>,
    /// Department (部署).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Line>,
    /// Job title (役職).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_title: Option<Line>,
    /// The person's own mail address; mandatory in EV (R50).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Direct line (直通).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
}

impl Person {
    /// Every free text with the path of its field, for screening (R85).
    pub fn free_texts(&self) -> impl Iterator<Item = (&'static str, &Line)> {
        let name = match &self.name {
            PersonName::Parts { family, given } => {
                [Some(("name.family", family)), Some(("name.given", given))]
            }
            PersonName::Whole(full) => [Some(("name.full", full)), None],
        };
        let post = [
            self.department.as_ref().map(|line| ("department", line)),
            self.job_title.as_ref().map(|line| ("job_title", line)),
        ];
        name.into_iter().chain(post).flatten()
    }
}
