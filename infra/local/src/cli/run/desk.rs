//! What staff have to do, and what they decide about sends.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use futures::future::try_join_all;
use platform::react::outbox_left_behind;
use platform::store::{Ask, HistoryKey, OrderRecord, Resolution, Store, StoreError, WaitingRow};
use procedure::erase::erased_order;
use procedure::order::unknown_order;
use procedure::{Finding, Party, Text, Vendor};

use super::{Context, Failure, look, mails};
use crate::cli::args::{Desk, DeskCommand, Outbox, OutboxCommand};
use crate::machine::MachineError;
use crate::place::Place;
use crate::view::desk::{AttentionRow, DeskView, HeldRow, OutboxView, ResolvedView, SheetView, WorkRow};
use crate::view::letters::LineView;

/// Rows of the index read at once, and most pages of it that are looked through.
const PAGE: u16 = 1_000;
const MOST_PAGES: usize = 100;
/// How long a decision waits to be carried out.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) async fn desk(cx: &Context, args: Desk) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    match args.command {
        None => {
            let (records, left_out) = owed(&place, usize::from(args.limit)).await?;
            let mut work = place.work_at_vendors(records.iter().map(|record| &record.order))?;
            work.sort_by_key(|work| (work.until.is_none(), work.until, work.since));
            let now = place.now();
            let view = DeskView {
                work: work.into_iter().map(|work| WorkRow::of(work, now)).collect(),
                attention: records.iter().filter_map(|record| AttentionRow::of(&record.order)).collect(),
                orders: look::rows(&place, &records, left_out > 0),
                left_out,
                held: held(&*place.store(), args.limit).await?,
                unplaced_mails: mails::unplaced(&place).await,
            };
            cx.output.print(&view)?;
        }
        Some(DeskCommand::Sheet { order, csr }) => {
            let record = place.store().order(&order).await?;
            let record = match record {
                Some(record) => record,
                None if place.store().erased(&order).await?.is_some() => {
                    return Err(erased_order(&order).into());
                }
                None => return Err(unknown_order(&order).into()),
            };
            if let Some(file) = csr {
                written(&file, record.order.application.csr.pem())?;
            }
            cx.output.print(&SheetView(place.sheet(&record.order)?))?;
        }
    }
    place.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The orders that staff have to do something for, the most urgent first: at most `limit` of them, and how many more
/// there are. All are counted, so that nothing is left out in silence.
async fn owed(place: &Place, limit: usize) -> Result<(Vec<OrderRecord>, usize), Failure> {
    let store = place.store();
    let mut owed = waiting(&*store, Party::Provider).await?;
    // What is asked of a vendor whose orders are at the desk is asked of staff.
    if place.is_at_desk(Vendor::Digicert)? {
        let asked = waiting(&*store, Party::Vendor).await?.into_iter();
        owed.extend(asked.filter(|row| row.act.as_deref() == Some("revoke")));
    }
    owed.sort_by_key(|row| (row.until.is_none(), row.until));
    let mut seen = BTreeSet::new();
    owed.retain(|row| seen.insert(row.order.clone()));
    let left_out = owed.len().saturating_sub(limit);
    owed.truncate(limit);
    let found = try_join_all(owed.iter().map(|row| store.order(&row.order))).await?;
    Ok((found.into_iter().flatten().collect(), left_out))
}

/// All that is listed for `party`, as far as the index is looked through.
async fn waiting(store: &dyn Store, party: Party) -> Result<Vec<WaitingRow>, StoreError> {
    let mut rows = Vec::new();
    let mut ask = Ask::first(PAGE);
    for _ in 0..MOST_PAGES {
        let page = store.waiting(party, &ask).await?;
        rows.extend(page.items);
        ask.after = page.next;
        if ask.after.is_none() {
            break;
        }
    }
    Ok(rows)
}

/// Writes a file that is not there yet.
fn written(file: &Path, text: &str) -> Result<(), Failure> {
    let create = File::create_new(file).and_then(|mut file| file.write_all(text.as_bytes()));
    create.map_err(|error| {
        let name = file.display();
        Failure::Usage(match error.kind() {
            ErrorKind::AlreadyExists => Text::new(
                format!("{name} はすでにあります。別のファイル名を指定してください。"),
                format!("{name} is there already: name another file."),
            ),
            kind => Text::new(
                format!("{name} に書き込めません: {kind}"),
                format!("{name} cannot be written: {kind}"),
            ),
        })
    })
}

pub(super) async fn outbox(cx: &Context, args: Outbox) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    match args.command {
        None => cx.output.print(&OutboxView { held: held(&*place.store(), 1_000).await? })?,
        Some(OutboxCommand::Send { send }) => {
            let view = resolve(&place, &send, Resolution::Send).await?;
            cx.output.print(&view)?;
        }
        Some(OutboxCommand::Drop { send }) => {
            let view = resolve(&place, &send, Resolution::Drop).await?;
            cx.output.print(&view)?;
        }
    }
    place.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn held(store: &dyn Store, limit: u16) -> Result<Vec<HeldRow>, StoreError> {
    let mut rows = Vec::new();
    for key in store.held(&Ask::first(limit)).await?.items {
        let Some(line) = store.load_outbox(&key).await?.history else { continue };
        let entries = line.outbox.iter().zip(LineView::of(&line).sent);
        rows.extend(entries.filter(|(entry, _)| entry.delivery.is_held()).map(|(entry, what)| HeldRow {
            send: format!("{key}.{}", entry.n),
            order: key.order.clone(),
            since: line.at,
            what,
        }));
    }
    Ok(rows)
}

async fn resolve(place: &Place, send: &str, resolution: Resolution) -> Result<ResolvedView, Failure> {
    let (history, n) = parse(send).ok_or_else(not_held)?;
    if !place.store().resolve(&history, n, resolution, place.now()).await? {
        return Err(not_held().into());
    }
    if resolution == Resolution::Send {
        let line = place.store().load_outbox(&history).await?.history;
        if let Some(line) = line {
            let now = place.now();
            let message = outbox_left_behind(&history, &now.to_string(), 0, now).encode();
            let sent = place.intake().queue.send(line.room, &message).await;
            sent.map_err(|error| MachineError::Work(error.to_string()))?;
        }
        place.work(PATIENCE).await?;
    }
    let line = place.store().load_outbox(&history).await?.history;
    let delivery = line.and_then(|line| line.outbox.get(n).map(|entry| entry.delivery.clone()));
    Ok(ResolvedView { send: send.to_owned(), delivery })
}

/// `ORDER.SEQUENCE.N`; an order's id may hold full stops.
fn parse(send: &str) -> Option<(HistoryKey, usize)> {
    let (history, n) = send.rsplit_once('.')?;
    let (order, sequence) = history.rsplit_once('.')?;
    Some((HistoryKey { order: order.parse().ok()?, sequence: sequence.parse().ok()? }, n.parse().ok()?))
}

fn not_held() -> Finding {
    Finding::stop(
        "outbox.not_held",
        "send",
        "R89",
        Text::fixed("この送信は判断待ちではありません。", "This send does not wait for a decision."),
        Text::fixed(
            "`certflow outbox` の一覧をご確認ください。",
            "See the list that `certflow outbox` prints.",
        ),
    )
    .owed_by(Party::Provider)
}
