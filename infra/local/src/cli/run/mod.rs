//! What each command does.

mod acts;
mod application;
mod bench;
mod dead_letters;
mod demo;
mod desk;
mod document;
mod enquiry;
mod erase;
mod event;
mod examination;
mod look;
mod mails;
mod operate;
mod pump;
mod serve;
mod stuck;
mod vendor;

use std::process::ExitCode;
use std::sync::Arc;

use platform::Clock;
use procedure::{EventId, Text};

use super::args::{Cli, Command, Global};
use super::{Failure, Output};
use crate::machine::{Machine, MachineError};
use crate::place::Place;
use crate::stack::Stack;

/// What a command works with.
pub(super) struct Context {
    pub(super) global: Global,
    pub(super) output: Output,
    pub(super) clock: Arc<dyn Clock>,
    /// How this program was called, such as `target/debug/certflow`.
    pub(super) program: String,
}

impl Context {
    /// Where orders are: the stack, or the data folder, created where missing.
    async fn place(&self) -> Result<Place, Failure> {
        self.place_at(Arc::clone(&self.clock)).await
    }

    /// The same by another clock.
    async fn place_at(&self, clock: Arc<dyn Clock>) -> Result<Place, Failure> {
        let Some(name) = &self.global.stack else {
            return Ok(Place::Machine(Box::new(Machine::open(&self.global.data, clock).await?)));
        };
        if self.global.now.is_some() {
            return Err(Failure::Usage(Text::fixed(
                "スタックの時刻は変えられません。--now（CERTFLOW_NOW）を外してください。",
                "A stack has its own time: leave out --now (CERTFLOW_NOW).",
            )));
        }
        let stack = Stack::open(name, clock).await.map_err(MachineError::from)?;
        Ok(Place::Stack(Box::new(stack)))
    }

    /// The same, to look at: a data folder has to be there.
    async fn existing(&self) -> Result<Place, Failure> {
        if self.global.stack.is_some() || self.global.data.is_dir() {
            return self.place().await;
        }
        let folder = self.global.data.display();
        Err(Failure::Usage(Text::new(
            format!(
                "データフォルダー {folder} がありません。--data を確認してください（`certflow submit` または `certflow serve` で作成されます）。"
            ),
            format!(
                "There is no data folder {folder}: check --data (`certflow submit` or `certflow serve` makes one)."
            ),
        )))
    }

    /// Refuses a command that is about this machine.
    fn not_on_a_stack(&self, ja: &'static str, en: &'static str) -> Result<(), Failure> {
        match self.global.stack {
            Some(_) => Err(Failure::Usage(Text::fixed(ja, en))),
            None => Ok(()),
        }
    }

    /// The id of the event: as given, else `otherwise`, else a new one.
    fn event_id(&self, otherwise: Option<String>) -> Result<EventId, Failure> {
        if let Some(id) = &self.global.event_id {
            return Ok(id.clone());
        }
        match otherwise {
            Some(text) => Ok(text.parse()?),
            None => self.new_event_id(),
        }
    }

    /// A new event id.
    fn new_event_id(&self) -> Result<EventId, Failure> {
        let random =
            getrandom::u64().map_err(|_| Failure::Machine(crate::embedded::Error::NoRandomness.into()))?;
        Ok(format!("{random:016x}").parse()?)
    }
}

/// Runs a command; its exit status is that of its answer.
pub(super) async fn run(
    cli: Cli,
    clock: Arc<dyn Clock>,
    output: Output,
    program: String,
) -> Result<ExitCode, Failure> {
    let cx = &Context { global: cli.global, output, clock, program };
    match cli.command {
        Command::Bench(args) => {
            cx.not_on_a_stack(
                "bench はこのマシンを測定します。--stack（CERTFLOW_STACK）を外してください。",
                "bench measures this machine: leave out --stack (CERTFLOW_STACK).",
            )?;
            bench::bench(cx, &args).await
        }
        Command::Demo(args) => {
            cx.not_on_a_stack(
                "demo はこのマシン上の模擬環境で動作します。--stack（CERTFLOW_STACK）を外してください。",
                "demo runs among simulated parties on this machine: leave out --stack (CERTFLOW_STACK).",
            )?;
            demo::demo(cx, &args).await
        }
        Command::Submit(args) => application::submit(cx, &args).await,
        Command::Check(args) => application::check(cx, &args).await,
        Command::Template(args) => application::template(cx, &args),
        Command::Amend(args) => application::amend(cx, args).await,
        Command::Confirm(args) => application::confirm(cx, args).await,
        Command::List(args) => look::list(cx, &args).await,
        Command::Show(args) => look::show(cx, &args).await,
        Command::Letters(args) => look::letters(cx, &args).await,
        Command::Placed(args) => examination::placed(cx, args).await,
        Command::Report(args) => examination::report(cx, args).await,
        Command::Phone(args) => examination::phone(cx, args).await,
        Command::Mail(args) => mails::mail(cx, args).await,
        Command::Document(args) => document::document(cx, args).await,
        Command::Enquiry(args) => enquiry::enquiry(cx, args.command).await,
        Command::Resend(args) => acts::resend(cx, args).await,
        Command::Certificate(args) => acts::certificate(cx, args).await,
        Command::Installed(args) => acts::installed(cx, args).await,
        Command::Hold(args) => acts::hold(cx, args).await,
        Command::Release(args) => acts::release(cx, args).await,
        Command::Reject(args) => acts::reject(cx, args).await,
        Command::Cancel(args) => acts::cancel(cx, args).await,
        Command::Reissue(args) => acts::reissue(cx, args).await,
        Command::Revoke(args) => acts::revoke(cx, args).await,
        Command::Erase(args) => erase::erase(cx, args).await,
        Command::Desk(args) => desk::desk(cx, args).await,
        Command::Outbox(args) => desk::outbox(cx, args).await,
        Command::Sweep(args) => operate::sweep(cx, &args).await,
        Command::Queue => operate::queue(cx).await,
        Command::DeadLetters(args) => dead_letters::dead_letters(cx, args).await,
        Command::Stuck(args) => stuck::stuck(cx, &args).await,
        Command::StandIn(args) => pump::stand_in(cx, &args).await,
        Command::Pump(args) => pump::pump(cx, args).await,
        Command::Vendor(_) => {
            cx.not_on_a_stack(
                "CertCentral のキーはスタックの秘密情報で、関数だけが読み取れます。キーのあるデータフォルダーで実行し、--stack（CERTFLOW_STACK）を外してください。",
                "A stack's key for CertCentral is a secret of its functions: run it with the key in a data folder or in \
                 CERTFLOW_CERTCENTRAL_KEY, and leave out --stack (CERTFLOW_STACK).",
            )?;
            vendor::vendor(cx).await
        }
        Command::Config(args) => operate::config(cx, &args).await,
        Command::Schema(args) => operate::schema(cx, &args),
        Command::Completions(args) => operate::completions(cx, &args),
        Command::Serve(args) => {
            cx.not_on_a_stack(
                "スタックでは関数が処理します。serve はデータフォルダー用です。--stack（CERTFLOW_STACK）を外してください。",
                "On a stack its functions do the work; serve is for a data folder: leave out --stack (CERTFLOW_STACK).",
            )?;
            serve::serve(cx, &args).await
        }
    }
}
