//! What staff owe the vendor once the customer has sent all that is wanted: no vendor takes documents by an API (R16), and
//! originals go by post (R82).

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Assessment, DocumentId, DocumentSet, Form, ItemState, ItemStatus, RuleBook, Situation, Telegram,
};
use crate::calendar::japan_date;
use crate::{Finding, Party, Refusal, Text};

/// One thing for staff to do about an order's documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "duty", rename_all = "snake_case")]
pub enum Duty {
    /// Hand the accepted copies over (R16, R60).
    HandOver {
        /// Which.
        documents: Vec<DocumentId>,
    },
    /// Send an original on by post (R82).
    ForwardOriginal {
        /// Which.
        document: DocumentId,
    },
    /// Ask the vendor for the telegram (R79).
    RequestTelegram,
}

impl Duty {
    /// Whether it is the same thing to do, of which more may have come.
    fn continues(&self, other: &Self) -> bool {
        matches!((self, other), (Duty::HandOver { .. }, Duty::HandOver { .. })) || self == other
    }
}

/// A duty, since when and until when.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Owed {
    /// What.
    #[serde(flatten)]
    pub duty: Duty,
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// A copy that the vendor has (R82).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct HandedOver {
    /// Which.
    pub document: DocumentId,
    /// As corrected how often: a correction is handed over anew.
    pub revision: u32,
    /// When.
    pub at: Timestamp,
}

impl DocumentSet {
    /// What staff have to do now.
    pub fn owed(&self) -> &[Owed] {
        &self.owed
    }

    /// When the vendor got a copy, as last recorded.
    pub fn handed_over_at(&self, id: &DocumentId) -> Option<Timestamp> {
        self.handed.iter().rev().find(|handed| handed.document == *id).map(|handed| handed.at)
    }

    /// Records that the vendor has these copies, or all that it is owed when none is named. Returns whether anything
    /// changed (R89).
    ///
    /// # Errors
    /// `documents.not_to_be_handed_over` for one that is no accepted copy, or when there is none at all.
    pub fn hand_over(
        &mut self,
        ids: &[DocumentId],
        at: Timestamp,
        book: &RuleBook,
        situation: &Situation,
    ) -> Result<bool, Refusal> {
        let mut due = self.to_hand_over(book, situation);
        if ids.is_empty() && due.is_empty() && self.handed.is_empty() {
            return Err(not_to_be_handed_over());
        }
        for id in ids {
            if !due.contains(id) && self.handed_over_at(id).is_none() {
                return Err(not_to_be_handed_over());
            }
        }
        due.retain(|id| ids.is_empty() || ids.contains(id));
        for document in &due {
            let revision = self.get(document).map_or(0, |facts| facts.revision);
            self.handed.retain(|handed| handed.document != *document);
            self.handed.push(HandedOver { document: document.clone(), revision, at });
        }
        Ok(!due.is_empty())
    }

    /// What is to be done at the vendor while nothing more is wanted of the customer than an answer to the telegram.
    pub fn duties(&self, outstanding: &[ItemStatus], book: &RuleBook, situation: &Situation) -> Vec<Duty> {
        let telegram = |state: &ItemState| matches!(state, ItemState::Telegram { lacks: None, .. });
        let wanted =
            |status: &ItemStatus| status.state.waits_for() == Party::Customer && !telegram(&status.state);
        if outstanding.iter().any(wanted) {
            return Vec::new();
        }
        let mut duties = Vec::new();
        let documents = self.to_hand_over(book, situation);
        if !documents.is_empty() {
            duties.push(Duty::HandOver { documents });
        }
        let arrived = self.accepted(book, situation, |form| form == Form::PostedOriginal);
        let waits = arrived.into_iter().filter(|document| self.forwarding(document).is_none());
        duties.extend(waits.map(|document| Duty::ForwardOriginal { document }));
        let unasked = |status: &ItemStatus| {
            let asked = |telegram: &Telegram| telegram.waits_for() == Party::Provider;
            matches!(&status.state, ItemState::Telegram { telegram, lacks: None } if asked(telegram))
        };
        if outstanding.iter().any(unasked) {
            duties.push(Duty::RequestTelegram);
        }
        duties
    }

    /// Keeps these duties; one that was owed already keeps its deadline.
    pub fn owe(&mut self, duties: Vec<Duty>, since: Timestamp, until: Timestamp) {
        let owed = duties.into_iter().map(|duty| {
            let known = self.owed.iter().find(|known| known.duty.continues(&duty));
            let (since, until) = known.map_or((since, until), |known| (known.since, known.until));
            Owed { duty, since, until }
        });
        self.owed = owed.collect();
    }

    /// The day the vendor receives it, or did, as it now is: from then on its dates are judged for that day (R83).
    pub(super) fn submitted_on(&self, id: &DocumentId) -> Option<Date> {
        let revision = self.get(id).map(|facts| facts.revision);
        let handed = self.handed.iter().find(|handed| handed.document == *id);
        let handed = handed.filter(|handed| Some(handed.revision) == revision);
        let posted = self.forwarding(id).map(|sent| sent.vendor_receipt);
        posted.or(handed.map(|handed| japan_date(handed.at)))
    }

    /// Accepted copies that the vendor does not have as they now are.
    fn to_hand_over(&self, book: &RuleBook, situation: &Situation) -> Vec<DocumentId> {
        let mut copies = self.accepted(book, situation, |form| form != Form::PostedOriginal);
        copies.retain(|id| {
            let revision = self.get(id).map(|facts| facts.revision);
            let had = self.handed.iter().find(|handed| handed.document == *id).map(|handed| handed.revision);
            had.is_none() || had < revision
        });
        copies
    }

    fn accepted(
        &self,
        book: &RuleBook,
        situation: &Situation,
        form: impl Fn(Form) -> bool,
    ) -> Vec<DocumentId> {
        let of_form = |id: &DocumentId| self.get(id).is_some_and(|facts| form(facts.form));
        let assessed = self.assessments(book, situation).into_iter();
        let accepted = assessed.filter(|(_, assessment)| matches!(assessment, Assessment::Accepted(_)));
        accepted.map(|(id, _)| id).filter(of_form).collect()
    }
}

fn not_to_be_handed_over() -> Refusal {
    Finding::stop(
        "documents.not_to_be_handed_over",
        "documents",
        "R82",
        Text::fixed(
            "ベンダーへ提出する、確認済みの写しがありません。",
            "There is no accepted copy to hand over to the vendor.",
        ),
        Text::fixed(
            "書類の記録を確認してください（`certflow show`）。原本は `certflow document forward` で記録します。",
            "See what is recorded (`certflow show`); originals are recorded by `certflow document forward`.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}
