//! The telegram (電報) in place of a telephone bill (R79–R81).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Applicant, DocumentId, DocumentSet, Item, RuleBook, Situation};
use crate::{Finding, Party, Refusal, Text};

/// Where the vendor takes the telegram's address from: a document of item (i') or (ii), and nothing else.
///
/// No address can be written here (R81), and only [`super::DocumentSet::address_source`] makes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AddressSource(DocumentId);

impl AddressSource {
    pub(super) const fn new(document: DocumentId) -> Self {
        Self(document)
    }

    /// The document the address is on.
    pub const fn document(&self) -> &DocumentId {
        &self.0
    }
}

/// Where the telegram stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Telegram {
    /// The customer has no bill and chose the telegram; the vendor has not been asked yet.
    Chosen {
        /// When.
        at: Timestamp,
    },
    /// The vendor has been asked to send it.
    Requested {
        /// When.
        at: Timestamp,
        /// Where its address comes from.
        address: AddressSource,
    },
    /// It could not be delivered; the vendor has to be asked again.
    Undelivered {
        /// When.
        at: Timestamp,
        /// Where its address came from.
        address: AddressSource,
    },
    /// The customer has it and must respond.
    Delivered {
        /// When.
        at: Timestamp,
        /// Where its address came from.
        address: AddressSource,
    },
    /// The customer has responded: item (iii) is satisfied.
    Answered {
        /// When.
        at: Timestamp,
        /// Where its address came from.
        address: AddressSource,
    },
}

impl Telegram {
    /// Whether it stands in for the bill by now.
    pub const fn is_answered(&self) -> bool {
        matches!(self, Telegram::Answered { .. })
    }

    /// Who has to act (R12).
    pub const fn waits_for(&self) -> Party {
        match self {
            Telegram::Chosen { .. } | Telegram::Undelivered { .. } => Party::Provider,
            Telegram::Requested { .. } => Party::Vendor,
            Telegram::Delivered { .. } => Party::Customer,
            Telegram::Answered { .. } => Party::Nobody,
        }
    }
}

impl DocumentSet {
    /// Records that the customer has no bill and chooses the telegram (R79). Returns whether anything changed.
    ///
    /// # Errors
    /// `telegram.not_offered` when the applicant is no sole proprietor (R80) or the vendors send none (A22).
    pub fn choose_telegram(
        &mut self,
        at: Timestamp,
        book: &RuleBook,
        situation: &Situation,
    ) -> Result<bool, Refusal> {
        let sole_proprietor = matches!(situation.applicant, Applicant::SoleProprietor { .. });
        if !sole_proprietor || !book.telegram_offered(Item::PhoneBill, situation) {
            return Err(not_offered());
        }
        let changes = self.telegram.is_none();
        self.telegram.get_or_insert(Telegram::Chosen { at });
        Ok(changes)
    }

    /// Records that the vendor was asked to send the telegram to the address on `address` (R81). Returns whether
    /// anything changed.
    pub fn telegram_requested(&mut self, address: AddressSource, at: Timestamp) -> bool {
        let next = requested(self.telegram.as_ref(), address, at);
        self.put_telegram(next)
    }

    /// Records that the telegram reached the customer. Returns whether anything changed.
    ///
    /// # Errors
    /// `telegram.not_requested`, as for every report about a telegram the vendor was not asked for.
    pub fn telegram_delivered(&mut self, at: Timestamp) -> Result<bool, Refusal> {
        self.telegram_step(Step::Delivered, at)
    }

    /// Records that the telegram could not be delivered. Returns whether anything changed.
    ///
    /// # Errors
    /// `telegram.not_requested`.
    pub fn telegram_undelivered(&mut self, at: Timestamp) -> Result<bool, Refusal> {
        self.telegram_step(Step::Undelivered, at)
    }

    /// Records that the customer responded to the telegram. Returns whether anything changed.
    ///
    /// # Errors
    /// `telegram.not_requested`.
    pub fn telegram_answered(&mut self, at: Timestamp) -> Result<bool, Refusal> {
        self.telegram_step(Step::Answered, at)
    }

    fn telegram_step(&mut self, step: Step, at: Timestamp) -> Result<bool, Refusal> {
        let next = stepped(self.telegram.as_ref(), step, at)?;
        Ok(self.put_telegram(next))
    }

    fn put_telegram(&mut self, next: Option<Telegram>) -> bool {
        let changes = next.is_some();
        self.telegram = next.or_else(|| self.telegram.take());
        changes
    }
}

/// What happens to a telegram.
#[derive(Debug, Clone, Copy)]
enum Step {
    Undelivered,
    Delivered,
    Answered,
}

/// The telegram after the vendor was asked for it; `None` when that changes nothing.
fn requested(telegram: Option<&Telegram>, address: AddressSource, at: Timestamp) -> Option<Telegram> {
    match telegram {
        None | Some(Telegram::Chosen { .. } | Telegram::Undelivered { .. }) => {
            Some(Telegram::Requested { at, address })
        }
        Some(Telegram::Requested { .. } | Telegram::Delivered { .. } | Telegram::Answered { .. }) => None,
    }
}

/// The telegram after `step`; `None` when that changes nothing. Late and repeated reports never take it back.
///
/// # Errors
/// `telegram.not_requested` when the vendor was never asked to send it.
fn stepped(telegram: Option<&Telegram>, step: Step, at: Timestamp) -> Result<Option<Telegram>, Refusal> {
    match (telegram, step) {
        (None | Some(Telegram::Chosen { .. }), _) => Err(not_requested()),
        (Some(Telegram::Requested { address, .. }), Step::Undelivered) => {
            Ok(Some(Telegram::Undelivered { at, address: address.clone() }))
        }
        (
            Some(Telegram::Requested { address, .. } | Telegram::Undelivered { address, .. }),
            Step::Delivered,
        ) => Ok(Some(Telegram::Delivered { at, address: address.clone() })),
        (
            Some(
                Telegram::Requested { address, .. }
                | Telegram::Undelivered { address, .. }
                | Telegram::Delivered { address, .. },
            ),
            Step::Answered,
        ) => Ok(Some(Telegram::Answered { at, address: address.clone() })),
        (Some(Telegram::Undelivered { .. } | Telegram::Delivered { .. }), Step::Undelivered)
        | (Some(Telegram::Delivered { .. }), Step::Delivered)
        | (Some(Telegram::Answered { .. }), _) => Ok(None),
    }
}

fn not_requested() -> Refusal {
    Finding::stop(
        "telegram.not_requested",
        "documents.telegram",
        "R79",
        Text::fixed(
            "電報の送付は証明書ベンダーに依頼されていません。",
            "The vendor was not asked to send a telegram.",
        ),
        Text::fixed(
            "先に、証明書ベンダーへの電報の依頼を記録してください。",
            "Record the request to the vendor first.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}

/// The customer cannot choose it in this situation.
fn not_offered() -> Refusal {
    Finding::stop(
        "telegram.not_offered",
        "documents.telegram",
        "R79, A22",
        Text::fixed("電報による確認は選べません。", "Confirmation by telegram is not offered."),
        Text::fixed("電話会社請求書をお送りください。", "Send the telephone company bill."),
    )
    .into()
}
