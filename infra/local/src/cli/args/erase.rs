//! Erasing personal data on demand.

use clap::{ArgGroup, Args};
use procedure::{CustomerId, OrderId};

use super::id;

/// Erase the personal data of an order that is over, or of a customer
///
/// For a customer's demand. What stays is who did what kind of thing when, product, domain names, dates and the numbers
/// of certificates. It cannot be undone. An order that is not over, at its vendor too, is refused: cancel it or revoke its
/// certificate first. Repeating it does no harm. By itself certflow erases what `policy.erasure.after_days` says.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("whose").required(true).args(["order", "customer"]),
    after_help = "Example:\n  certflow erase CF-7K3M-9QX2-TBEA\n  certflow erase --customer C-1001 --by-customer --yes"
)]
pub struct Erase {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: Option<OrderId>,
    /// Every order of this customer, and applications of theirs that nobody has handled yet
    #[arg(long, value_name = "CUSTOMER", value_parser = id::<CustomerId>)]
    pub customer: Option<CustomerId>,
    /// The customer demands it
    #[arg(long)]
    pub by_customer: bool,
    /// Do not ask whether it is meant
    #[arg(long, short)]
    pub yes: bool,
}
