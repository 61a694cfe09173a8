//! What each command does.

mod acts;
mod application;
mod bench;
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
mod serve;

use std::process::ExitCode;
use std::sync::Arc;

use platform::Clock;
use procedure::{EventId, Text};

use super::args::{Cli, Command, Global};
use super::{Failure, Output};
use crate::machine::Machine;

/// What a command works with.
pub(super) struct Context {
    pub(super) global: Global,
    pub(super) output: Output,
    pub(super) clock: Arc<dyn Clock>,
}

impl Context {
    /// The data folder, created where missing.
    async fn machine(&self) -> Result<Machine, Failure> {
        Ok(Machine::open(&self.global.data, Arc::clone(&self.clock)).await?)
    }

    /// The data folder, to look at.
    async fn existing(&self) -> Result<Machine, Failure> {
        if self.global.data.is_dir() {
            return self.machine().await;
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
pub(super) async fn run(cli: Cli, clock: Arc<dyn Clock>, output: Output) -> Result<ExitCode, Failure> {
    let cx = &Context { global: cli.global, output, clock };
    match cli.command {
        Command::Bench(args) => bench::bench(cx, &args).await,
        Command::Demo(args) => demo::demo(cx, &args).await,
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
        Command::Queue(args) => operate::queue(cx, args).await,
        Command::Config(args) => operate::config(cx, &args),
        Command::Schema(args) => operate::schema(cx, &args),
        Command::Completions(args) => operate::completions(cx, &args),
        Command::Serve(args) => serve::serve(cx, &args).await,
    }
}
