//! What stands for AWS on one machine: DynamoDB and SQS, in the process and in files.
//!
//! A data folder holds `certflow.db` (the table, owned by one process), `queue.db` (the queues, shared by any
//! number) and, while `certflow serve` runs, `serve.json` (how other processes reach the table).

mod connect;
pub mod dynamo;
pub mod endpoint;
mod error;
mod file;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod measure;
pub mod queue;
mod worker;

pub use connect::{Connection, DATABASE_FILE, connect};
pub use dynamo::Embedded;
pub use error::Error;
pub use queue::Queue;
pub use worker::Stopped;
