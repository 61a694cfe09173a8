//! Mails that arrived: putting them in, and what became of them.

use std::path::Path;
use std::process::ExitCode;

use futures::future::try_join_all;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use jiff::SignedDuration;
use letters::inbound::MAX_MAIL;
use platform::arrival;
use platform::envelope::Source;
use platform::store::{Ask, Delivery, EventKey, HistoryKey, OutcomeKind, Outgoing, Store, StoreError};
use procedure::OrderId;
use procedure::event::ApprovalMailReceived;
use procedure::order::Actor;

use super::event::{SOURCE, act_as};
use super::{Context, Failure};
use crate::cli::args::Mail;
use crate::cli::input;
use crate::place::Place;
use crate::stack::{KeptMail, KeptMails};
use crate::view::erase::ErasedMails;
use crate::view::mails::{MailOutcome, MailRow, MailsView};

/// Characters of a mail's key that people see.
const SHOWN: usize = 12;
/// Most mails that are listed.
const MOST: usize = 200;
/// Most lines of an order's history that are searched for a mail's second judgement.
const LINES: u16 = 500;
/// How far back mails that nobody could place are told of.
const RECENT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Why a mail is of no order.
const NOBODYS: [&str; 7] = [
    "mail.no_order",
    "mail.subject_unknown",
    "mail.not_approval",
    "mail.unreadable",
    "mail.too_large",
    "mail.header_too_large",
    "mail.gone",
];
/// Of these nobody has to do anything.
const ORDINARY: [&str; 2] = ["mail.not_approval", "mail.gone"];
/// Events of mails looked up at once.
const AT_ONCE: usize = 16;
/// What SES puts into a stack's bucket lies below this prefix.
const FROM_SES: &str = "inbound/";

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
    let view = listed(&place).await;
    place.close().await;
    cx.output.print(&view?)?;
    Ok(ExitCode::SUCCESS)
}

async fn listed(place: &Place) -> Result<MailsView, Failure> {
    let KeptMails { mails, more } = place.mails().await?;
    let (store, more) = (place.store(), more || mails.len() > MOST);
    let mut rows = Vec::new();
    for mail in mails.into_iter().take(MOST) {
        rows.push(row(&*store, mail).await?);
    }
    Ok(MailsView { mails: rows, more })
}

/// The event by which a mail came to its function: S3's news of what SES put into a stack's bucket, or staff's command.
fn event_key(mail: &KeptMail) -> Result<EventKey, Failure> {
    if mail.key.starts_with(FROM_SES) {
        return Ok(arrival::event_of(&mail.key)?);
    }
    let id = event_of(&mail.key, mail.order.as_ref()).parse()?;
    Ok(EventKey { source: SOURCE.parse()?, id })
}

async fn row(store: &dyn Store, mail: KeptMail) -> Result<MailRow, Failure> {
    let event = event_key(&mail)?;
    let name = mail.key.rsplit('/').next().unwrap_or_default();
    let mut row = MailRow {
        mail: name.chars().take(SHOWN).collect(),
        received: mail.received,
        outcome: MailOutcome::Waiting,
        order: mail.order,
        findings: Vec::new(),
    };
    if let Some(order) = judged(store, &event, &mut row).await?
        && let Some(again) = judged_again(store, &order, &mail.key).await?
    {
        judged(store, &again, &mut row).await?;
    }
    Ok(row)
}

