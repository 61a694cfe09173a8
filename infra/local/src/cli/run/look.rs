//! Looking at orders.

use std::collections::BTreeMap;
use std::process::ExitCode;

use futures::future::try_join_all;
use platform::store::{Ask, Cursor, HistoryKey, HistoryRecord, OrderRecord, Outgoing, Store, StoreError};
use procedure::name::CertificateName;
use procedure::order::unknown_order;
use procedure::{CustomerId, Finding, OrderId, Party, Text};

use super::{Context, Failure};
use crate::cli::args::{Letters, List, Show};
use crate::machine::{MachineError, files};
use crate::place::Place;
use crate::view::erase::ErasedView;
use crate::view::letters::{LetterRow, LetterView, LettersView, LineView};
use crate::view::list::{ListView, Row};
use crate::view::order::{OrderView, SHORT_HISTORY};

/// Lines of history read at once, and at most.
const PAGE: u16 = 500;
const MOST_LINES: usize = 20_000;
/// Most pages of an index that a list looks through.
const MOST_PAGES: usize = 200;
/// Largest letter read, in bytes.
const MAX_LETTER: u64 = 4 * 1024 * 1024;

pub(super) async fn list(cx: &Context, args: &List) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    let view = listed(&place, args).await;
    place.close().await;
    cx.output.print(&view?)?;
    Ok(ExitCode::SUCCESS)
}

async fn listed(place: &Place, args: &List) -> Result<ListView, StoreError> {
    if args.customer.is_none() && args.domain.is_none() {
        return by_party(place, args).await;
    }
    let (records, more) = wanted(place, args).await?;
    let mut view = rows(place, &records, more);
    if let Some(customer) = &args.customer
        && args.waiting_on.is_none_or(|party| party == Party::Nobody)
    {
        let room = usize::from(args.limit).saturating_sub(view.orders.len());
        view.orders.extend(erased_of(&*place.store(), customer).await?.into_iter().take(room));
    }
    Ok(view)
}

/// The rows of a customer's orders whose personal data is erased.
async fn erased_of(store: &dyn Store, customer: &CustomerId) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    let mut ask = Ask::first(PAGE);
    for _ in 0..MOST_PAGES {
        let page = store.by_customer(customer, &ask).await?;
        for row in page.items.iter().filter(|row| row.is_erased()) {
            let record = store.erased(&row.order).await?;
            found.extend(record.map(|record| Row::of_erased(&record.erased)));
        }
        ask.after = page.next;
        if ask.after.is_none() {
            break;
        }
    }
    Ok(found)
}

/// From the index of those who have to act alone: it costs what is listed, whatever else is stored.
async fn by_party(place: &Place, args: &List) -> Result<ListView, StoreError> {
    let limit = usize::from(args.limit);
    let parties: Vec<Party> = match args.waiting_on {
        Some(party) => vec![party],
        None => Party::ALL.into_iter().filter(|party| args.all || *party != Party::Nobody).collect(),
    };
    // One more than asked for, to know of more.
    let ask = Ask::first(args.limit.saturating_add(1));
    let store = place.store();
    let pages = parties.iter().map(|party| store.waiting(*party, &ask));
    let pages = try_join_all(pages).await?;
    let mut more = pages.iter().any(|page| page.next.is_some());
    let mut found: BTreeMap<OrderId, Row> = BTreeMap::new();
    for (party, page) in parties.into_iter().zip(pages) {
        for row in page.items {
            let row = Row::of_index(party, row);
            match found.get_mut(&row.order) {
                Some(known) => known.waits.extend(row.waits),
                None => drop(found.insert(row.order.clone(), row)),
            }
        }
    }
    let mut orders: Vec<Row> = found.into_values().collect();
    orders.sort_by_key(|row| (row.until().is_none(), row.until()));
    more |= orders.len() > limit;
    orders.truncate(limit);
    Ok(ListView { orders, more, now: place.now() })
}

pub(super) fn rows(place: &Place, records: &[OrderRecord], more: bool) -> ListView {
    let orders = records.iter().map(|record| Row::of(&record.order)).collect();
    ListView { orders, more, now: place.now() }
}

/// The orders asked for themselves, and whether there are more.
pub(super) async fn wanted(place: &Place, args: &List) -> Result<(Vec<OrderRecord>, bool), StoreError> {
    let limit = usize::from(args.limit);
    let store = place.store();
    let mut ask = Ask::first(args.limit);
    let mut orders = Vec::new();
    for _ in 0..MOST_PAGES {
        let (ids, next) = candidates(&*store, args, &ask).await?;
        let found = try_join_all(ids.iter().map(|id| store.order(id))).await?;
        orders.extend(found.into_iter().flatten().filter(|record| is_wanted(record, args)));
        ask.after = next;
        if orders.len() >= limit || ask.after.is_none() {
            break;
        }
    }
    let more = orders.len() > limit || ask.after.is_some();
    orders.truncate(limit);
    Ok((orders, more))
}

fn is_wanted(record: &OrderRecord, args: &List) -> bool {
    args.waiting_on.is_none_or(|party| record.order.waits_for().contains(&party))
}

