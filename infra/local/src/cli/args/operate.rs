//! Running the machine.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, Subcommand};
use clap_complete::Shell;
use procedure::event::EventKind;

use super::TimeArg;

/// Serve the portal's webhooks and run the sweep on schedule
///
/// Listens on this machine only, unless told otherwise. What was accepted survives restarts and `kill -9`. Other
/// commands work on the same data folder meanwhile.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow serve\n  certflow serve --listen 127.0.0.1:9000 --sweep-every 5m\n\nEndpoints:\n  POST /webhooks/portal   an event (CloudEvents 1.0 in JSON), signed (Standard Webhooks 1.0.0)\n  POST /webhooks/staff    the same for staff's results, with a secret of their own\n  POST /webhooks/digicert CertCentral's events, with X-WEBHOOK-KEY; the token of its verification is logged\n                          (CERTFLOW_LOG=warn shows it)\n  GET  /orders/ORDER      an order, with `Authorization: Bearer TOKEN`\n  GET  /healthz           whether it works\n\nBehind a reverse proxy, name it in certflow.toml: [serve] trusted_proxies. Its X-Forwarded-For then says where a\ncall comes from, which [certcentral] webhook_sources is held against: DigiCert's network by default, \"any\" to\nopen it."
)]
pub struct Serve {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787", env = "CERTFLOW_LISTEN")]
    pub listen: SocketAddr,
    /// How often to look for what is due: 10s to 1h
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = interval)]
    pub sweep_every: Duration,
}

/// Look for everything due and start it
///
/// Reminders, renewals, escalations, questions to the vendor, and what a crash left behind. Running it twice changes
/// nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow sweep\n  certflow sweep --at 2027-03-01T09:00   # as if it were then"
)]
pub struct Sweep {
    /// Look up to this time, and take it for the time now if it is later; now by default
    #[arg(long, value_name = "TIME")]
    pub at: Option<TimeArg>,
}

/// Sends that wait for a decision of staff
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Outbox {
    /// What to do; lists them without
    #[command(subcommand)]
    pub command: Option<OutboxCommand>,
}

/// A decision about a send.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// Send it
    Send {
        /// Which, as the list names it: ORDER.SEQUENCE.N
        #[arg(value_name = "SEND")]
        send: String,
    },
    /// Do not send it
    Drop {
        /// Which, as the list names it: ORDER.SEQUENCE.N
        #[arg(value_name = "SEND")]
        send: String,
    },
}

/// Print the settings in force, to start a certflow.toml from
///
/// The file lies in the data folder. Secrets are never in it: the CertCentral key comes from
/// CERTFLOW_CERTCENTRAL_KEY or a file it names. With --stack: what the stack's functions run with.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow config > certflow-data/certflow.toml\n  certflow --stack certflow-staging config"
)]
pub struct Config {
    /// The rules' settings too: deadlines, reminders, document rules, mail profiles
    #[arg(long)]
    pub all: bool,
}

/// Print the JSON Schema of an event
///
/// Without a name: the names of all events.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow schema\n  certflow schema order-submitted")]
pub struct Schema {
    /// The event, such as `order-submitted` or `certflow.order-submitted.v1`
    #[arg(value_name = "EVENT", value_parser = kind)]
    pub event: Option<EventKind>,
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow completions bash > ~/.local/share/bash-completion/completions/certflow"
)]
pub struct Completions {
    /// Which shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Which of the four products the CertCentral account may order
///
/// Asks CertCentral with the key of the data folder, or CERTFLOW_CERTCENTRAL_KEY, and ends with 1 when one of DC-OV,
/// DC-EV, GT-OV and GT-EV is not offered under its id.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow vendor\n  certflow vendor --json | jq .offers")]
pub struct Vendor {}

fn kind(text: &str) -> Result<EventKind, &'static str> {
    let mut kinds = EventKind::ALL.iter().copied();
    let found = kinds.find(|kind| kind.name() == text || kind.type_name() == text);
    found.ok_or("no such event; `certflow schema` lists them")
}

/// `90s`, `5m`, `1h`; a bare number is seconds.
fn interval(text: &str) -> Result<Duration, &'static str> {
    const HELP: &str = "write 10s to 1h, such as `60s`, `5m` or `1h`";
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_| HELP)?;
    let unit = match text.strip_prefix(digits) {
        Some("" | "s") => 1,
        Some("m") => 60,
        Some("h") => 3600,
        _ => return Err(HELP),
    };
    let seconds = number.checked_mul(unit).filter(|seconds| (10..=3600).contains(seconds)).ok_or(HELP)?;
    Ok(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_units_and_bounds() {
        for (text, seconds) in [("60s", 60), ("10", 10), ("5m", 300), ("1h", 3600)] {
            assert_eq!(interval(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "s", "9s", "2h", "1d", "-5m", "5 m", "99999999999999999999h"] {
            assert!(interval(text).is_err(), "{text}");
        }
    }

    #[test]
    fn events_go_by_either_name() {
        assert_eq!(kind("order-submitted"), Ok(EventKind::OrderSubmitted));
        assert_eq!(kind("certflow.order-submitted.v1"), Ok(EventKind::OrderSubmitted));
        assert!(kind("order").is_err());
    }
}
