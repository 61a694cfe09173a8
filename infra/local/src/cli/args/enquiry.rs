//! Questions of the vendor.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use procedure::{EnquiryId, OrderId};

use super::id;

/// Relay a vendor's question and its answer
#[derive(Debug, Args)]
pub struct Enquiry {
    /// What became known
    #[command(subcommand)]
    pub command: EnquiryCommand,
}

/// What became known of an enquiry.
#[derive(Debug, Subcommand)]
pub enum EnquiryCommand {
    /// The vendor asks something; the customer is told
    #[command(
        after_help = "Example:\n  certflow enquiry raise CF-7K3M-9QX2-TBEA --enquiry Q-1 --text 'Is the address current?'"
    )]
    Raise(EnquiryWords),
    /// The customer answered; the answer goes to the vendor
    Answer(EnquiryWords),
    /// The vendor has its answer
    Close(EnquiryName),
}

/// An enquiry with what was written.
#[derive(Debug, Args)]
pub struct EnquiryWords {
    /// Which enquiry
    #[command(flatten)]
    pub name: EnquiryName,
    /// What was written, 1 to 4,000 characters
    #[arg(long, value_name = "TEXT", required_unless_present = "file", conflicts_with = "file")]
    pub text: Option<String>,
    /// Read it from a file instead; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Which enquiry.
#[derive(Debug, Args)]
pub struct EnquiryName {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The enquiry's id within the order
    #[arg(long, value_name = "ID", value_parser = id::<EnquiryId>)]
    pub enquiry: EnquiryId,
}
