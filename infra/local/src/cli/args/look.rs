//! Looking at orders.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use procedure::name::DnsName;
use procedure::{CustomerId, OrderId, Party};

use super::id;

/// List orders: who owes what by when
///
/// The most urgent come first. Finished orders are left out unless --all, --customer or --waiting-on nobody is
/// given.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow list --waiting-on customer\n  certflow list --customer C-1001 --json\n  certflow list --domain example.jp"
)]
pub struct List {
    /// Only orders that wait for: customer, provider, vendor, calendar, nobody
    #[arg(long, value_name = "PARTY", value_parser = party)]
    pub waiting_on: Option<Party>,
    /// Only this customer's orders
    #[arg(long, value_name = "CUSTOMER", value_parser = id::<CustomerId>)]
    pub customer: Option<CustomerId>,
    /// Only open orders with a name under this domain
    #[arg(long, value_name = "DOMAIN", value_parser = id::<DnsName>, conflicts_with = "customer")]
    pub domain: Option<DnsName>,
    /// At most so many, 1 to 1000
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    /// Finished orders too
    #[arg(long)]
    pub all: bool,
}

/// Show an order: the seven steps, who acts next, the history
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow show CF-7K3M-9QX2-TBEA\n  certflow show CF-7K3M-9QX2-TBEA --json | jq .acts"
)]
pub struct Show {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The whole history with everything sent; otherwise its last ten lines
    #[arg(long)]
    pub history: bool,
    /// The application details too (personal data)
    #[arg(long)]
    pub application: bool,
}

/// What staff have to do, and the sheets to enter orders at a vendor
///
/// Without a subcommand: the orders that wait for staff, and the sends that wait for a decision.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example:\n  certflow desk\n  certflow desk sheet CF-7K3M-9QX2-TBEA --csr server.csr"
)]
pub struct Desk {
    /// At most so many, 1 to 1000
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    /// What to print
    #[command(subcommand)]
    pub command: Option<DeskCommand>,
}

/// What to print of the desk.
#[derive(Debug, Subcommand)]
pub enum DeskCommand {
    /// What to enter at the vendor for an order (personal data)
    Sheet {
        /// The order
        #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
        order: OrderId,
        /// Write its CSR in PEM to this file, to be uploaded; an existing file is left alone
        #[arg(long, value_name = "FILE")]
        csr: Option<PathBuf>,
    },
}

/// The letters of an order
///
/// Lists them; with a number, prints that letter as it was sent (personal data).
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow letters CF-7K3M-9QX2-TBEA\n  certflow letters CF-7K3M-9QX2-TBEA 1.0"
)]
pub struct Letters {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// Which letter, as the list numbers it
    #[arg(value_name = "LETTER")]
    pub letter: Option<String>,
}

pub(super) fn party(text: &str) -> Result<Party, String> {
    let found = Party::ALL.into_iter().find(|party| party.code() == text);
    found.ok_or_else(|| {
        let codes: Vec<&str> = Party::ALL.iter().map(|party| party.code()).collect();
        format!("one of {}", codes.join(", "))
    })
}