/// A page of the index that knows the orders that may be wanted, and where the next begins.
async fn candidates(
    store: &dyn Store,
    args: &List,
    ask: &Ask,
) -> Result<(Vec<OrderId>, Option<Cursor>), StoreError> {
    if let Some(customer) = &args.customer {
        let page = store.by_customer(customer, ask).await?;
        return Ok((page.items.into_iter().map(|row| row.order).collect(), page.next));
    }
    if let Some(domain) = &args.domain {
        let page = store.by_domain(domain, ask).await?;
        let below = |name: &CertificateName| name.domain().is_within(domain);
        let rows = page.items.into_iter().filter(|row| row.names.iter().any(below));
        return Ok((rows.map(|row| row.order).collect(), page.next));
    }
    let page = store.waiting(args.waiting_on.unwrap_or(Party::Provider), ask).await?;
    Ok((page.items.into_iter().map(|row| row.order).collect(), page.next))
}

pub(super) async fn show(cx: &Context, args: &Show) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    let store = place.store();
    let view = match store.erased(&args.order).await {
        Ok(Some(record)) => {
            let lines = history(&*store, &args.order).await;
            place.close().await;
            cx.output.print(&ErasedView::of(&record, &lines?))?;
            return Ok(ExitCode::SUCCESS);
        }
        Ok(None) => shown(&place, args).await,
        Err(error) => Err(error.into()),
    };
    place.close().await;
    cx.output.print(&view?)?;
    Ok(ExitCode::SUCCESS)
}

async fn shown(place: &Place, args: &Show) -> Result<OrderView, Failure> {
    let store = place.store();
    let record = store.order(&args.order).await?;
    let record = record.ok_or_else(|| unknown_order(&args.order))?;
    let (lines, more) = if args.history {
        (history(&*store, &args.order).await?, false)
    } else {
        let page = store.history(&args.order, &Ask::first(SHORT_HISTORY)).await?;
        (page.items, page.next.is_some())
    };
    let mut view =
        OrderView::of(&record, place.policy(), place.now()).with_history(&lines, more, args.history);
    view.application = args.application.then(|| record.order.application.clone());
    Ok(view)
}

/// The whole history, newest first.
async fn history(store: &dyn Store, order: &OrderId) -> Result<Vec<HistoryRecord>, StoreError> {
    let mut lines = Vec::new();
    let mut ask = Ask::first(PAGE);
    while lines.len() < MOST_LINES {
        let page = store.history(order, &ask).await?;
        lines.extend(page.items);
        ask.after = page.next;
        if ask.after.is_none() {
            break;
        }
    }
    Ok(lines)
}

pub(super) async fn letters(cx: &Context, args: &Letters) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    let result = match &args.letter {
        None => lettered(&place, &args.order).await.map(|view| cx.output.print(&view)),
        Some(name) => letter(&place, &args.order, name).map(|view| cx.output.print(&view)),
    };
    place.close().await;
    result??;
    Ok(ExitCode::SUCCESS)
}

async fn lettered(place: &Place, order: &OrderId) -> Result<LettersView, Failure> {
    let store = place.store();
    if store.order(order).await?.is_none() {
        return Err(unknown_order(order).into());
    }
    let mut letters = Vec::new();
    for line in history(&*store, order).await?.iter().rev() {
        for (entry, send) in line.outbox.iter().zip(LineView::of(line).sent) {
            if !matches!(entry.send, Outgoing::Letter { .. }) {
                continue;
            }
            let file = place.letter_file(&line.key, entry.n).filter(|file| file.is_file());
            letters.push(LetterRow {
                letter: format!("{}.{}", line.key.sequence, entry.n),
                at: line.at,
                send,
                file: file.map(|file| file.display().to_string()),
            });
        }
    }
    Ok(LettersView { order: order.clone(), letters })
}

fn letter(place: &Place, order: &OrderId, name: &str) -> Result<LetterView, Failure> {
    let named = name.split_once('.').and_then(|(sequence, n)| {
        Some((HistoryKey { order: order.clone(), sequence: sequence.parse().ok()? }, n.parse().ok()?))
    });
    let (history, n) = named.ok_or_else(no_letter)?;
    let path = place.letter_file(&history, n).ok_or_else(not_kept)?;
    let read = files::read(&path, MAX_LETTER);
    let bytes = read.map_err(|source| MachineError::File { path, source })?.ok_or_else(no_letter)?;
    Ok(LetterView::of(name, &bytes))
}

/// A stack hands its letters to SES, and keeps who was sent which and when.
fn not_kept() -> Finding {
    Finding::stop(
        "letter.not_kept",
        "letter",
        "R90",
        Text::fixed(
            "スタックのメールは SES から送信され、控えは残りません。",
            "A stack's letters are sent by SES; no copy is kept.",
        ),
        Text::fixed(
            "`certflow letters 注文番号` で送信の記録を確認できます。",
            "`certflow letters ORDER` lists what was sent to whom and when.",
        ),
    )
    .owed_by(Party::Provider)
}

fn no_letter() -> Finding {
    Finding::stop(
        "letter.unknown",
        "letter",
        "R90",
        Text::fixed("このメールはありません。", "There is no such letter."),
        Text::fixed(
            "`certflow letters 注文番号` の一覧にある番号を指定してください。",
            "Give a number from the list that `certflow letters ORDER` prints.",
        ),
    )
    .owed_by(Party::Provider)
}
