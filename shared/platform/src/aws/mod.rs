//! The functions on AWS: each a Lambda function behind its own SQS queue, the webhook behind an HTTP API.
//!
//! | module | what |
//! |---|---|
//! | [`Setup`] | variables, secrets and the clients made from them; a function makes only those it uses |
//! | [`run`], [`run_with`], [`serve`] | the mains: a reaction, any handler, HTTP |
//! | [`SqsQueue`], [`SesMailer`] | queues and mail service |
//! | [`feedback`], [`arrivals`] | what SES and S3 put on queues, made events |
//! | [`metrics`] | what is counted, in CloudWatch's embedded format |
//!
//! One invocation of a function handles one batch. A failed record goes back to its queue alone, a panic costs the
//! record it happened in, and nothing is begun that the deadline would cut off.

pub mod arrivals;
mod clients;
mod error;
pub mod feedback;
mod http;
mod lambda;
pub mod metrics;
mod queue;
mod secrets;
mod ses;
mod setup;
#[cfg(feature = "conformance")]
pub mod starting;
mod tag;

pub use error::StartError;
pub use http::{Call, Respond, serve};
pub use lambda::{react, run, run_with};
pub use queue::{SqsQueue, Urls};
pub use ses::{ConfigurationSets, SesMailer};
pub use setup::Setup;
