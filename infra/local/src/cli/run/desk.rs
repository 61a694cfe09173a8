//! What staff have to do, and what they decide about sends.

use std::process::ExitCode;
use std::time::Duration;

use platform::react::outbox_left_behind;
use platform::store::{Ask, HistoryKey, Resolution, Store, StoreError};
use procedure::erase::erased_order;
use procedure::order::unknown_order;
use procedure::{Finding, Party, Text};

use super::{Context, Failure, look, mails};
use crate::cli::args::{Desk, DeskCommand, List, Outbox, OutboxCommand};
use crate::machine::MachineError;
use crate::place::Place;
use crate::view::desk::{DeskView, HeldRow, OutboxView, ResolvedView, SheetView, WorkRow};
use crate::view::letters::LineView;

/// How long a decision waits to be carried out.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) async fn desk(cx: &Context, args: Desk) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    match args.command {
        None => {
            let list = List {
                waiting_on: Some(Party::Provider),
                customer: None,
                domain: None,
                limit: args.limit,
                all: false,
            };
            let (records, more) = look::wanted(&place, &list).await?;
            // A vendor without an API waits for staff too, whatever the order itself waits for.
            let list = List { waiting_on: Some(Party::Vendor), ..list };
            let (mut others, _) = look::wanted(&place, &list).await?;
            others.retain(|other| records.iter().all(|record| record.order.id != other.order.id));
            let mut work =
                place.work_at_vendors(records.iter().chain(&others).map(|record| &record.order))?;
            work.sort_by_key(|work| (work.until.is_none(), work.until, work.since));
            let now = place.now();
            let view = DeskView {
                work: work.into_iter().map(|work| WorkRow::of(work, now)).collect(),
                orders: look::rows(&place, &records, more),
                held: held(&*place.store(), args.limit).await?,
                unplaced_mails: mails::unplaced(&place).await,
            };
            cx.output.print(&view)?;
        }
        Some(DeskCommand::Sheet { order }) => {
            let record = place.store().order(&order).await?;
            let record = match record {
                Some(record) => record,
                None if place.store().erased(&order).await?.is_some() => {
                    return Err(erased_order(&order).into());
                }
                None => return Err(unknown_order(&order).into()),
            };
            cx.output.print(&SheetView(place.sheet(&record.order)?))?;
        }
    }
    place.close().await;
    Ok(ExitCode::SUCCESS)
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
