//! Work on functions under development, on a stand-in for AWS.

use std::path::PathBuf;

use clap::Args;

use crate::pump::Watch;

/// Make table, queues and secrets on a local stand-in for AWS
///
/// For work with `cargo lambda watch`. AWS_ENDPOINT_URL has to lead to this machine. Writes functions.env, the
/// functions' variables, and webhook-secret into FOLDER. What is there stays.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  AWS_ENDPOINT_URL=http://127.0.0.1:4566 certflow stand-in target/stand-in"
)]
pub struct StandIn {
    /// The folder to write into, one that git ignores: `watch` builds anew whenever anything else changes
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
}

/// Move messages between a stand-in's queues and `cargo lambda watch`
///
/// Does what Lambda's event source mapping does on AWS: batches of up to ten, partial failures, retries after the
/// queue's visibility time, dead letters by the queue's own count. Runs until Ctrl-C.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow --stack target/stand-in/functions.env pump")]
pub struct Pump {
    /// Where `cargo lambda watch` answers
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:9000", value_parser = Watch::at)]
    pub watch: Watch,
    /// End once nothing is left on any queue
    #[arg(long)]
    pub until_empty: bool,
}
