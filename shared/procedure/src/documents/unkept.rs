//! Documents that may not be kept as they are, until somebody has said that they are gone (R85, A20).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocumentFacts, DocumentId, DocumentSet, FileDuty};
use crate::{Finding, Party, Refusal, Text};

/// A received document, paper or file, that staff have to destroy, send back or mask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unkept {
    /// The document.
    pub document: DocumentId,
    /// What has to be done with it.
    pub duty: FileDuty,
    /// Since when.
    pub since: Timestamp,
    /// By when.
    pub until: Timestamp,
}

impl Unkept {
    /// What staff are told of it: which document, what to do, and how to say that it is done.
    pub fn finding(&self) -> Finding {
        let (message, remedy) = match self.duty {
            FileDuty::MaskOrDestroy => (
                Text::fixed(
                    "保険者番号等が見えるため、このままでは保管できません。",
                    "Insurance numbers can be seen on it, so it may not be kept as it is.",
                ),
                Text::fixed(
                    "マスキングして次の版で記録する（certflow document --insurance-masked yes）か、廃棄または返送して記録してください（certflow document destroyed）。",
                    "Mask it and record the next revision (`certflow document --insurance-masked yes`), or destroy it or \
                     send it back and record that (`certflow document destroyed`).",
                ),
            ),
            FileDuty::Destroy | FileDuty::MayKeep => (
                Text::fixed("保管できない書類です。", "The document may not be kept."),
                Text::fixed(
                    "画像も含めて廃棄または返送し、記録してください（certflow document destroyed）。",
                    "Destroy it with every image of it, or send it back, and record that (`certflow document destroyed`).",
                ),
            ),
        };
        Finding::stop("documents.unkept", format!("documents.{}", self.document), "R85, A20", message, remedy)
            .owed_by(Party::Provider)
    }
}

impl DocumentSet {
    /// What staff still have to destroy, send back or mask.
    pub fn unkept(&self) -> impl Iterator<Item = &Unkept> {
        self.unkept.iter()
    }

    /// Records what has to be done with a document that was looked at, at most once for each document. Masking is done once it is recorded as masked; a
    /// document that has to be destroyed is not undone by another one under its id.
    pub(crate) fn must_go(&mut self, facts: &DocumentFacts, duty: FileDuty, at: Timestamp, until: Timestamp) {
        let known = self.unkept.iter_mut().find(|unkept| unkept.document == facts.id);
        match (known, duty) {
            (Some(known), FileDuty::Destroy) => known.duty = FileDuty::Destroy,
            (Some(known), FileDuty::MayKeep) => {
                let masked = known.duty == FileDuty::MaskOrDestroy;
                self.unkept.retain(|unkept| !masked || unkept.document != facts.id);
            }
            (None, FileDuty::Destroy | FileDuty::MaskOrDestroy) => {
                self.unkept.push(Unkept { document: facts.id.clone(), duty, since: at, until });
            }
            (Some(_), FileDuty::MaskOrDestroy) | (None, FileDuty::MayKeep) => {}
        }
    }

    /// Records that a document was destroyed or sent back. Returns whether anything changed.
    ///
    /// # Errors
    /// `documents.unknown` for a document nobody recorded.
    pub(crate) fn destroyed(&mut self, id: &DocumentId) -> Result<bool, Refusal> {
        let before = self.unkept.len();
        self.unkept.retain(|unkept| unkept.document != *id);
        if self.unkept.len() == before && self.get(id).is_none() {
            return Err(unknown());
        }
        Ok(self.unkept.len() != before)
    }
}

fn unknown() -> Refusal {
    Finding::stop(
        "documents.unknown",
        "record.id",
        "R85",
        Text::fixed("この識別子の書類は記録されていません。", "No document is recorded under this id."),
        Text::fixed("書類の識別子をご確認ください（certflow show）。", "Check its id (`certflow show`)."),
    )
    .owed_by(Party::Provider)
    .into()
}
