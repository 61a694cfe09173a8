//! `certflow stuck`.

use std::process::ExitCode;

use futures::future::try_join_all;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use platform::envelope::Kind;
use platform::store::{Ask, DuePartition, DueRow, DueWhat, MAX_PAGE, Store, StoreError};
use procedure::Party;

use super::{Context, Failure};
use crate::cli::args::Stuck;
use crate::view::list::Row;
use crate::view::stuck::{LeftRow, StuckView, function_of};

/// Most pages of the index of one party that are looked through.
const MOST_PAGES: usize = 100;
/// After how long what is due counts as left: by then the sweep has sent it four times.
const LEFT_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// Most days of the due index looked through.
const MOST_DAYS: i64 = 40;
/// Most things left that are listed.
const MOST_LEFT: usize = 200;

pub(super) async fn stuck(cx: &Context, args: &Stuck) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    let (store, now) = (place.store(), place.now());
    let view = gathered(&*store, args, now).await;
    place.close().await;
    cx.output.print(&view?)?;
    Ok(ExitCode::SUCCESS)
}

async fn gathered(store: &dyn Store, args: &Stuck, now: Timestamp) -> Result<StuckView, StoreError> {
    let parties = Party::ALL.into_iter().filter(|party| *party != Party::Nobody);
    let parties = parties.filter(|party| args.waiting_on.is_none_or(|only| only == *party));
    let (rows, more): (Vec<_>, Vec<_>) =
        try_join_all(parties.map(|party| waiting(store, party, now))).await?.into_iter().unzip();
    let mut view = StuckView::of(rows.into_iter().flatten().collect(), args.older_than, now);
    let limit = usize::from(args.limit);
    view.more = more.into_iter().any(|more| more) || view.orders.len() > limit;
    view.orders.truncate(limit);
    view.left = left(store, now).await?;
    Ok(view)
}

/// Every order that waits for `party`, and whether there are more than can be looked through.
async fn waiting(store: &dyn Store, party: Party, now: Timestamp) -> Result<(Vec<Row>, bool), StoreError> {
    let mut rows = Vec::new();
    let mut ask = Ask::first(MAX_PAGE);
    for _ in 0..MOST_PAGES {
        let page = store.waiting(party, &ask).await?;
        rows.extend(page.items.into_iter().map(|row| Row::of_index(party, row)));
        // The most urgent come first, and of dates only those that have passed matter.
        let passed = |row: &Row| row.until().is_some_and(|until| until <= now);
        if page.next.is_none() || (party == Party::Calendar && !rows.last().is_some_and(passed)) {
            return Ok((rows, false));
        }
        ask.after = page.next;
    }
    Ok((rows, true))
}

/// What certflow has to do itself and has not done for an hour, oldest first.
async fn left(store: &dyn Store, now: Timestamp) -> Result<Vec<LeftRow>, StoreError> {
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    let until = now.checked_sub(LEFT_AFTER).unwrap_or(now);
    let earliest = day(now).checked_sub(MOST_DAYS.days()).unwrap_or(Date::MIN);
    // The sweep keeps the first day that may still hold something.
    let first = store.watermark().await?.map_or(earliest, |watermark| watermark.day.max(earliest));
    let mut left = Vec::new();
    for day in first.series(1.day()).take_while(|day_| *day_ <= day(now)) {
        for shard in 0..store.shards_on(day) {
            let room = MOST_LEFT - left.len();
            let ask = Ask::first(u16::try_from(room).unwrap_or(MAX_PAGE));
            let page = store.due(DuePartition { day, shard }, until, &ask).await?;
            for row in page.items {
                left.extend(left_row(store, row).await?);
            }
            if left.len() >= MOST_LEFT {
                return Ok(left);
            }
        }
    }
    Ok(left)
}

/// The index shows a little late what was done meanwhile, so events are read again.
async fn left_row(store: &dyn Store, row: DueRow) -> Result<Option<LeftRow>, StoreError> {
    Ok(Some(match row.what {
        DueWhat::Order { order, lane } => LeftRow {
            kind: "order",
            function: function_of(lane),
            order: Some(order),
            which: None,
            since: row.at,
        },
        DueWhat::Outbox { history, room } => LeftRow {
            kind: "send",
            function: room.name(),
            which: Some(history.sequence.to_string()),
            order: Some(history.order),
            since: row.at,
        },
        DueWhat::Intake { event } => {
            let Some(record) = store.event(&event).await?.filter(|record| record.done.is_none()) else {
                return Ok(None);
            };
            LeftRow {
                kind: "event",
                function: match record.kind {
                    Kind::Event(kind) => kind.room().name(),
                    Kind::OutboxLeftBehind | Kind::SweepPart => "",
                },
                order: record.subject,
                which: Some(event.to_string()),
                since: row.at,
            }
        }
    }))
}
