//! Certificates, and what staff and customers decide.

use std::path::PathBuf;

use clap::Args;
use procedure::OrderId;

use super::{TimeArg, id};

/// Record the issued certificate
///
/// The chain is verified against the application before it is recorded: its key, its names, its dates, every
/// signature. Without --chain it is fetched from the vendor.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow certificate CF-7K3M-9QX2-TBEA --chain chain.pem")]
pub struct Certificate {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The certificate with its intermediates in PEM; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub chain: Option<PathBuf>,
}

/// Record that the certificate is set on the server
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow installed CF-7K3M-9QX2-TBEA")]
pub struct Installed {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// When; now by default
    #[arg(long, value_name = "TIME")]
    pub at: Option<TimeArg>,
}

/// Put an order on hold
///
/// While it is on hold certflow starts nothing for it: no submission, no reminder. What others do is recorded.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow hold CF-7K3M-9QX2-TBEA --comment 'waiting for the contract'")]
pub struct Hold {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// Why, for staff
    #[arg(long, value_name = "TEXT")]
    pub comment: String,
}

/// Release an order from its hold
///
/// It goes on where it was. What needed attention counts as attended to, and an order that the vendor refused is submitted
/// to it once more.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow release CF-7K3M-9QX2-TBEA")]
pub struct Release {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
}

/// Turn an application down
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow reject CF-7K3M-9QX2-TBEA --reason 'the organisation could not be verified'"
)]
pub struct Reject {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The reason the customer reads
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// The vendor turned it down
    #[arg(long)]
    pub by_vendor: bool,
}

/// Withdraw an order that is not issued yet
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow cancel CF-7K3M-9QX2-TBEA --reason 'no longer needed'")]
pub struct Cancel {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// The customer withdraws it
    #[arg(long)]
    pub by_customer: bool,
}

/// Have the vendor send a mail again that has not come
///
/// The approval mail (使用権確認メール) of every name that waits for it, or the confirmation mail of an EV order. It goes to
/// whom it went, unchanged; where it went elsewhere than to the application's address, or 30 days have passed, a new one
/// goes there. Products of a vendor with an API only; at the others staff ask in the vendor's own portal. How often, and
/// after how long, is set by policy.resends.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  certflow resend CF-7K3M-9QX2-TBEA\n  certflow resend CF-7K3M-9QX2-TBEA --confirmation"
)]
pub struct Resend {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// EV: the issuance confirmation (発行確認メール) instead of the approval mail
    #[arg(long)]
    pub confirmation: bool,
}

/// Have a certificate issued again with a new key
///
/// Opens an order of its own that follows the old one.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow reissue CF-7K3M-9QX2-TBEA --csr new.csr")]
pub struct Reissue {
    /// The order whose certificate is replaced
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The new CSR in PEM, with a new key; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub csr: PathBuf,
    /// Others may know the old key
    #[arg(long)]
    pub key_compromised: bool,
}

/// Have a certificate revoked
///
/// It cannot be undone. The certificate counts as revoked once the vendor says so.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow revoke CF-7K3M-9QX2-TBEA --key-compromised")]
pub struct Revoke {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// Others may know the key
    #[arg(long)]
    pub key_compromised: bool,
    /// The customer asks for it
    #[arg(long)]
    pub by_customer: bool,
    /// Do not ask whether it is meant
    #[arg(long, short)]
    pub yes: bool,
}
