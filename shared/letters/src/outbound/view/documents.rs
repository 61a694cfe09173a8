//! Documents: what is wanted, in what form, and why one did not do (R58–R86).

use procedure::Party;
use procedure::documents::{
    Assessment, DocumentId, ItemState, ItemStatus, Preparation, RefusedDocument, Situation, Wanted,
    preparation_list,
};
use procedure::order::Phase;
use serde::Serialize;

use super::desk::{Desk, customer_deadline};
use super::finding::{Findings, Told as Finding};
use super::{Facts, Told};

/// The documents the customer still has to send.
#[derive(Serialize)]
pub(super) struct Documents {
    items: Vec<Wish>,
}

/// One of them, and where it stands.
#[derive(Serialize)]
struct Wish {
    label: String,
    /// `missing`, `in_the_post`, `refused`, `proof_missing`, `telegram`.
    state: &'static str,
    /// What to prepare; `None` for what a vendor's enquiry asked for.
    prepared: Option<Prepared>,
    /// Why what came does not do.
    findings: Vec<Finding>,
}

/// An item and what satisfies it.
#[derive(Clone, Serialize)]
pub(super) struct Prepared {
    label: String,
    any_of: Vec<String>,
    proofs: Vec<String>,
    notes: Vec<String>,
}

/// A document that does not do.
#[derive(Serialize)]
pub(super) struct Refused {
    document: String,
    findings: Vec<Finding>,
}

/// What to prepare beforehand (R60).
pub(super) fn prepared(desk: &Desk<'_>) -> Vec<Prepared> {
    let list = preparation_list(&desk.context.policy.documents, &situation(desk));
    list.iter().map(|preparation| Prepared::of(desk, preparation)).collect()
}

impl Prepared {
    fn of(desk: &Desk<'_>, preparation: &Preparation) -> Self {
        Self {
            label: desk.say(&preparation.label),
            any_of: preparation.any_of.iter().map(|kind| desk.say(&kind.text)).collect(),
            proofs: preparation.proofs.iter().map(|kind| desk.say(&kind.text)).collect(),
            notes: preparation.notes.iter().map(|note| desk.say(note)).collect(),
        }
    }
}

pub(super) fn needed(desk: &Desk<'_>, template: &'static str) -> Option<Told> {
    let Phase::Examining(examining) = &desk.order.phase else { return None };
    let check = &examining.checks.common().documents;
    check.as_waiting()?;
    let situation = situation(desk);
    let list = preparation_list(&desk.context.policy.documents, &situation);
    let statuses = desk.order.documents.outstanding(&desk.context.policy.documents, &situation);
    let items = statuses.iter().filter(|status| status.state.waits_for() == Party::Customer);
    let items: Vec<Wish> = items.map(|status| wish(desk, status, &list)).collect();
    let nothing_owed = items.is_empty() && !statuses.is_empty();
    // With no item of ours the vendor's own request stands, which an enquiry spells out (R59).
    (!nothing_owed).then(|| Told {
        template,
        deadline: customer_deadline(check),
        facts: Facts::Documents(Documents { items }),
    })
}

fn wish(desk: &Desk<'_>, status: &ItemStatus, list: &[Preparation]) -> Wish {
    let prepared = match &status.wanted {
        Wanted::Rules { item } => list.iter().find(|preparation| preparation.item == *item),
        Wanted::Enquiry { .. } => None,
    };
    let label = match &status.wanted {
        Wanted::Rules { item } => desk.say(&item.label()),
        Wanted::Enquiry { label, .. } => desk.say(label),
    };
    let reasons = |documents: &[RefusedDocument]| -> Vec<Finding> {
        let findings = documents.iter().flat_map(|document| document.refusal.findings());
        Findings::told(desk, findings)
    };
    let (state, findings) = match &status.state {
        ItemState::Awaited { .. } => ("in_the_post", Vec::new()),
        ItemState::Refused { documents, .. } => ("refused", reasons(documents)),
        ItemState::ProofMissing { refused, .. } => ("proof_missing", reasons(refused)),
        ItemState::Telegram { lacks, .. } => ("telegram", Findings::told(desk, lacks)),
        ItemState::Missing { .. } | ItemState::Expiring { .. } | ItemState::Satisfied { .. } => {
            ("missing", Vec::new())
        }
    };
    Wish { label, state, prepared: prepared.map(|preparation| Prepared::of(desk, preparation)), findings }
}

pub(super) fn refused(desk: &Desk<'_>, id: &DocumentId) -> Option<Told> {
    let facts = desk.order.documents.get(id).filter(|_| desk.order.is_open())?;
    let assessments = desk.order.documents.assessments(&desk.context.policy.documents, &situation(desk));
    let (_, assessment) = assessments.into_iter().find(|(known, _)| known == id)?;
    let Assessment::Refused { refusal, .. } = assessment else { return None };
    let findings = Findings::told(desk, refusal.findings());
    // What staff alone have to record is no news for the customer.
    (!findings.is_empty()).then(|| Told {
        template: "document_refused",
        deadline: desk.order.checks().and_then(|checks| customer_deadline(&checks.common().documents)),
        facts: Facts::RefusedDocument(Refused { document: desk.say(&facts.kind.label()), findings }),
    })
}

fn situation(desk: &Desk<'_>) -> Situation {
    desk.order.document_situation(desk.context.policy, desk.context.now)
}
