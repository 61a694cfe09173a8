//! The command line: arguments in, an answer and an exit status out.

pub mod args;
mod failure;
mod input;
mod output;
mod run;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use platform::{Clock, SystemClock};

use crate::machine::FixedClock;
use args::{Cli, Command};
use failure::Failure;
use output::Output;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        output::error_line(&format!("certflow: internal fault at {place}; nothing accepted is lost"));
    }));
    let cli = Cli::parse();
    let output =
        Output { json: cli.global.json, language: cli.global.language(|name| std::env::var(name).ok()) };
    if let Err(problem) = start_logs(cli.global.verbose) {
        output::error_line(&problem);
        return ExitCode::from(2);
    }
    let clock: Arc<dyn Clock> = match cli.global.now {
        Some(now) => Arc::new(FixedClock(now.0)),
        None => Arc::new(SystemClock),
    };
    let result = runtime(&cli.command).map_err(Failure::from).and_then(|runtime| {
        // A fault ends the command with one line, not in a backtrace.
        let running = run::run(cli, clock, output, program());
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| runtime.block_on(running)));
        result.unwrap_or(Err(Failure::Fault))
    });
    match result {
        Ok(exit) => exit,
        Err(failure) => failure.report(output),
    }
}

/// How this program was called, for the commands it suggests.
fn program() -> String {
    std::env::args_os()
        .next()
        .map_or_else(|| "certflow".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// `serve` and `bench` work on several things at once; any other command is over soonest on one thread.
fn runtime(command: &Command) -> std::io::Result<tokio::runtime::Runtime> {
    let mut builder = match command {
        Command::Serve(_) | Command::Bench(_) => {
            let mut builder = tokio::runtime::Builder::new_multi_thread();
            builder.worker_threads(2).max_blocking_threads(16);
            builder
        }
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    builder.enable_all().build()
}

/// Logs go to standard error, and only when asked for: `-v`, or a filter in `CERTFLOW_LOG`.
fn start_logs(verbose: u8) -> Result<(), String> {
    let filter = match (verbose, std::env::var("CERTFLOW_LOG")) {
        (0, Ok(filter)) if !filter.is_empty() => filter,
        (0, _) => return Ok(()),
        (1, _) => "info".to_owned(),
        (_, _) => "debug,hyper=info,h2=info,aws=info,reqwest=info".to_owned(),
    };
    platform::logs::init(&filter).map_err(|error| format!("CERTFLOW_LOG: {error}"))
}
