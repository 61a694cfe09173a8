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
use procedure::event::{EventKind, Room};

use super::{Context, Failure};
use crate::cli::args::{Cli, Completions, Config, QueueArgs, QueueCommand, Schema, Sweep};
use crate::machine::{FixedClock, Machine, MachineError, Pumped, Settings};
use crate::view::letters::LineView;
use crate::view::operate::{DeadRow, DeadView, EventsView, MovedView, QueuesView, SweptView};

/// How long a sweep works on what it started.
const PATIENCE: Duration = Duration::from_secs(600);
/// Most dead messages listed of one queue.
const MOST_DEAD: usize = 1_000;

pub(super) async fn sweep(cx: &Context, args: &Sweep) -> Result<ExitCode, Failure> {
    let until = args.at.map_or_else(|| cx.clock.now(), |at| at.0);
    // What is due then is dealt with as it would be then.
    let clock: Arc<dyn Clock> =
        if until > cx.clock.now() { Arc::new(FixedClock(until)) } else { Arc::clone(&cx.clock) };
    if !cx.global.data.is_dir() {
        cx.existing().await?;
    }
    let machine = Machine::open(&cx.global.data, clock).await?;
    let view = swept(cx, &machine, until).await;
    machine.close().await;
    cx.output.print(&view?)?;
    Ok(ExitCode::SUCCESS)
}

async fn swept(cx: &Context, machine: &Machine, until: jiff::Timestamp) -> Result<SweptView, Failure> {
    let served = machine.database().is_none();
    if served && until > cx.clock.now() {
        return Err(MachineError::Served.into());
    }
    let swept = machine.sweeper().run(until).await;
    let swept = swept.map_err(|error| MachineError::Work(error.to_string()))?;
    let mut pumped = Pumped::default();
    if !served {
        pumped = machine.pump(&machine.rooms()?, PATIENCE).await?;
    }
    let mut changes = Vec::new();
    for (order, sequence) in pumped.applied {
        let line = machine.store().load_outbox(&HistoryKey { order, sequence }).await?.history;
        changes.extend(line.as_ref().map(LineView::of));
    }
    Ok(SweptView {
        until,
        orders: swept.orders,
        left_behind: swept.outboxes,
        unhandled: swept.intake,
        waiting: swept.waiting,
        served,
        failed: pumped.failed,
        changes,
    })
}

pub(super) async fn queue(cx: &Context, args: QueueArgs) -> Result<ExitCode, Failure> {
    let machine = cx.existing().await?;
    let queue = machine.queue();
    match args.command {
        None => cx.output.print(&QueuesView { queues: queue.counts(machine.now()).await? })?,
        Some(QueueCommand::Dead { queue: only }) => {
            let mut dead = Vec::new();
            for room in Room::ALL.into_iter().filter(|room| only.is_none_or(|only| only == *room)) {
                let messages = queue.peek(room.name(), MOST_DEAD).await?;
                dead.extend(messages.into_iter().map(|message| DeadRow { queue: room.name(), message }));
            }
            cx.output.print(&DeadView { dead })?;
        }
        Some(QueueCommand::Redrive { queue: room, message }) => {
            let messages = queue.redrive(room.name(), message, machine.now()).await?;
            if machine.database().is_some() {
                machine.pump(&machine.rooms()?, PATIENCE).await?;
            }
            cx.output.print(&MovedView { messages })?;
        }
        Some(QueueCommand::Discard { queue: room, message }) => {
            let discarded = queue.discard(room.name(), message).await?;
            cx.output.print(&MovedView { messages: usize::from(discarded) })?;
        }
    }
    machine.close().await;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn config(cx: &Context, args: &Config) -> Result<ExitCode, Failure> {
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
