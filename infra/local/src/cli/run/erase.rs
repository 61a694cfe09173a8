//! Erasing personal data on demand.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use platform::envelope::Kind;
use platform::store::{Ask, ErasedRecord, EventRecord, Store, StoreError};
use procedure::event::{ErasureRequested, EventKind};
use procedure::order::unknown_order;
use procedure::{CustomerId, Finding, Language, OrderId, Party, Text};

use super::{Context, Failure, acts, event, mails};
use crate::cli::args::Erase;
use crate::place::Place;
use crate::view::erase::{EraseRow, EraseView, Erasure};

/// Orders read at once.
const PAGE: u16 = 200;
/// How long a command waits for what lies around an order to be erased, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(50);

pub(super) async fn erase(cx: &Context, args: Erase) -> Result<ExitCode, Failure> {
    if !args.yes && !is_meant(cx)? {
        return Err(Failure::Usage(Text::fixed("取りやめました。", "Not done.")));
    }
    let place = cx.existing().await?;
    let view = erased(cx, &place, &args).await;
    place.close().await;
    let view = view?;
    let refused =
        view.orders.iter().any(|row| row.outcome != Erasure::Erased && row.outcome != Erasure::Already);
    cx.output.print(&view)?;
    Ok(if refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn is_meant(cx: &Context) -> Result<bool, Failure> {
    if !cx.output.can_ask() {
        return Err(Failure::Usage(Text::fixed(
            "個人情報の消去は元に戻せません。よろしければ --yes を付けて実行してください。",
            "Erasing personal data cannot be undone: give --yes if it is meant.",
        )));
    }
    let question = match cx.output.language {
        Language::Ja => "個人情報を消去します。元に戻せません。よろしいですか? [y/N] ",
        Language::En => "This erases personal data and cannot be undone. Go on? [y/N] ",
    };
    Ok(acts::ask(question)?)
}

async fn erased(cx: &Context, place: &Place, args: &Erase) -> Result<EraseView, Failure> {
    let mut view = EraseView { orders: Vec::new(), applications: 0, mails: None };
    let orders = match (&args.order, &args.customer) {
        (Some(order), _) => vec![order.clone()],
        (None, Some(customer)) => {
            view.applications = withdraw(place, customer).await?;
            orders_of(&*place.store(), customer).await?
        }
        (None, None) => Vec::new(),
    };
    for order in orders {
        view.orders.push(one(cx, place, order, args.by_customer).await?);
    }
    let gone = |row: &&EraseRow| matches!(row.outcome, Erasure::Erased | Erasure::Already);
    let gone: Vec<OrderId> = view.orders.iter().filter(gone).map(|row| row.order.clone()).collect();
    view.mails = mails::erase_about(place, &gone).await?;
    // Whoever holds the folder also takes it out of the database's file; `certflow serve` does that by itself.
    place.compact().await?;
    Ok(view)
}

async fn one(cx: &Context, place: &Place, order: OrderId, by_customer: bool) -> Result<EraseRow, Failure> {
    match place.store().erased(&order).await? {
        Some(record) if !record.pending => return Ok(EraseRow::new(order, Erasure::Already, Vec::new())),
        Some(_) => {}
        None if place.store().order(&order).await?.is_none() => {
            let findings = unknown_order(&order).findings().to_vec();
            return Ok(EraseRow::new(order, Erasure::Refused, findings));
        }
        None => {}
    }
    let demanded = ErasureRequested { by: acts::asked_by(by_customer) };
    // An id given for the command would stand for the first order alone.
    let id = cx.new_event_id()?;
    let outcome = event::send(place, id, Some(order.clone()), demanded.into()).await?;
    let outcome = match settled(place, &order).await? {
        Some(record) if !record.pending => EraseRow::new(order, Erasure::Erased, Vec::new()),
        _ if outcome.is_refusal() => EraseRow::new(order, Erasure::Refused, outcome.findings),
        _ => EraseRow::new(order, Erasure::Pending, Vec::new()),
    };
    Ok(outcome)
}

/// What is kept of the order once nothing is left to be erased: where others do the work, that comes a little after
/// the event.
async fn settled(place: &Place, order: &OrderId) -> Result<Option<ErasedRecord>, StoreError> {
    let began = Instant::now();
    loop {
        let record = place.store().erased(order).await?;
        if !record.as_ref().is_some_and(|record| record.pending) || began.elapsed() > PATIENCE {
            return Ok(record);
        }
        tokio::time::sleep(GLANCE).await;
    }
}

async fn orders_of(store: &dyn Store, customer: &CustomerId) -> Result<Vec<OrderId>, StoreError> {
    let mut orders = Vec::new();
    let mut ask = Ask::first(PAGE);
    loop {
        let page = store.by_customer(customer, &ask).await?;
        orders.extend(page.items.into_iter().map(|row| row.order));
        ask.after = page.next;
        if ask.after.is_none() {
            return Ok(orders);
        }
    }
}

/// Ends the customer's applications that nobody has handled, with their data.
async fn withdraw(place: &Place, customer: &CustomerId) -> Result<usize, StoreError> {
    let (store, now) = (place.store(), place.now());
    let mut withdrawn = 0;
    for event in store.unhandled(now).await? {
        if applies(&*store, &event, customer).await? && store.withdraw(&event, demanded(), now).await? {
            withdrawn += 1;
        }
    }
    Ok(withdrawn)
}

/// Whether the customer asked for an order by it: anew, or for a certificate that replaces one of theirs.
async fn applies(store: &dyn Store, event: &EventRecord, customer: &CustomerId) -> Result<bool, StoreError> {
    let data = |name: &str| event.data.as_ref()?.0.get(name)?.as_str();
    match event.kind {
        Kind::Event(EventKind::OrderSubmitted) => Ok(data("customer") == Some(customer.as_str())),
        Kind::Event(EventKind::ReissueRequested) => {
            let Some(of) = data("of").and_then(|of| of.parse().ok()) else { return Ok(false) };
            let owner = match store.order(&of).await? {
                Some(record) => Some(record.order.customer),
                None => store.erased(&of).await?.map(|record| record.erased.customer),
            };
            Ok(owner.as_ref() == Some(customer))
        }
        _ => Ok(false),
    }
}

fn demanded() -> Finding {
    Finding::stop(
        "erasure.demanded",
        "customer",
        "APPI Art. 22",
        Text::fixed(
            "個人情報の消去のご依頼により、この申込みは取り下げられました。",
            "The application was withdrawn: its customer demanded that personal data be erased.",
        ),
        Text::fixed("必要な場合は、改めてお申し込みください。", "Apply anew if need be."),
    )
    .owed_by(Party::Customer)
}
