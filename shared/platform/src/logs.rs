//! Logs: one JSON object a line, for CloudWatch and for people with `jq`.
//!
//! What is logged: ids of orders and events, types, functions, outcomes, durations. Never addresses, names, numbers of
//! telephones, contents of documents, links or secrets.

use std::io;

use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{ParseError, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

/// The crates of certflow, by which lines of theirs are told from others'.
pub const OURS: [&str; 17] = [
    "approval_mail_received",
    "certflow",
    "certificate_issued",
    "document_received",
    "expiry_nearing",
    "letters",
    "mail_feedback",
    "order_instructed",
    "order_submitted",
    "phone_check_logged",
    "platform",
    "portal_webhook",
    "procedure",
    "renewal_sweep",
    "vendor_review_requested",
    "vendor_status_changed",
    "vendors",
];

/// The most that other crates may say: below it, clients of AWS and resolvers write whole requests and answers, and with
/// them whom they are about.
const MOST_OF_OTHERS: LevelFilter = LevelFilter::INFO;

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
/// a level or a list such as `info,platform=debug`; whatever it says, no crate but ours says more than `info`.
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
    let filter = targets(filter)?;
    let format =
        tracing_subscriber::fmt().json().flatten_event(true).with_current_span(true).with_span_list(false);
    Ok(format.with_max_level(LevelFilter::TRACE).with_writer(writer).finish().with(filter))
}

/// What `filter` lets through; of other crates, at most [`MOST_OF_OTHERS`].
fn targets(filter: &str) -> Result<Targets, ParseError> {
    let directives: Vec<&str> = filter.split(',').map(str::trim).filter(|text| !text.is_empty()).collect();
    let wanted: Targets = match directives.is_empty() {
        true => Targets::new().with_default(LevelFilter::INFO),
        false => directives.join(",").parse()?,
    };
    let mut targets = Targets::new();
    if let Some(level) = wanted.default_level() {
        let ours = OURS.map(|name| (name, level));
        targets = targets.with_default(level.min(MOST_OF_OTHERS)).with_targets(ours);
    }
    let named = wanted.iter().map(|(target, level)| {
        let level = if is_ours(target) { level } else { level.min(MOST_OF_OTHERS) };
        (target.to_owned(), level)
    });
    Ok(targets.with_targets(named))
}

fn is_ours(target: &str) -> bool {
    OURS.contains(&target.split("::").next().unwrap_or(target))
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    /// The most that a filter lets a target say.
    fn most(filter: &str, target: &str) -> Option<Level> {
        let targets = targets(filter).unwrap();
        let levels = [Level::TRACE, Level::DEBUG, Level::INFO, Level::WARN, Level::ERROR];
        levels.into_iter().find(|level| targets.would_enable(target, level))
    }

    #[test]
    fn a_filter_is_a_level_or_a_list() {
        for (filter, ours, store, others) in [
            ("info", Some(Level::INFO), Some(Level::INFO), Some(Level::INFO)),
            ("", Some(Level::INFO), Some(Level::INFO), Some(Level::INFO)),
            ("warn,", Some(Level::WARN), Some(Level::WARN), Some(Level::WARN)),
            ("off", None, None, None),
            ("error, platform::store=debug", Some(Level::ERROR), Some(Level::DEBUG), Some(Level::ERROR)),
            (
                "info,platform=trace,platform::store=warn",
                Some(Level::TRACE),
                Some(Level::WARN),
                Some(Level::INFO),
            ),
            ("platform=debug", Some(Level::DEBUG), Some(Level::DEBUG), None),
        ] {
            let said =
                ["platform::react", "platform::store", "hyper_util::client"].map(|of| most(filter, of));
            assert_eq!(said, [ours, store, others], "{filter}");
        }
        assert!(targets("platform=loud").is_err() && targets("a=b=c").is_err());
    }

    /// R85: whatever the filter says, no other crate tells what it sends and receives.
    #[test]
    fn other_crates_say_no_more_than_info() {
        let others = [
            "aws_sdk_dynamodb",
            "aws_smithy_runtime",
            "hickory_proto",
            "hyper",
            "reqwest",
            "rustls",
            "tokio",
            "h2",
        ];
        let everything = others.map(|name| format!("{name}=trace")).join(",");
        for filter in ["trace", "debug", &everything, &format!("trace,{everything}"), "=trace", "p=trace"] {
            for name in others.into_iter().chain(["plain"]) {
                for target in [name.to_owned(), format!("{name}::client::orchestrator")] {
                    assert!(most(filter, &target) <= Some(Level::INFO), "{filter}: {target}");
                }
            }
        }
        assert!(OURS.iter().all(|name| most("trace", name) == Some(Level::TRACE)));
        assert_eq!(most(&format!("info,{everything},aws_sdk_ses=off"), "aws_sdk_ses::operation"), None);
    }
}
