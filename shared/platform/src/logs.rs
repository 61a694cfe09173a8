//! Logs: one JSON object a line, for CloudWatch and for people with `jq`.
//!
//! What is logged: ids of orders and events, types, functions, outcomes, durations. Never addresses, names, numbers of
//! telephones, contents of documents, links or secrets.

use std::io;

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

/// Why logging did not start.
#[derive(Debug, thiserror::Error)]
pub enum LogsError {
    /// The filter is malformed.
    #[error("the log filter does not do: write `info` or `info,platform=debug`")]
    Filter(#[from] ParseError),
    /// Somebody else logs already.
    #[error("logging was started before")]
    Started(#[from] TryInitError),
}

/// Starts logging to standard error (standard output on Lambda is the same stream), for the whole process. `filter` is
/// a level or a list such as `info,platform=debug`.
///
/// # Errors
/// See [`LogsError`].
pub fn init(filter: &str) -> Result<(), LogsError> {
    subscriber(filter, io::stderr)?.try_init()?;
    Ok(())
}

/// Has a panic logged by its place alone, for the whole process: its text may quote what was handled.
pub fn keep_panics_private() {
    std::panic::set_hook(Box::new(|panic| {
        tracing::error!(place = panic.location().map(tracing::field::display), "panicked");
    }));
}

/// What [`init`] starts, writing to `writer`.
///
/// # Errors
/// The filter is malformed.
pub fn subscriber<W>(filter: &str, writer: W) -> Result<impl Subscriber + Send + Sync, ParseError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(filter)?;
    let format =
        tracing_subscriber::fmt().json().flatten_event(true).with_current_span(true).with_span_list(false);
    Ok(format.with_env_filter(filter).with_writer(writer).finish())
}
