//! What can be written on the command line.

mod acts;
mod dead_letters;
mod document;
mod enquiry;
mod erase;
mod examination;
mod global;
mod look;
mod operate;
mod order;
mod stack;
mod time;

use std::str::FromStr;

use clap::{Parser, Subcommand};
use procedure::Finding;
use procedure::event::Room;

pub use acts::{Cancel, Certificate, Hold, Installed, Reissue, Reject, Release, Resend, Revoke};
pub use dead_letters::{DeadLetters, DeadLettersCommand, Stuck};
pub use document::{Announce, Document, DocumentNewsCommand, Facts, Forward, TelegramNews, TelegramStep};
pub use enquiry::{Enquiry, EnquiryCommand};
pub use erase::Erase;
pub use examination::{Mail, Phone, Placed, Report, ReportedName, StatusWord};
pub use global::{Global, LanguageArg};
pub use look::{Desk, DeskCommand, Letters, List, Show};
pub use operate::{Completions, Config, Outbox, OutboxCommand, Schema, Serve, Sweep, Vendor};
pub use order::{Amend, Check, Confirm, Submit, Template};
pub use stack::{Pump, StandIn};
pub use time::{DateArg, TimeArg};

/// Runs the orders of OV and EV server certificates, on this machine or on AWS.
#[derive(Debug, Parser)]
#[command(
    name = "certflow",
    version,
    about = "Run OV and EV certificate orders, on this machine or on AWS",
    long_about = "Runs the orders of OV and EV server certificates: from the application to the \
                  issued certificate and its renewal. It always knows the next act, who owes it and by when.\n\n\
                  Orders live in a data folder (--data), which needs no other service. Commands work beside a \
                  running `certflow serve`. With --stack they work on a stack on AWS, with the profile and region \
                  of every AWS tool (AWS_PROFILE, AWS_REGION).",
    after_help = "Exit status: 0 success, 1 refused or failed, 2 wrong usage.",
    after_long_help = "Examples:\n  \
        certflow template DC-OV > application.json   # a form to fill in\n  \
        certflow check application.json              # what would be said of it; nothing is kept\n  \
        certflow submit application.json --customer C-1001\n  \
        certflow list --waiting-on customer\n  \
        certflow show CF-7K3M-9QX2-TBEA\n  \
        certflow phone CF-7K3M-9QX2-TBEA --callee responsible-person --outcome completed\n  \
        certflow serve\n\n\
        Exit status: 0 success, 1 refused or failed, 2 wrong usage.",
    propagate_version = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Watch orders of all six products run in simulated time
    Demo(crate::demo::args::Demo),
    /// Submit an application
    Submit(Submit),
    /// Check an application without submitting it
    Check(Check),
    /// Print an application to fill in
    Template(Template),
    /// List orders: who owes what by when
    #[command(visible_alias = "ls")]
    List(List),
    /// Show an order: the seven steps, who acts next, the history
    Show(Show),
    /// Confirm a renewal as it is
    Confirm(Confirm),
    /// Change an application before it is submitted to the vendor
    Amend(Amend),
    /// Record the number the vendor gave an order entered by hand
    Placed(Placed),
    /// Record what staff read in the vendor's console
    Report(Report),
    /// Log a telephone call of the vendor
    Phone(Phone),
    /// Record a document (facts, never its content)
    Document(Document),
    /// Deliver a vendor's approval mail from an .eml file, or list what became of mails
    Mail(Mail),
    /// Have the vendor send a mail again that has not come
    Resend(Resend),
    /// Record the issued certificate
    Certificate(Certificate),
    /// Record that the certificate is set on the server
    Installed(Installed),
    /// Relay a vendor's question and its answer
    Enquiry(Enquiry),
    /// Put an order on hold
    Hold(Hold),
    /// Release an order from its hold
    Release(Release),
    /// Turn an application down
    Reject(Reject),
    /// Withdraw an order that is not issued yet
    Cancel(Cancel),
    /// Have a certificate issued again with a new key
    Reissue(Reissue),
    /// Have a certificate revoked
    Revoke(Revoke),
    /// Erase the personal data of an order that is over, or of a customer
    Erase(Erase),
    /// What staff have to do, and the sheets to enter orders at a vendor
    Desk(Desk),
    /// The letters of an order
    Letters(Letters),
    /// Look for everything due and start it
    Sweep(Sweep),
    /// Measure this machine: decisions, commits, whole procedures
    Bench(crate::bench::args::Bench),
    /// Serve the portal's webhooks and run the sweep on schedule
    Serve(Serve),
    /// Sends that wait for a decision of staff
    Outbox(Outbox),
    /// How many messages each queue holds
    Queue,
    /// Messages that failed too often, and why
    DeadLetters(DeadLetters),
    /// Where orders wait too long: per step and age
    Stuck(Stuck),
    /// Make table, queues and secrets on a local stand-in for AWS
    StandIn(StandIn),
    /// Move messages between a stand-in's queues and `cargo lambda watch`
    Pump(Pump),
    /// Which of the four products the CertCentral account may order
    Vendor(Vendor),
    /// Print the settings in force, to start a certflow.toml from
    Config(Config),
    /// Print the JSON Schema of an event
    Schema(Schema),
    /// Print a completion script for a shell
    Completions(Completions),
}

/// Reads an id or a name, and says what it has to be where it is none.
fn id<T: FromStr<Err = Finding>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|finding: Finding| format!("{} {}", finding.message.en, finding.remedy.en))
}

/// The function with this name.
fn room(text: &str) -> Result<Room, &'static str> {
    Room::from_name(text).ok_or("no such function; `certflow queue` lists them")
}
