//! Documents as they come, held against the rules of the day the vendor will receive them (R58–R86).

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, Order, Phase};
use crate::calendar::japan_date;
use crate::documents::{
    Assessment, DocumentFacts, DocumentId, DocumentKind, FileDuty, ItemStatus, MAX_DOCUMENTS, Owed,
    Situation, assess,
};
use crate::policy::Policy;
use crate::{Finding, Party, Refusal, Text};

/// What became known of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum DocumentNews {
    /// It is here and was looked at.
    Recorded {
        /// What was found; never its content.
        facts: DocumentFacts,
    },
    /// The customer put an original in the post (R82).
    OriginalAnnounced {
        /// The document.
        id: DocumentId,
        /// What it is.
        kind: DocumentKind,
    },
    /// Staff sent an original on to the vendor (R82).
    OriginalForwarded {
        /// The document.
        id: DocumentId,
        /// The day the vendor is expected to receive it.
        vendor_receipt: Date,
    },
    /// Staff handed copies over to the vendor (R16, R82).
    HandedOver {
        /// Which; all accepted ones that it does not have yet when none is named. At most
        /// [`crate::documents::MAX_DOCUMENTS`] are looked at.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        documents: Vec<DocumentId>,
    },
    /// A document that may not be kept was destroyed or sent back (R85).
    Destroyed {
        /// The document.
        id: DocumentId,
    },
    /// The customer chose the telegram instead of the telephone bill (R79).
    TelegramChosen,
    /// The vendor was asked to send it, to the address it confirmed itself (R81).
    TelegramRequested,
    /// It was delivered.
    TelegramDelivered,
    /// It came back.
    TelegramUndelivered,
    /// The customer answered it.
    TelegramAnswered,
}

/// What the news mean for the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentOutcome {
    /// A document that does not do, and why.
    pub refused: Option<Refusal>,
    /// Whether everything that was wanted is here now.
    pub complete: bool,
}

impl Order {
    /// What the document rules depend on if the documents go to the vendor after `now` (R83).
    pub fn document_situation(&self, policy: &Policy, now: Timestamp) -> Situation {
        let receipt = policy.documents_reach_vendor_on(japan_date(now));
        self.application.document_situation(policy, receipt)
    }

    /// The items still wanted at `now`; none for an applicant who owes none (R58).
    pub fn outstanding_documents(&self, policy: &Policy, now: Timestamp) -> Vec<ItemStatus> {
        self.documents.outstanding(&policy.documents, &self.document_situation(policy, now))
    }

    /// Records the news. `None` when nothing changed (R89).
    ///
    /// # Errors
    /// `order.finished`, `order.out_of_phase`, and the findings of `documents::DocumentSet`.
    pub fn hear_of_document(
        &mut self,
        news: &DocumentNews,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Option<DocumentOutcome>, Refusal> {
        if let DocumentNews::Destroyed { id } = news {
            // Owed even where the order is over.
            let changed = self.documents.destroyed(id)?;
            let complete = self.outstanding_documents(policy, now).is_empty();
            return Ok(changed.then_some(DocumentOutcome { refused: None, complete }));
        }
        self.require_open("record", "R60")?;
        let situation = self.document_situation(policy, now);
        let book = &policy.documents;
        let documents = &mut self.documents;
        let changed = match news {
            DocumentNews::Recorded { facts } => documents.record(facts.clone())?,
            DocumentNews::OriginalAnnounced { id, kind } => {
                documents.announce_original(id.clone(), *kind, now)?
            }
            DocumentNews::OriginalForwarded { id, vendor_receipt } => {
                documents.forward_original(id, now, *vendor_receipt, book, &situation)?
            }
            DocumentNews::HandedOver { documents: handed } => {
                let most = handed.len().min(MAX_DOCUMENTS);
                documents.hand_over(&handed[..most], now, book, &situation)?
            }
            DocumentNews::Destroyed { id } => documents.destroyed(id)?,
            DocumentNews::TelegramChosen => documents.choose_telegram(now, book, &situation)?,
            DocumentNews::TelegramRequested => {
                let source = documents.address_source(book, &situation).ok_or_else(no_address)?;
                documents.telegram_requested(source, now)
            }
            DocumentNews::TelegramDelivered => documents.telegram_delivered(now)?,
            DocumentNews::TelegramUndelivered => documents.telegram_undelivered(now)?,
            DocumentNews::TelegramAnswered => documents.telegram_answered(now)?,
        };
        if !changed {
            return Ok(None);
        }
        let refused = match news {
            DocumentNews::Recorded { facts } => {
                let (refused, duty) = match assess(book, facts, &situation) {
                    Assessment::Refused { refusal, file } => (Some(refusal), file),
                    Assessment::Accepted(_) => (None, FileDuty::MayKeep),
                };
                self.documents.must_go(facts, duty, now, policy.unkept_until(now));
                refused
            }
            _ => None,
        };
        let complete = self.look_at_documents(policy, now);
        Ok(Some(DocumentOutcome { refused, complete }))
    }

    /// Sees who has to act about the documents: the customer while something is wanted, then staff, who hand it over, then
    /// the vendor. Returns whether nothing is wanted any more.
    pub(super) fn look_at_documents(&mut self, policy: &Policy, now: Timestamp) -> bool {
        let (book, situation) = (&policy.documents, self.document_situation(policy, now));
        let outstanding = self.documents.outstanding(book, &situation);
        let complete = outstanding.is_empty();
        let Phase::Examining(examining) = &mut self.phase else { return complete };
        let duties = self.documents.duties(&outstanding, book, &situation);
        let waits_for = |party| outstanding.iter().any(|status| status.state.waits_for() == party);
        let (party, until) = if waits_for(Party::Customer) {
            (Party::Customer, policy.documents_until(now))
        } else if !duties.is_empty() || waits_for(Party::Provider) {
            (Party::Provider, policy.desk_until(now))
        } else {
            (Party::Vendor, policy.documents_until(now))
        };
        self.documents.owe(duties, now, policy.desk_until(now));
        let check = &mut examining.checks.common_mut().documents;
        if matches!(check, Check::Waiting(_)) {
            check.require(party, now, until);
        }
        complete
    }

    /// What staff have to do about the documents at the vendor; nothing once it is done with them.
    pub fn document_duties(&self) -> &[Owed] {
        match &self.phase {
            Phase::Examining(examining) if !examining.checks.common().documents.has_passed() => {
                self.documents.owed()
            }
            _ => &[],
        }
    }
}

fn no_address() -> Refusal {
    Finding::stop(
        "telegram.no_address",
        "record",
        "R81",
        Text::fixed(
            "電報の宛先を確認できる書類がまだありません。",
            "No document confirms the address for the telegram yet.",
        ),
        Text::fixed(
            "申告書または住所の記載された公的書類を先に記録してください。",
            "First record the tax return or a public document that shows the address.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}
