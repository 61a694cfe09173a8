//! Messages that failed too often.

use clap::{Args, Subcommand};
use procedure::event::Room;

/// Messages that failed too often, and why
///
/// Without a subcommand: each with its function, order, event, how often it was received, the last failure, and what
/// to do. On a stack the failure is read from the function's log.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example:\n  certflow dead-letters\n  certflow dead-letters order-submitted --json\n  certflow dead-letters redrive order-submitted\n  certflow --stack certflow-staging dead-letters discard order-submitted --message 7f1c…"
)]
pub struct DeadLetters {
    /// Of this function only
    #[arg(value_name = "FUNCTION", value_parser = super::room)]
    pub function: Option<Room>,
    /// What to do with them
    #[command(subcommand)]
    pub command: Option<DeadLettersCommand>,
}

/// What to do with messages that failed too often.
#[derive(Debug, Subcommand)]
pub enum DeadLettersCommand {
    /// Put them back on their queue: one, or all of a function
    Redrive {
        /// Of which function
        #[arg(value_name = "FUNCTION", value_parser = super::room)]
        function: Room,
        /// This one only
        #[arg(long, value_name = "ID")]
        message: Option<String>,
    },
    /// Delete one for good
    Discard {
        /// Of which function
        #[arg(value_name = "FUNCTION", value_parser = super::room)]
        function: Room,
        /// Which
        #[arg(long, value_name = "ID")]
        message: String,
    },
}

/// Where orders wait too long: per step and age
///
/// Counts the orders of every step by how long they wait, and names those that are past their deadline or wait longer
/// than --older-than. An order counts under the most urgent act of each party. Also what certflow itself has not done
/// for an hour.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow stuck\n  certflow stuck --older-than 5 --waiting-on customer")]
pub struct Stuck {
    /// Days after which an order counts as stuck without a deadline, 0 to 1000
    #[arg(long, value_name = "DAYS", default_value_t = 14, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub older_than: u16,
    /// Only orders that wait for: customer, provider, vendor, calendar
    #[arg(long, value_name = "PARTY", value_parser = super::look::party)]
    pub waiting_on: Option<procedure::Party>,
    /// At most so many orders named, 1 to 1000
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
}
