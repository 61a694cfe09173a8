//! `certflow demo` on the command line.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::TimeArg;

/// Watch orders of all six products run in simulated time
///
/// Eleven customers apply, renew, are late, change their minds; the functions are the real ones, on a real table, with
/// real CSRs, certificates and mails. Outside are a simulated CertCentral behind its HTTP API on this machine, the
/// Cybertrust desk, and the customers. Nothing leaves the machine. About 190 days pass in seconds.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow demo\n  certflow demo --json | jq '.orders[] | {product, kind, stage}'\n  certflow demo --seed 7 --lang en"
)]
pub struct Demo {
    /// Decides how long everybody takes; the same seed gives the same run (keys are fresh each time)
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The folder the run leaves behind to look at; one left by an earlier run is replaced
    #[arg(long, value_name = "FOLDER", default_value = "certflow-demo")]
    pub folder: PathBuf,
    /// When it begins, in simulated time
    #[arg(long, value_name = "TIME", default_value = "2026-12-01T09:00")]
    pub start: TimeArg,
}
