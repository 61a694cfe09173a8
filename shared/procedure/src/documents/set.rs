//! The documents of an order.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AskedDocument, DocumentFacts, DocumentId, HandedOver, Original, Owed, Telegram, Unkept};
use crate::{EnquiryId, Finding, Party, Refusal, Text};

/// Most documents of one order, refused ones included.
pub const MAX_DOCUMENTS: usize = 50;
/// Most documents asked for by enquiries of one order.
pub const MAX_ASKED: usize = 20;

/// What is recorded of an order's documents. Facts only: what they amount to is asked of the rules each time (R83).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentSet {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) documents: Vec<DocumentFacts>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) originals: Vec<Original>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) asked: Vec<AskedDocument>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) telegram: Option<Telegram>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) handed: Vec<HandedOver>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) owed: Vec<Owed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) unkept: Vec<Unkept>,
}

impl DocumentSet {
    /// Whether nothing is recorded: no document, original, telegram or document asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The documents, in the order they were first recorded.
    pub fn documents(&self) -> impl Iterator<Item = &DocumentFacts> {
        self.documents.iter()
    }

    /// One document.
    pub fn get(&self, id: &DocumentId) -> Option<&DocumentFacts> {
        self.documents.iter().find(|facts| facts.id == *id)
    }

    /// What the vendors' enquiries asked for (R59).
    pub fn asked(&self) -> impl Iterator<Item = &AskedDocument> {
        self.asked.iter()
    }

    /// The telegram, if it was chosen (R79).
    pub const fn telegram(&self) -> Option<&Telegram> {
        self.telegram.as_ref()
    }

    /// Records a document, or a correction of one: the highest revision stays, whatever the order they come in.
    /// Returns whether anything changed; the same document twice changes nothing (R89).
    ///
    /// # Errors
    /// `documents.revision` for other facts under a revision already recorded, `documents.too_many` past
    /// [`MAX_DOCUMENTS`].
    pub fn record(&mut self, facts: DocumentFacts) -> Result<bool, Refusal> {
        let facts = facts.storable();
        if let Some(known) = self.documents.iter_mut().find(|known| known.id == facts.id) {
            return match facts.revision.cmp(&known.revision) {
                std::cmp::Ordering::Less => Ok(false),
                std::cmp::Ordering::Equal if *known == facts => Ok(false),
                std::cmp::Ordering::Equal => Err(revision(&facts.id)),
                std::cmp::Ordering::Greater => {
                    *known = facts;
                    Ok(true)
                }
            };
        }
        if self.documents.len() >= MAX_DOCUMENTS {
            return Err(too_many());
        }
        self.documents.push(facts);
        Ok(true)
    }

    /// Records that a vendor's enquiry asks for a document (R16, R59). Returns whether it was new.
    ///
    /// # Errors
    /// `documents.label` for a label that is empty or too long, `documents.too_many` past [`MAX_ASKED`].
    pub fn ask(&mut self, enquiry: EnquiryId, label: Text, at: Timestamp) -> Result<bool, Refusal> {
        if self.asked.iter().any(|asked| asked.enquiry == enquiry) {
            return Ok(false);
        }
        if self.asked.len() >= MAX_ASKED {
            return Err(too_many());
        }
        self.asked.push(AskedDocument::new(enquiry, label, at)?);
        Ok(true)
    }

    /// Records that the vendor does without a document it asked for. Returns whether anything changed.
    pub fn withdraw_request(&mut self, enquiry: &EnquiryId, at: Timestamp) -> bool {
        let open = |asked: &&mut AskedDocument| asked.enquiry == *enquiry && asked.withdrawn_at.is_none();
        let asked = self.asked.iter_mut().find(open);
        asked.map(|asked| asked.withdrawn_at = Some(at)).is_some()
    }
}

fn revision(id: &DocumentId) -> Refusal {
    Finding::stop(
        "documents.revision",
        format!("documents.{id}.revision"),
        "R89",
        Text::fixed(
            "同じ版の記録が、異なる内容ですでにあります。",
            "This revision is already recorded with other facts.",
        ),
        Text::fixed("版を1つ上げて記録してください。", "Record the correction under the next revision."),
    )
    .owed_by(Party::Provider)
    .into()
}

pub(super) fn too_many() -> Refusal {
    Finding::stop(
        "documents.too_many",
        "documents",
        "P12",
        Text::fixed("書類の件数が上限に達しています。", "The order has too many documents."),
        Text::fixed("担当者にお知らせください。", "Tell the staff in charge."),
    )
    .owed_by(Party::Provider)
    .into()
}
