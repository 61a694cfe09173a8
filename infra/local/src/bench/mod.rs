//! `certflow bench`: how fast this machine decides, commits and runs whole procedures, measured in one run.
//!
//! Figures of one run can be compared with each other, not with another machine's. Every commit is durable: the table's
//! log is flushed before an answer, and the queue's before a send counts.

pub mod args;
mod floor;
mod job;
mod report;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use platform::Clock;
use procedure::Text;

use crate::machine::{Machine, MachineError};
use args::Bench;
pub use report::Report;

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The folder is in use for something else.
    #[error("{folder} exists; name a folder that does not")]
    Folder {
        /// Which.
        folder: String,
    },
    /// The machine does not work.
    #[error(transparent)]
    Machine(#[from] MachineError),
    /// A procedure did not go as it must, so that its time means nothing.
    #[error("a procedure went wrong: {0}")]
    Procedure(String),
}

impl BenchError {
    /// In both languages, for a person at the terminal.
    pub fn text(&self) -> Text {
        let en = self.to_string();
        match self {
            Self::Folder { folder } => {
                Text::new(format!("{folder} は既にあります。存在しないフォルダーを指定してください。"), en)
            }
            Self::Machine(error) => error.text(),
            Self::Procedure(_) => Text::new(format!("計測を中断しました: {en}"), en),
        }
    }
}

/// Measures in a folder of its own, which is removed afterwards.
///
/// # Errors
/// [`BenchError`].
pub async fn run(bench: &Bench, clock: Arc<dyn Clock>) -> Result<Report, BenchError> {
    if bench.folder.exists() {
        return Err(BenchError::Folder { folder: bench.folder.display().to_string() });
    }
    let report = measure(bench, &bench.folder, clock).await;
    // What is left of a folder that cannot be removed is in plain sight.
    let _ = std::fs::remove_dir_all(&bench.folder);
    report
}

async fn measure(bench: &Bench, folder: &Path, clock: Arc<dyn Clock>) -> Result<Report, BenchError> {
    let machine = Arc::new(Machine::open(folder, clock).await?.offline());
    let prepared = job::prepare(bench.procedures, machine.now())?;
    let decided = job::decide(&prepared, bench.decisions, machine.policy(), machine.now())?;
    let floor = floor::transactions(&machine, bench.transactions, bench.tasks).await?;
    let calls_before = calls(&machine);
    let started = Instant::now();
    let done = job::run(&machine, &prepared, bench.tasks).await?;
    let took = started.elapsed();
    let calls_after = calls(&machine);
    let machine =
        Arc::try_unwrap(machine).map_err(|_| BenchError::Procedure("a task is still running".to_owned()))?;
    machine.close().await;
    Ok(Report::new(bench, decided, floor, &done, took, calls_after - calls_before))
}

fn calls(machine: &Machine) -> u64 {
    machine.database().map_or(0, |database| database.calls().values().sum())
}
