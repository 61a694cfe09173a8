//! Originals travel by post, and are tracked until the vendor has them (R82).

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::set::too_many;
use super::{
    Assessment, DocumentId, DocumentKind, DocumentSet, Form, MAX_DOCUMENTS, RuleBook, Situation, assess,
};
use crate::{Finding, Party, Refusal, Text};

/// What is known of an original's way besides its arrival, which its recorded facts show.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Original {
    /// The document.
    pub id: DocumentId,
    /// What it was announced as.
    pub kind: DocumentKind,
    /// When the customer said it is in the post; `None` when it came unannounced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_at: Option<Timestamp>,
    /// Its way to the vendor, once sent on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Forwarding>,
}

/// An original sent on to the vendor: from here on its dates are judged for that submission alone (R83).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Forwarding {
    /// When it was sent.
    pub at: Timestamp,
    /// The day the vendor is expected to receive it, in Japan time (A17).
    pub vendor_receipt: Date,
}

/// Where an original is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OriginalStage {
    /// In the post to the provider.
    Announced,
    /// With the provider.
    Arrived,
    /// On its way to the vendor, or there.
    Forwarded,
}

impl DocumentSet {
    /// Records that the customer has posted an original (R82). Returns whether anything changed.
    ///
    /// # Errors
    /// `documents.too_many` past [`MAX_DOCUMENTS`].
    pub fn announce_original(
        &mut self,
        id: DocumentId,
        kind: DocumentKind,
        at: Timestamp,
    ) -> Result<bool, Refusal> {
        if let Some(known) = self.originals.iter_mut().find(|original| original.id == id) {
            let changes = known.announced_at.is_none();
            known.announced_at.get_or_insert(at);
            return Ok(changes);
        }
        if self.originals.len() >= MAX_DOCUMENTS {
            return Err(too_many());
        }
        self.originals.push(Original { id, kind, announced_at: Some(at), forwarded: None });
        Ok(true)
    }

    /// Records that an original was sent on to the vendor, who is expected to receive it on `vendor_receipt` (R82).
    /// Returns whether anything changed; it is sent on once.
    ///
    /// # Errors
    /// The document's own refusal when it does not do on that day (R83); `documents.no_original` when no original
    /// with this id has arrived.
    pub fn forward_original(
        &mut self,
        id: &DocumentId,
        at: Timestamp,
        vendor_receipt: Date,
        book: &RuleBook,
        situation: &Situation,
    ) -> Result<bool, Refusal> {
        let facts = self.get(id).filter(|facts| facts.form == Form::PostedOriginal);
        let facts = facts.ok_or_else(|| no_original(id))?;
        if self.forwarding(id).is_some() {
            return Ok(false);
        }
        if let Assessment::Refused { refusal, .. } =
            assess(book, facts, &situation.submitted_on(vendor_receipt))
        {
            return Err(refusal);
        }
        let (id, kind, forwarded) = (facts.id.clone(), facts.kind, Some(Forwarding { at, vendor_receipt }));
        match self.originals.iter_mut().find(|original| original.id == id) {
            Some(known) => known.forwarded = forwarded,
            None => self.originals.push(Original { id, kind, announced_at: None, forwarded }),
        }
        Ok(true)
    }

    /// Where an original is; `None` when nothing is known of one.
    pub fn original_stage(&self, id: &DocumentId) -> Option<OriginalStage> {
        let arrived = self.get(id).is_some_and(|facts| facts.form == Form::PostedOriginal);
        let announced = self.originals.iter().any(|original| original.id == *id);
        match (self.forwarding(id), arrived, announced) {
            (Some(_), _, _) => Some(OriginalStage::Forwarded),
            (None, true, _) => Some(OriginalStage::Arrived),
            (None, false, true) => Some(OriginalStage::Announced),
            (None, false, false) => None,
        }
    }

    pub(super) fn forwarding(&self, id: &DocumentId) -> Option<&Forwarding> {
        self.originals.iter().find(|original| original.id == *id)?.forwarded.as_ref()
    }

    /// Originals announced and not recorded yet.
    pub(super) fn in_the_post(&self) -> impl Iterator<Item = &Original> {
        self.originals.iter().filter(|original| self.get(&original.id).is_none())
    }
}

fn no_original(id: &DocumentId) -> Refusal {
    Finding::stop(
        "documents.no_original",
        format!("documents.{id}.form"),
        "R82",
        Text::fixed("この書類の原本は届いていません。", "No original of this document has arrived."),
        Text::fixed("原本の到着を先に記録してください。", "Record the arrival of the original first."),
    )
    .owed_by(Party::Provider)
    .into()
}
