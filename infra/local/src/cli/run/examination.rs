//! What the vendor does, as staff or its mail bring it.

use std::process::ExitCode;

use procedure::event::{OrderPlaced, PhoneCheckLogged, VendorStatusChanged};
use procedure::order::{Actor, unknown_order};
use procedure::vendor::{ReportedItem, ReportedState, VendorReport};
use procedure::{Finding, Party, Text};

use super::event::{act, act_as};
use super::{Context, Failure};
use crate::cli::args::{Phone, Placed, Report};

pub(super) async fn placed(cx: &Context, args: Placed) -> Result<ExitCode, Failure> {
    act(cx, Some(args.order), OrderPlaced { vendor_order: args.vendor_order, by: Actor::Staff }).await
}

pub(super) async fn phone(cx: &Context, args: Phone) -> Result<ExitCode, Failure> {
    let at = args.at.map_or_else(|| cx.clock.now(), |at| at.0);
    let (callee, outcome) = (args.callee.into(), args.outcome.into());
    act(cx, Some(args.order), PhoneCheckLogged { callee, outcome, at }).await
}

pub(super) async fn report(cx: &Context, args: Report) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    // The report is about the vendor's order, whose number staff need not repeat.
    let found = place.store().order(&args.order).await;
    let number = match found {
        Ok(record) => {
            let record = record.ok_or_else(|| Failure::from(unknown_order(&args.order)))?;
            record.order.vendor_order().cloned().ok_or_else(not_placed)?
        }
        Err(error) => return Err(error.into()),
    };
    let states = [
        (args.passed, ReportedState::Passed),
        (args.pending, ReportedState::Pending),
        (args.failed, ReportedState::Failed),
        (args.not_required, ReportedState::NotRequired),
    ];
    let items = states
        .into_iter()
        .flat_map(|(names, state)| names.into_iter().map(move |name| ReportedItem { item: name.0, state }));
    let report = VendorReport {
        vendor_order: number,
        observed_at: args.at.map_or_else(|| cx.clock.now(), |at| at.0),
        status: args.status.into(),
        items: items.collect(),
        asked: Default::default(),
    };
    let id = cx.event_id(None)?;
    let event = VendorStatusChanged { report: Some(report) };
    act_as(cx, place, id, Some(args.order), event.into()).await
}

fn not_placed() -> Finding {
    Finding::stop(
        "order.not_placed",
        "order",
        "R90",
        Text::fixed(
            "この注文にはまだベンダーの注文番号がありません。",
            "The order has no number at the vendor yet.",
        ),
        Text::fixed(
            "先に `certflow placed` で番号を登録してください。",
            "Record the number first (`certflow placed`).",
        ),
    )
    .owed_by(Party::Provider)
}
