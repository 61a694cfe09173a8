//! Where each item stands.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocumentId, DocumentKind, Item, Telegram};
use crate::{EnquiryId, Finding, Party, Refusal, Severity, Text};

/// One item and where it stands on the submission date it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemStatus {
    /// What is wanted.
    pub wanted: Wanted,
    /// Where it stands.
    pub state: ItemState,
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Wanted {
    /// An item of the rules (R62, R66).
    Rules {
        /// Which.
        item: Item,
    },
    /// What a vendor's enquiry asked for (R59).
    Enquiry {
        /// Which enquiry.
        enquiry: EnquiryId,
        /// What it asked for.
        label: Text,
    },
}

/// Where an item stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ItemState {
    /// Nothing has come.
    Missing {
        /// The kinds that satisfy it, in order of preference; none for an enquiry's.
        accepts: Vec<DocumentKind>,
        /// Whether a telegram may be chosen instead (R79).
        telegram_offered: bool,
    },
    /// An original is in the post (R82).
    Awaited {
        /// The original.
        document: DocumentId,
    },
    /// What came does not do (R86).
    Refused {
        /// Each document and why.
        documents: Vec<RefusedDocument>,
        /// The kinds that satisfy it, in order of preference; none for an enquiry's.
        accepts: Vec<DocumentKind>,
        /// Whether a telegram may be chosen instead (R79).
        telegram_offered: bool,
    },
    /// A filing without stamp came; its receipt has to be proved by another document (A19).
    ProofMissing {
        /// The filing.
        document: DocumentId,
        /// The proofs that do, in order of preference.
        accepts: Vec<DocumentKind>,
        /// Proofs, or other documents for the item, that do not.
        refused: Vec<RefusedDocument>,
    },
    /// The telegram stands in for the bill (R79); it satisfies the item once answered.
    Telegram {
        /// Where it stands.
        telegram: Telegram,
        /// What keeps the vendor from being asked for it: no document with an address (R81).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lacks: Option<Finding>,
    },
    /// Satisfied, but fewer days than the margin are left (A17).
    Expiring {
        /// The document.
        document: DocumentId,
        /// The proof of its receipt, if that is another document.
        proof: Option<DocumentId>,
        /// The last submission date it does for.
        last_day: Date,
        /// What the vendor may stop on.
        warnings: Vec<Finding>,
    },
    /// Satisfied.
    Satisfied {
        /// The document.
        document: DocumentId,
        /// The proof of its receipt, if that is another document.
        proof: Option<DocumentId>,
        /// What the vendor may stop on.
        warnings: Vec<Finding>,
    },
}

/// A document that does not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefusedDocument {
    /// Which.
    pub document: DocumentId,
    /// Why.
    pub refusal: Refusal,
}

impl ItemState {
    /// Whether nothing more is needed if the documents are submitted on the date asked for.
    pub const fn is_met(&self) -> bool {
        match self {
            ItemState::Satisfied { .. } | ItemState::Expiring { .. } => true,
            ItemState::Telegram { telegram, .. } => telegram.is_answered(),
            ItemState::Missing { .. }
            | ItemState::Awaited { .. }
            | ItemState::Refused { .. }
            | ItemState::ProofMissing { .. } => false,
        }
    }

    /// Who has to act (R12).
    pub fn waits_for(&self) -> Party {
        match self {
            ItemState::Satisfied { .. } => Party::Nobody,
            ItemState::Expiring { .. } => Party::Provider,
            ItemState::Missing { .. } | ItemState::Awaited { .. } | ItemState::ProofMissing { .. } => {
                Party::Customer
            }
            ItemState::Telegram { lacks: Some(_), .. } => Party::Customer,
            ItemState::Telegram { telegram, lacks: None } => telegram.waits_for(),
            ItemState::Refused { documents, .. } => {
                // What only staff have to record is theirs; one thing the customer has to mend makes it the customer's.
                let mut stops = documents
                    .iter()
                    .flat_map(|document| document.refusal.findings())
                    .filter(|finding| finding.severity == Severity::Stop);
                if stops.any(|finding| finding.acts == Party::Customer) {
                    Party::Customer
                } else {
                    Party::Provider
                }
            }
        }
    }
}
