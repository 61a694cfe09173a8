//! Mails that arrived: putting them in, and what became of them.

use std::path::Path;
use std::process::ExitCode;

use letters::inbound::MAX_MAIL;
use platform::store::{EventKey, HistoryKey, OutcomeKind};
use procedure::event::ApprovalMailReceived;
use procedure::order::Actor;
use procedure::{Finding, OrderId};

use super::event::{SOURCE, act_as};
use super::{Context, Failure};
use crate::cli::args::Mail;
use crate::cli::input;
use crate::machine::{Listed, Machine, MachineError};
use crate::view::mails::{MailOutcome, MailRow, MailsView};

/// Digits of a mail's key that people see.
const SHOWN: usize = 12;

pub(super) async fn mail(cx: &Context, args: Mail) -> Result<ExitCode, Failure> {
    match &args.file {
        Some(file) => deliver(cx, file, args.order.clone()).await,
        None => list(cx).await,
    }
}

async fn deliver(cx: &Context, file: &Path, order: Option<OrderId>) -> Result<ExitCode, Failure> {
    let raw = input::bytes(file, MAX_MAIL as u64)?;
    let machine = cx.machine().await?;
    let (vault, about) = (machine.vault(), order.clone());
    let put = tokio::task::spawn_blocking(move || vault.put(&raw, about.as_ref())).await;
    let key = put.map_err(|error| MachineError::Work(error.to_string()))?;
    let key = key.map_err(|source| MachineError::File { path: machine.folder().join("mail"), source })?;
    let id = cx.event_id(Some(event_of(&key, order.as_ref())))?;
    act_as(cx, machine, id, order, ApprovalMailReceived { mail: key }.into()).await
}

/// The same mail is the same event, however often it is delivered (R89).
fn event_of(key: &str, order: Option<&OrderId>) -> String {
    let about = order.map_or("any", OrderId::as_str);
    format!("mail.{}.{about}", key.get(..32).unwrap_or(key))
}

async fn list(cx: &Context) -> Result<ExitCode, Failure> {
    let machine = cx.existing().await?;
    let view = listed(&machine).await;
    machine.close().await;
    cx.output.print(&view?)?;
    Ok(ExitCode::SUCCESS)
}

async fn listed(machine: &Machine) -> Result<MailsView, Failure> {
    let mails = machine.vault().list();
    let mails = mails.map_err(|source| MachineError::File { path: machine.folder().join("mail"), source })?;
    let mut view = MailsView { mails: Vec::new() };
    for mail in mails {
        view.mails.push(row(machine, mail).await?);
    }
    Ok(view)
}

async fn row(machine: &Machine, mail: Listed) -> Result<MailRow, Failure> {
    let store = machine.store();
    let id = event_of(&mail.key, mail.header.order.as_ref()).parse()?;
    let event = store.event(&EventKey { source: SOURCE.parse()?, id }).await?;
    let mut row = MailRow {
        mail: mail.key.get(..SHOWN).unwrap_or(&mail.key).to_owned(),
        received: mail.header.received,
        outcome: MailOutcome::Waiting,
        order: mail.header.order,
        findings: Vec::new(),
    };
    let Some(done) = event.and_then(|event| event.done) else { return Ok(row) };
    row.order = done.order.clone().or(row.order);
    if done.outcome == OutcomeKind::Refused {
        (row.outcome, row.findings) = (MailOutcome::Unknown, done.findings);
        return Ok(row);
    }
    row.outcome = MailOutcome::Seen;
    if let (Some(order), Some(sequence)) = (done.order, done.version) {
        let loaded = store.load_outbox(&HistoryKey { order, sequence }).await?;
        let entry = loaded.history.and_then(|line| line.entry);
        // The vendor's mail is the vendor's act; putting one aside is certflow's own.
        if entry.is_some_and(|entry| entry.actor == Actor::System) {
            row.outcome = MailOutcome::Quarantined;
            let attention = loaded.order.map(|record| record.order.attention).unwrap_or_default();
            row.findings = attention.into_iter().filter(is_about_mail).collect();
        }
    }
    Ok(row)
}

fn is_about_mail(finding: &Finding) -> bool {
    finding.code.starts_with("mail.")
}
