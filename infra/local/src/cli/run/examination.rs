//! What the vendor does, as staff or its mail bring it.

use std::process::ExitCode;

use letters::inbound::MAX_MAIL;
use procedure::event::{ApprovalMailReceived, OrderPlaced, PhoneCheckLogged, VendorStatusChanged};
use procedure::order::{Actor, unknown_order};
use procedure::vendor::{ReportedItem, ReportedState, VendorReport};
use procedure::{Finding, Party, Text};

use super::event::{act, act_as};
use super::{Context, Failure};
use crate::cli::args::{Mail, Phone, Placed, Report};
use crate::cli::input;
use crate::machine::MachineError;

pub(super) async fn placed(cx: &Context, args: Placed) -> Result<ExitCode, Failure> {
    act(cx, Some(args.order), OrderPlaced { vendor_order: args.vendor_order, by: Actor::Staff }).await
}

pub(super) async fn phone(cx: &Context, args: Phone) -> Result<ExitCode, Failure> {
    let at = args.at.map_or_else(|| cx.clock.now(), |at| at.0);
    let (callee, outcome) = (args.callee.into(), args.outcome.into());
    act(cx, Some(args.order), PhoneCheckLogged { callee, outcome, at }).await
}

pub(super) async fn report(cx: &Context, args: Report) -> Result<ExitCode, Failure> {
    let machine = cx.existing().await?;
    // The report is about the vendor's order, whose number staff need not repeat.
    let found = machine.store().order(&args.order).await;
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
    };
    let id = cx.event_id(None)?;
    let event = VendorStatusChanged { report: Some(report) };
    act_as(cx, machine, id, Some(args.order), event.into()).await
}

pub(super) async fn mail(cx: &Context, args: Mail) -> Result<ExitCode, Failure> {
    let raw = input::bytes(&args.file, MAX_MAIL as u64)?;
    let machine = cx.machine().await?;
    let vault = machine.vault();
    let about = args.order.clone();
    let put = tokio::task::spawn_blocking(move || vault.put(&raw, about.as_ref())).await;
    let key = put.map_err(|error| MachineError::Work(error.to_string()))?;
    let key = key.map_err(|source| MachineError::File { path: machine.folder().join("mail"), source })?;
    // The same mail is the same event, however often it is delivered (R89).
    let about = args.order.as_ref().map_or_else(|| "any".to_owned(), ToString::to_string);
    let id = cx.event_id(Some(format!("mail.{}.{about}", &key[..32])))?;
    act_as(cx, machine, id, args.order, ApprovalMailReceived { mail: key }.into()).await
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
