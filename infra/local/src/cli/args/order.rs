//! Applications.

use std::path::PathBuf;

use clap::Args;
use procedure::{CustomerId, OrderId, Product};

use super::{TimeArg, id};

/// Submit an application
///
/// The application is checked first: its form, its CSR, its names, its organisation, the outside world. If nothing
/// stops it, it becomes an order and is submitted to the vendor. If something has to be mended, the order is
/// returned to the customer, who is told what, and the command exits with status 1.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow submit application.json --customer C-1001\n  cat application.json | certflow submit - --json"
)]
pub struct Submit {
    /// The application in JSON; `-` reads standard input (see `certflow template`)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The portal's customer number
    #[arg(long, value_name = "CUSTOMER", value_parser = id::<CustomerId>, default_value = "local")]
    pub customer: CustomerId,
}

/// Check an application without submitting it
///
/// Prints everything that would be said of it and who acts on it, the DNS included: CAA, the approval mail's address
/// and whether it takes mail. Then which checks the vendor will make, and which documents to prepare. Nothing is kept.
/// Exits with status 1 if something has to be mended.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow check application.json --lang ja\n  certflow check application.json --offline --json\n  CERTFLOW_RESOLVER=192.0.2.53 certflow check application.json"
)]
pub struct Check {
    /// The application in JSON; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The portal's customer number, to tell the customer's own earlier orders apart
    #[arg(long, value_name = "CUSTOMER", value_parser = id::<CustomerId>, default_value = "local")]
    pub customer: CustomerId,
    /// When the certificate that it is to replace ends: says whether it is too early or too late (2027-06-08T23:59)
    #[arg(long, value_name = "TIME")]
    pub replaces: Option<TimeArg>,
    /// Do not ask the DNS
    #[arg(long)]
    pub offline: bool,
}

/// Print an application to fill in
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow template DC-EV > application.json\n  certflow template CT-SS --sole-proprietor --csr server.csr"
)]
pub struct Template {
    /// DC-OV, DC-EV, GT-OV, GT-EV, CT-SS or BIZCERT
    #[arg(value_name = "PRODUCT", value_parser = product)]
    pub product: Product,
    /// For a sole proprietor (個人事業者)
    #[arg(long)]
    pub sole_proprietor: bool,
    /// Put this CSR (PEM) into it
    #[arg(long, value_name = "FILE")]
    pub csr: Option<PathBuf>,
}

/// Confirm a renewal as it is
///
/// The renewal's details are as they should be: submit it before its prescribed date.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow confirm CF-7K3M-9QX2-TBEA")]
pub struct Confirm {
    /// The renewal order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// Staff confirm it for the customer
    #[arg(long)]
    pub by_staff: bool,
}

/// Change an application before it is submitted to the vendor
///
/// The file holds the application whole, as it is to be. Works for an application returned to be mended and for a
/// renewal before its prescribed date.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow amend CF-7K3M-9QX2-TBEA application.json")]
pub struct Amend {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The application in JSON; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

fn product(text: &str) -> Result<Product, String> {
    Product::from_code(text).map_err(|finding| finding.remedy.en.into_owned())
}
