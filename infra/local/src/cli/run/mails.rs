//! Mails that arrived: putting them in, and what became of them.

use std::path::Path;
use std::process::ExitCode;

use letters::inbound::MAX_MAIL;
use platform::store::{EventKey, HistoryKey, OutcomeKind};
use procedure::event::ApprovalMailReceived;
use procedure::order::Actor;
use procedure::{Finding, OrderId, Text};

use super::event::{SOURCE, act_as};
use super::{Context, Failure};
use crate::cli::args::Mail;
use crate::cli::input;
use crate::machine::{Listed, Machine, MachineError};
use crate::place::Place;
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
    let place = cx.place().await?;
    let key = place.keep_mail(raw, order.as_ref()).await?;
    let id = cx.event_id(Some(event_of(&key, order.as_ref())))?;
    act_as(cx, place, id, order, ApprovalMailReceived { mail: key }.into()).await
}

/// The same mail is the same event, however often it is delivered (R89).
fn event_of(key: &str, order: Option<&OrderId>) -> String {
    let about = order.map_or("any", OrderId::as_str);
    // A stack's key has a prefix before the digest.
    let digest = key.rsplit('/').next().unwrap_or(key);
    format!("mail.{}.{about}", digest.get(..32).unwrap_or(digest))
}

async fn list(cx: &Context) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    let Place::Machine(machine) = &place else {
        return Err(Failure::Usage(Text::fixed(
            "スタックのメールは一覧できません（S3 バケットにあり、関数だけが読み取ります）。登録するファイルを指定してください。",
            "A stack's mails are not listed: they lie in its bucket, for its function alone. Give the file of a mail to deliver.",
        )));
    };
    let view = listed(machine).await;
    place.close().await;
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
