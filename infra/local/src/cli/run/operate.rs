//! Running the machine.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::CommandFactory;
use platform::Clock;
use platform::envelope;
use platform::store::HistoryKey;
use procedure::Text;
use procedure::event::EventKind;

use super::{Context, Failure};
use crate::cli::args::{Cli, Completions, Config, Schema, Sweep};
use crate::machine::{FixedClock, MachineError, Settings};
use crate::place::Place;
use crate::view::letters::LineView;
use crate::view::operate::{EventsView, QueuesView, SweptView};

/// How long a sweep works on what it started.
const PATIENCE: Duration = Duration::from_secs(600);

pub(super) async fn sweep(cx: &Context, args: &Sweep) -> Result<ExitCode, Failure> {
    let until = args.at.map_or_else(|| cx.clock.now(), |at| at.0);
    // What is due then is dealt with as it would be then.
    let clock: Arc<dyn Clock> =
        if until > cx.clock.now() { Arc::new(FixedClock(until)) } else { Arc::clone(&cx.clock) };
    if cx.global.stack.is_none() && !cx.global.data.is_dir() {
        cx.existing().await?;
    }
    let place = cx.place_at(clock).await?;
    let view = swept(cx, &place, until).await;
    place.close().await;
    cx.output.print(&view?)?;
    Ok(ExitCode::SUCCESS)
}

async fn swept(cx: &Context, place: &Place, until: jiff::Timestamp) -> Result<SweptView, Failure> {
    let served = place.is_served();
    if served && until > cx.clock.now() {
        return Err(match place {
            Place::Machine(_) => MachineError::Served.into(),
            Place::Stack(_) => Failure::Usage(Text::fixed(
                "スタックでは先の時刻を指定できません。",
                "A stack cannot be swept for a time to come.",
            )),
        });
    }
    let swept = place.sweeper().run(until).await;
    let swept = swept.map_err(|error| MachineError::Work(error.to_string()))?;
    let pumped = place.work(PATIENCE).await?;
    let mut changes = Vec::new();
    for (order, sequence) in pumped.applied {
        let line = place.store().load_outbox(&HistoryKey { order, sequence }).await?.history;
        changes.extend(line.as_ref().map(LineView::of));
    }
    Ok(SweptView {
        until,
        orders: swept.orders,
        left_behind: swept.outboxes,
        unhandled: swept.intake,
        given_up: swept.given_up,
        waiting: swept.waiting,
        served,
        failed: pumped.failed,
        changes,
    })
}

pub(super) async fn queue(cx: &Context) -> Result<ExitCode, Failure> {
    let place = cx.existing().await?;
    let queues = place.counts().await;
    place.close().await;
    cx.output.print(&QueuesView { queues: queues? })?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn config(cx: &Context, args: &Config) -> Result<ExitCode, Failure> {
    if cx.global.stack.is_some()
        && let Place::Stack(stack) = cx.place().await?
    {
        let settings = stack.settings(args.all || cx.output.json).map_err(MachineError::from)?;
        if cx.output.json {
            cx.output.print_json(&settings)?;
        } else {
            cx.output.print_text(&settings.to_text().map_err(MachineError::Work)?)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let settings = Settings::read(&cx.global.data)?;
    if cx.output.json {
        cx.output.print_json(&settings)?;
    } else {
        let text = settings.to_file(args.all).map_err(MachineError::Work)?;
        cx.output.print_text(&text)?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn schema(cx: &Context, args: &Schema) -> Result<ExitCode, Failure> {
    match args.event {
        Some(kind) => cx.output.print_json(&envelope::schema(kind))?,
        None => {
            let events = EventKind::ALL.iter().map(|kind| kind.name()).collect();
            cx.output.print(&EventsView { events })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn completions(cx: &Context, args: &Completions) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "certflow", &mut script);
    script.flush()?;
    let script = String::from_utf8(script).map_err(|_| {
        Failure::Usage(Text::fixed("スクリプトを作成できません。", "The script cannot be made."))
    })?;
    cx.output.print_text(&script)?;
    Ok(ExitCode::SUCCESS)
}
