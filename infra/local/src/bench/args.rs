//! `certflow bench` on the command line.

use std::path::PathBuf;

use clap::Args;

/// Measure this machine: decisions, commits, whole procedures
///
/// A procedure is eight events of one Cybertrust order, from the application to the installed certificate, each through
/// the durable queue, a durable transaction and the outbox, its letters written as files. Beside it stands what the
/// embedded DynamoDB does at best, as transactions of three items a second: what bounds the rest.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cargo run --release -- bench\n  certflow bench --procedures 500 --tasks 8 --json"
)]
pub struct Bench {
    /// How many procedures; 1 to 5,000
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    pub procedures: u32,
    /// How many at once; 1 to 64
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub tasks: u32,
    /// How many decisions; 1 to 1,000,000
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub decisions: u32,
    /// How many bare transactions; 1 to 100,000
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub transactions: u32,
    /// A folder that does not exist yet; made, used and removed
    #[arg(long, value_name = "FOLDER", default_value = "certflow-bench")]
    pub folder: PathBuf,
}
