//! What the vendor does, as staff or its mail bring it.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use procedure::name::DnsName;
use procedure::order::{CallOutcome, Callee};
use procedure::vendor::{ReportedCheck, VendorStatus};
use procedure::{OrderId, VendorOrderId};

use super::{TimeArg, id};

/// Record the number the vendor gave an order entered by hand
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  certflow placed CF-7K3M-9QX2-TBEA --vendor-order SS1234567")]
pub struct Placed {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The vendor's number of it
    #[arg(long, value_name = "NUMBER", value_parser = id::<VendorOrderId>)]
    pub vendor_order: VendorOrderId,
}

/// Record what staff read in the vendor's console
///
/// A check is `domain:NAME`, `organisation`, `phone`, `documents`, `employment` or `confirmation`. Checks not named
/// stay as they are. Each option may be given several times.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow report CF-7K3M-9QX2-TBEA --passed domain:example.jp --passed organisation\n  certflow report CF-7K3M-9QX2-TBEA --status issued"
)]
pub struct Report {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The order as a whole, at the vendor
    #[arg(long, value_enum, default_value = "examining", value_name = "STATUS")]
    pub status: StatusWord,
    /// A check that passed
    #[arg(long, value_name = "CHECK")]
    pub passed: Vec<ReportedName>,
    /// A check the vendor wants done
    #[arg(long, value_name = "CHECK")]
    pub pending: Vec<ReportedName>,
    /// A check the vendor turned down
    #[arg(long, value_name = "CHECK")]
    pub failed: Vec<ReportedName>,
    /// A check the vendor does not ask for
    #[arg(long, value_name = "CHECK")]
    pub not_required: Vec<ReportedName>,
    /// When it was read; now by default
    #[arg(long, value_name = "TIME")]
    pub at: Option<TimeArg>,
}

/// The vendor's status, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusWord {
    /// Waits for our own approval in the vendor's account
    NeedsApproval,
    /// Under examination
    Examining,
    /// Issued
    Issued,
    /// Turned down
    Rejected,
    /// Withdrawn
    Cancelled,
    /// Revoked
    Revoked,
    /// Expired
    Expired,
}

impl From<StatusWord> for VendorStatus {
    fn from(word: StatusWord) -> VendorStatus {
        match word {
            StatusWord::NeedsApproval => VendorStatus::NeedsApproval,
            StatusWord::Examining => VendorStatus::Examining,
            StatusWord::Issued => VendorStatus::Issued,
            StatusWord::Rejected => VendorStatus::Rejected,
            StatusWord::Cancelled => VendorStatus::Cancelled,
            StatusWord::Revoked => VendorStatus::Revoked,
            StatusWord::Expired => VendorStatus::Expired,
        }
    }
}

/// A check, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedName(pub ReportedCheck);

impl FromStr for ReportedName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const HELP: &str =
            "write `domain:NAME`, `organisation`, `phone`, `documents`, `employment` or `confirmation`";
        let check = match text.split_once(':') {
            Some(("domain", name)) => {
                let name: DnsName = name.parse().map_err(|_| "the name after `domain:` is no domain name")?;
                ReportedCheck::Domain { name }
            }
            Some(_) => return Err(HELP),
            None => match text {
                "organisation" | "organization" => ReportedCheck::Organisation,
                "phone" => ReportedCheck::Phone,
                "documents" => ReportedCheck::Documents,
                "employment" => ReportedCheck::Employment,
                "confirmation" => ReportedCheck::Confirmation,
                _ => return Err(HELP),
            },
        };
        Ok(Self(check))
    }
}

/// Log a telephone call of the vendor
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow phone CF-7K3M-9QX2-TBEA --callee responsible-person --outcome unreachable --at 2026-12-01T10:00"
)]
pub struct Phone {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// Whom the vendor called
    #[arg(long, value_enum, value_name = "WHO")]
    pub callee: CalleeArg,
    /// How the call ended
    #[arg(long, value_enum, value_name = "OUTCOME")]
    pub outcome: OutcomeArg,
    /// When the vendor called; now by default
    #[arg(long, value_name = "TIME")]
    pub at: Option<TimeArg>,
}

/// Whom the vendor called, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CalleeArg {
    /// The application responsible person (申請責任者)
    ResponsiblePerson,
    /// EV: somebody else there, to confirm the responsible person's employment (在籍確認)
    ThirdPerson,
}

impl From<CalleeArg> for Callee {
    fn from(callee: CalleeArg) -> Callee {
        match callee {
            CalleeArg::ResponsiblePerson => Callee::ResponsiblePerson,
            CalleeArg::ThirdPerson => Callee::ThirdPerson,
        }
    }
}

/// How a call ended, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutcomeArg {
    /// The vendor called; nothing more is known
    Attempted,
    /// Somebody answered; the confirmation goes on
    Reached,
    /// Nobody could be reached
    Unreachable,
    /// The confirmation was given
    Completed,
}

impl From<OutcomeArg> for CallOutcome {
    fn from(outcome: OutcomeArg) -> CallOutcome {
        match outcome {
            OutcomeArg::Attempted => CallOutcome::Attempted,
            OutcomeArg::Reached => CallOutcome::Reached,
            OutcomeArg::Unreachable => CallOutcome::Unreachable,
            OutcomeArg::Completed => CallOutcome::Completed,
        }
    }
}

/// Deliver a vendor's approval mail from an .eml file, or list what became of mails
///
/// The mail is read, held against what is expected of the vendor, and matched to its order. Seeing it approves
/// nothing, and nothing ever follows its link. Without a file: the mails that have not expired and what became of each:
/// the approval mail of an order, quarantined with the reason, or unknown.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  certflow mail approval.eml\n  certflow mail approval.eml --order CF-7K3M-9QX2-TBEA\n  certflow mail"
)]
pub struct Mail {
    /// The mail (RFC 5322); `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The order it is about, where its subject does not tell
    #[arg(long, value_name = "ORDER", requires = "file", value_parser = id::<OrderId>)]
    pub order: Option<OrderId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_named_as_the_help_says() {
        for (text, expected) in [
            ("organisation", ReportedCheck::Organisation),
            ("phone", ReportedCheck::Phone),
            ("confirmation", ReportedCheck::Confirmation),
            ("domain:www.example.jp", ReportedCheck::Domain { name: "www.example.jp".parse().unwrap() }),
        ] {
            assert_eq!(text.parse(), Ok(ReportedName(expected)), "{text}");
        }
        for text in ["", "domain", "domain:", "domain:no name", "person:x", "telephone"] {
            assert!(text.parse::<ReportedName>().is_err(), "{text}");
        }
    }
}
