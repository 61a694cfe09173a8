//! The platform: events, store, queue, mailer, and the one path every event takes.
//!
//! | module | what |
//! |---|---|
//! | [`envelope`] | events as CloudEvents 1.0 |
//! | [`store`] | orders, history, events and indexes in one table; the store in memory with faults |
//! | [`react`] | decode → load → gather facts → decide → commit → dispatch → mark → acknowledge |
//! | [`dispatch`] | letters, follow-up events and requests to vendors, after the commit |
//! | [`intake`] | events from outside: kept, then queued by reference |
//! | [`webhook`] | Standard Webhooks, verified and signed; a vendor's plain ones |
//! | [`sweep`] | what time or a crash made due |
//! | [`poll`] | which orders changed at a vendor |
//! | [`arrival`] | mails in a bucket, as events |
//! | [`duplicate`] | other open orders for the same name and product |
//! | [`resolver`] | the DNS asked for pre-flight, within limits |
//! | [`trace`] | which trace a call belongs to, through every queue |
//! | `aws` | Lambda, SQS, SES, secrets (feature `aws`) |
//! | [`config`], [`logs`], [`clock`] | settings, logs, time |

pub mod arrival;
#[cfg(feature = "aws")]
pub mod aws;
pub mod clock;
pub mod config;
pub mod dispatch;
pub mod duplicate;
pub mod envelope;
pub mod intake;
pub mod logs;
pub mod poll;
pub mod react;
pub mod resolver;
pub mod store;
pub mod sweep;
#[cfg(test)]
mod testing;
pub mod trace;
pub mod webhook;

pub use clock::{Clock, SystemClock};