/// What an event said of its mail; the order for whose number the mail waits, if it came too early.
async fn judged(
    store: &dyn Store,
    event: &EventKey,
    row: &mut MailRow,
) -> Result<Option<OrderId>, StoreError> {
    let Some(done) = store.event(event).await?.and_then(|event| event.done) else { return Ok(None) };
    row.order = done.order.clone().or(row.order.take());
    if done.outcome == OutcomeKind::Refused {
        let known = done.findings.iter().all(|finding| !NOBODYS.contains(&&*finding.code));
        row.outcome = if known { MailOutcome::Quarantined } else { MailOutcome::Unknown };
        row.findings = done.findings;
        return Ok(None);
    }
    (row.outcome, row.findings) = (MailOutcome::Seen, Vec::new());
    let (Some(order), Some(sequence)) = (done.order, done.version) else { return Ok(None) };
    let loaded = store.load_outbox(&HistoryKey { order: order.clone(), sequence }).await?;
    let Some(entry) = loaded.history.and_then(|line| line.entry) else { return Ok(None) };
    let notifies = entry.findings.iter().any(|finding| finding.code.starts_with("vendor.notice"));
    let early = entry.findings.iter().any(|finding| finding.code == "mail.early");
    // A mail is the vendor's act, or staff's who entered it; putting one aside is certflow's own.
    row.outcome = match entry.actor {
        Actor::System if early => MailOutcome::Waiting,
        Actor::System => MailOutcome::Quarantined,
        _ if notifies => MailOutcome::Notification,
        _ => MailOutcome::Seen,
    };
    row.findings = entry.findings;
    Ok(early.then_some(order))
}

/// The event by which a mail that came too early was judged again, once the vendor's number was recorded.
async fn judged_again(
    store: &dyn Store,
    order: &OrderId,
    mail: &str,
) -> Result<Option<EventKey>, StoreError> {
    let lines = store.history(order, &Ask::first(LINES)).await?.items;
    let of_mail = lines.iter().flat_map(|line| line.outbox.iter().map(move |entry| (line, entry)));
    Ok(of_mail.into_iter().find_map(|(line, entry)| match (&entry.send, &entry.delivery) {
        (Outgoing::Event { data, .. }, Delivery::Sent { receipt: Some(id), .. }) if data["mail"] == mail => {
            Some(EventKey { source: Source::of_room(line.room), id: id.parse().ok()? })
        }
        _ => None,
    }))
}

/// How many mails of the last days nobody could place, although they may be a vendor's (A12, A13); none where the mails
/// cannot be listed from here.
pub(super) async fn unplaced(place: &Place) -> Option<usize> {
    let since = place.now().checked_sub(RECENT).ok()?;
    let kept = place.mails().await.ok()?.mails;
    let recent = kept.into_iter().take_while(|mail| mail.received >= since).take(MOST);
    let store = place.store();
    let rows = try_join_all(recent.map(|mail| row(&*store, mail))).await.ok()?;
    let vendors = |row: &&MailRow| {
        row.outcome == MailOutcome::Unknown
            && row.findings.iter().all(|finding| !ORDINARY.contains(&&*finding.code))
    };
    Some(rows.iter().filter(vendors).count())
}

/// Deletes the mails about erased orders that a stack's bucket holds: those that staff entered for one of them, and those
/// that came to one of them. Nothing of a mail is read. `None` for a folder, whose mails went with the orders.
pub(super) async fn erase_about(place: &Place, orders: &[OrderId]) -> Result<Option<ErasedMails>, Failure> {
    if !matches!(place, Place::Stack(_)) || orders.is_empty() {
        return Ok(None);
    }
    let KeptMails { mails, more } = place.mails().await?;
    let store = place.store();
    let looked = stream::iter(mails).map(|mail| {
        let store = &*store;
        async move {
            let order = match &mail.order {
                Some(order) => Some(order.clone()),
                None => store.event(&event_key(&mail)?).await?.and_then(|event| event.done?.order),
            };
            let about = order.is_some_and(|order| orders.contains(&order));
            Ok::<_, Failure>(about.then_some(mail.key))
        }
    });
    let found: Vec<Option<String>> = looked.buffered(AT_ONCE).try_collect().await?;
    let keys: Vec<String> = found.into_iter().flatten().collect();
    place.delete_mails(&keys).await?;
    Ok(Some(ErasedMails { deleted: keys.len(), more }))
}
