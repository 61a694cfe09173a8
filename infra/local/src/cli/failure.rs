//! Why a command did not do what it was asked.

use std::io;
use std::process::ExitCode;

use platform::intake::IntakeError;
use platform::store::StoreError;
use procedure::{Finding, Refusal, Text};

use super::output::Output;
use crate::bench::BenchError;
use crate::demo::DemoError;
use crate::embedded;
use crate::machine::MachineError;
use crate::view::findings::{Failed, Refused};

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The answer is no.
    Refused(Vec<Finding>),
    /// The machine does not work.
    Machine(MachineError),
    /// The measurement broke off.
    Bench(BenchError),
    /// The demo broke off.
    Demo(DemoError),
    /// The command line cannot be followed.
    Usage(Text),
    /// Standard output cannot be written.
    Output(io::Error),
    /// A fault of certflow; the panic hook has told where.
    Fault,
}

impl Failure {
    /// Tells it and gives the exit status: 1, or 2 for wrong usage.
    pub(super) fn report(self, output: Output) -> ExitCode {
        let (status, result) = match self {
            Failure::Refused(findings) => (1, output.complain(&Refused::new(findings))),
            Failure::Machine(error) => (1, output.complain(&failed(error.text()))),
            Failure::Bench(error) => (1, output.complain(&failed(error.text()))),
            Failure::Demo(error) => (1, output.complain(&failed(error.text()))),
            Failure::Usage(text) => (2, output.complain(&failed(text))),
            // Whoever read our answer has read enough.
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => (0, Ok(())),
            Failure::Output(_) | Failure::Fault => (1, Ok(())),
        };
        // Nobody is left to tell that standard error is gone.
        let _ = result;
        ExitCode::from(status)
    }
}

const fn failed(message: Text) -> Failed {
    Failed { outcome: "failed", message }
}

impl From<BenchError> for Failure {
    fn from(error: BenchError) -> Self {
        Failure::Bench(error)
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        Failure::Demo(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal.findings().to_vec())
    }
}

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Failure::Refused(vec![finding])
    }
}

impl From<MachineError> for Failure {
    fn from(error: MachineError) -> Self {
        Failure::Machine(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(finding) => finding.into(),
            error => Failure::Machine(error.into()),
        }
    }
}

impl From<embedded::queue::Error> for Failure {
    fn from(error: embedded::queue::Error) -> Self {
        Failure::Machine(error.into())
    }
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Refused(refusal) => refusal.into(),
            IntakeError::Store(error) => error.into(),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}
