//! Questions of the vendor, relayed and tracked until closed (R15–R17).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Waiting;
use crate::organisation::{contains_my_number, my_number};
use crate::{EnquiryId, Finding, Party, Refusal, Text};

/// Most enquiries of one order.
pub const MAX_ENQUIRIES: usize = 50;
/// Longest question or answer, in characters.
pub const MAX_ENQUIRY_TEXT: usize = 4_000;

/// A question of the vendor. The provider relays it to the customer and the answer back (R15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Enquiry {
    /// Its id within the order.
    pub id: EnquiryId,
    /// What the vendor asks, in the words the customer reads.
    pub question: EnquiryText,
    /// Where it stands.
    pub state: EnquiryState,
}

/// Where an enquiry stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EnquiryState {
    /// Relayed; the customer has to answer.
    Open(Waiting),
    /// Answered; the provider has to pass the answer on.
    Answered {
        /// The customer's answer.
        answer: EnquiryText,
        /// When it came.
        at: Timestamp,
        /// When staff have to have passed it on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// The vendor has what it asked for.
    Closed {
        /// When.
        at: Timestamp,
    },
}

/// 1 to 4,000 characters written by a person. Masked in `Debug`: it may be personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EnquiryText(String);

impl EnquiryText {
    /// The text, trimmed.
    ///
    /// # Errors
    /// See [`EnquiryText::check`].
    pub fn new(field: &'static str, text: &str) -> Result<Self, Finding> {
        let text = Self(text.trim().to_owned());
        text.check(field).map(|()| text)
    }

    /// Whether the text may be taken in; what is stored already is read as it is.
    ///
    /// # Errors
    /// `text.my_number` (R85), `text.length` when it is empty or longer than [`MAX_ENQUIRY_TEXT`] characters.
    pub fn check(&self, field: &'static str) -> Result<(), Finding> {
        let text = self.0.trim();
        if contains_my_number(text) {
            return Err(my_number(field));
        }
        if (1..=MAX_ENQUIRY_TEXT).contains(&text.chars().count()) {
            return Ok(());
        }
        Err(Finding::stop(
            "text.length",
            field,
            "R17",
            Text::fixed("文章が空か、長すぎます。", "The text is empty or too long."),
            Text::fixed("1〜4,000 文字で入力してください。", "Write 1 to 4,000 characters."),
        ))
    }

    /// The text, for the letter or the page of whoever has to read it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for EnquiryText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EnquiryText({} characters)", self.0.chars().count())
    }
}

/// The enquiries of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Enquiries(Vec<Enquiry>);

impl Enquiries {
    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Enquiry> {
        self.0.iter()
    }

    /// The waits of those that are not answered.
    pub fn open(&self) -> impl Iterator<Item = &Waiting> {
        self.0.iter().filter_map(|enquiry| match &enquiry.state {
            EnquiryState::Open(waiting) => Some(waiting),
            EnquiryState::Answered { .. } | EnquiryState::Closed { .. } => None,
        })
    }

    /// Those the customer has to answer, to change.
    pub fn open_mut(&mut self) -> impl Iterator<Item = (&EnquiryId, &mut Waiting)> {
        self.0.iter_mut().filter_map(|enquiry| match &mut enquiry.state {
            EnquiryState::Open(waiting) => Some((&enquiry.id, waiting)),
            EnquiryState::Answered { .. } | EnquiryState::Closed { .. } => None,
        })
    }

    /// The enquiry with this id.
    pub fn get(&self, id: &EnquiryId) -> Option<&Enquiry> {
        self.0.iter().find(|enquiry| enquiry.id == *id)
    }

    /// Records a question once. Returns whether it was new.
    ///
    /// # Errors
    /// `enquiry.too_many` past [`MAX_ENQUIRIES`].
    pub fn raise(
        &mut self,
        id: EnquiryId,
        question: EnquiryText,
        at: Timestamp,
        until: Timestamp,
    ) -> Result<bool, Refusal> {
        if self.get(&id).is_some() {
            return Ok(false);
        }
        if self.0.len() >= MAX_ENQUIRIES {
            return Err(Finding::stop(
                "enquiry.too_many",
                "enquiry",
                "R17",
                Text::fixed("照会の件数が上限に達しています。", "The order has too many enquiries."),
                Text::fixed(
                    "完了した内容をご確認のうえ、担当者にお知らせください。",
                    "Tell the staff in charge.",
                ),
            )
            .owed_by(Party::Provider)
            .into());
        }
        let waiting = Waiting { on: Party::Customer, since: at, until, reminders: 0 };
        self.0.push(Enquiry { id, question, state: EnquiryState::Open(waiting) });
        Ok(true)
    }

    /// Records the customer's answer, which staff have to pass on by `until`. Returns whether anything changed; a
    /// second answer replaces the first until the enquiry is closed.
    ///
    /// # Errors
    /// `enquiry.unknown` for an id never raised, `enquiry.closed` once the vendor has its answer.
    pub fn answer(
        &mut self,
        id: &EnquiryId,
        answer: EnquiryText,
        at: Timestamp,
        until: Timestamp,
    ) -> Result<bool, Refusal> {
        let enquiry = self.find(id)?;
        match &enquiry.state {
            EnquiryState::Closed { .. } => Err(closed()),
            EnquiryState::Answered { answer: known, .. } if *known == answer => Ok(false),
            EnquiryState::Open(_) | EnquiryState::Answered { .. } => {
                enquiry.state = EnquiryState::Answered { answer, at, until: Some(until) };
                Ok(true)
            }
        }
    }

    /// Records that the vendor has what it asked for. Returns whether anything changed.
    ///
    /// # Errors
    /// `enquiry.unknown` for an id never raised.
    pub fn close(&mut self, id: &EnquiryId, at: Timestamp) -> Result<bool, Refusal> {
        let enquiry = self.find(id)?;
        let changes = !matches!(enquiry.state, EnquiryState::Closed { .. });
        if changes {
            enquiry.state = EnquiryState::Closed { at };
        }
        Ok(changes)
    }

    fn find(&mut self, id: &EnquiryId) -> Result<&mut Enquiry, Refusal> {
        self.0.iter_mut().find(|enquiry| enquiry.id == *id).ok_or_else(|| {
            Finding::stop(
                "enquiry.unknown",
                "enquiry",
                "R17",
                Text::fixed("この照会番号は登録されていません。", "This order has no such enquiry."),
                Text::fixed("照会番号をご確認ください。", "Check the enquiry's id (`certflow show`)."),
            )
            .into()
        })
    }
}

fn closed() -> Refusal {
    Finding::stop(
        "enquiry.closed",
        "enquiry",
        "R17",
        Text::fixed("この照会は完了しています。", "This enquiry is closed."),
        Text::fixed(
            "追加のご連絡は、新しい照会として登録してください。",
            "Raise a new enquiry for anything further.",
        ),
    )
    .into()
}
