//! The application received, and the application returned.

use procedure::application::{ApprovalDestination, Hosting};
use procedure::order::{Phase, StepState};
use serde::Serialize;

use super::approval::Record;
use super::desk::{Desk, MAX_LISTED, shown};
use super::documents::{self, Prepared};
use super::finding::{self, Findings};
use super::{Facts, Told};

/// What happens next, and what to prepare (R12, R24–R29, R45, R60).
#[derive(Serialize)]
pub(super) struct Received {
    steps: Vec<Step>,
    /// What the customer had better mend, though the order goes on (R12, P1–P8).
    findings: Vec<finding::Told>,
    /// Per name, the addresses one of which must receive mail (R24, A7).
    mailboxes: Vec<Mailbox>,
    mailboxes_left_out: usize,
    /// Whether some name has more than one address.
    alternatives: bool,
    /// The TXT records instead, when the customer chose an address of their own (R26).
    records: Vec<Record>,
    /// Whether the provider sets those records (R27, A8).
    provider_sets_records: bool,
    documents: Vec<Prepared>,
}

#[derive(Serialize)]
struct Step {
    number: u8,
    title: String,
    owner: String,
    done: bool,
}

#[derive(Serialize)]
struct Mailbox {
    name: String,
    any_of: Vec<String>,
}

pub(super) fn received(desk: &Desk<'_>) -> Option<Told> {
    match desk.order.phase {
        Phase::Accepted { .. } | Phase::Placing(_) | Phase::Examining(_) => {}
        Phase::Returned(_) | Phase::Confirming(_) | Phase::Issued(_) | Phase::Ended(_) => return None,
    }
    let application = &desk.order.application;
    let steps = desk.order.steps().into_iter().map(|step| Step {
        number: step.number,
        title: desk.label(&step.title),
        owner: desk.say(&step.owner.label()),
        done: step.state == StepState::Done,
    });
    let by_record = matches!(application.approval, ApprovalDestination::TxtContact { .. });
    let mailboxes: Vec<Mailbox> = application
        .names
        .iter()
        .filter(|_| !by_record)
        .map(|name| {
            let any_of = application.approval_addresses_at(&application.asked_about(name));
            Mailbox { name: shown(name), any_of }
        })
        .collect();
    let left_out = mailboxes.len().saturating_sub(MAX_LISTED);
    Some(Told {
        template: "application_received",
        deadline: None,
        facts: Facts::Received(Received {
            steps: steps.collect(),
            findings: Findings::advised(desk, &desk.order.warnings),
            alternatives: mailboxes.iter().any(|mailbox| mailbox.any_of.len() > 1),
            mailboxes: mailboxes.into_iter().take(MAX_LISTED).collect(),
            mailboxes_left_out: left_out,
            records: Record::all(application),
            provider_sets_records: application.dns == Hosting::Provider,
            documents: documents::prepared(desk),
        }),
    })
}

pub(super) fn returned(desk: &Desk<'_>) -> Option<Told> {
    let Phase::Returned(returned) = &desk.order.phase else { return None };
    Some(Told {
        template: "application_returned",
        deadline: Some(returned.waiting.until),
        facts: Facts::Findings(Findings::for_customer(desk, &returned.findings)?),
    })
}
