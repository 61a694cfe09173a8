//! Documents of sole proprietors, and those a vendor asks for.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use procedure::documents::{DocumentId, DocumentKind, Form, ReceiptStamp};
use procedure::order::DocumentNews;
use procedure::{EnquiryId, OrderId};
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::de::{Deserialize, IntoDeserializer};

use super::{DateArg, TimeArg, id};

/// Record a document (facts, never its content)
///
/// Somebody looked at the document; what they found is held against the rules of the day the vendor will receive
/// it. A document that does not do is answered with the item and the reason.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Example:\n  certflow document CF-7K3M-9QX2-TBEA --kind drivers_licence --expires 2028-05-01 --no-my-number\n  certflow document CF-7K3M-9QX2-TBEA --facts licence.json\n  certflow document announce CF-7K3M-9QX2-TBEA --id juminhyo --kind resident_record\n  certflow document hand-over CF-7K3M-9QX2-TBEA\n  certflow document forward CF-7K3M-9QX2-TBEA --id juminhyo --arrives 2026-12-01\n  certflow document telegram CF-7K3M-9QX2-TBEA requested"
)]
pub struct Document {
    /// News other than a document that was looked at
    #[command(subcommand)]
    pub news: Option<DocumentNewsCommand>,
    /// A document that was looked at
    #[command(flatten)]
    pub facts: Option<Facts>,
}

/// A document that was looked at.
#[derive(Debug, Args)]
pub struct Facts {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>, required = true)]
    pub order: OrderId,
    /// Every fact in JSON, instead of the options below; `-` reads standard input
    #[arg(long, visible_alias = "file", value_name = "FILE", conflicts_with_all = ["kind", "id", "scan"])]
    pub facts: Option<PathBuf>,
    /// What it is, such as drivers_licence, resident_record, income_tax_return, phone_bill
    #[arg(long, value_name = "KIND", value_parser = word::<DocumentKind>, required_unless_present = "facts")]
    pub kind: Option<DocumentKind>,
    /// Its id within the order; by default its kind
    #[arg(long, value_name = "ID", value_parser = id::<DocumentId>)]
    pub id: Option<DocumentId>,
    /// Counts corrections of earlier facts; the highest wins
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub revision: u32,
    /// How it is here: electronic_copy, posted_copy or posted_original
    #[arg(long, value_name = "FORM", value_parser = word::<Form>, default_value = "electronic_copy")]
    pub form: Form,
    /// When it was received; now by default
    #[arg(long, value_name = "TIME")]
    pub received: Option<TimeArg>,
    /// A My Number can be seen on it; it is refused and must be destroyed
    #[arg(long, required_unless_present_any = ["no_my_number", "facts"], conflicts_with = "no_my_number")]
    pub my_number: bool,
    /// No My Number can be seen anywhere on it
    #[arg(long)]
    pub no_my_number: bool,
    /// It cannot be read
    #[arg(long)]
    pub illegible: bool,
    /// The day it was issued, or filed
    #[arg(long, value_name = "DAY")]
    pub issued: Option<DateArg>,
    /// The last day it is valid
    #[arg(long, value_name = "DAY")]
    pub expires: Option<DateArg>,
    /// The tax year (年分) it is about
    #[arg(long, value_name = "YEAR")]
    pub tax_year: Option<i16>,
    /// Whether it shows the trade name (屋号)
    #[arg(long, value_enum, value_name = "YES/NO")]
    pub trade_name: Option<YesNo>,
    /// Whose receipt stamp it bears: tax_office, prefecture or municipality
    #[arg(long, value_name = "WHOSE", value_parser = word::<ReceiptStamp>)]
    pub stamp: Option<ReceiptStamp>,
    /// Whether it was downloaded from the web
    #[arg(long, value_enum, value_name = "YES/NO")]
    pub web_download: Option<YesNo>,
    /// Whether every insurance number and QR code on it is masked
    #[arg(long, value_enum, value_name = "YES/NO")]
    pub insurance_masked: Option<YesNo>,
    /// The scan: its SHA-256 is recorded, its content is not
    #[arg(long, value_name = "FILE")]
    pub scan: Option<PathBuf>,
    /// The vendor's enquiry it answers
    #[arg(long, value_name = "ENQUIRY", value_parser = id::<EnquiryId>)]
    pub answers: Option<EnquiryId>,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes
    Yes,
    /// No
    No,
}

impl From<YesNo> for bool {
    fn from(answer: YesNo) -> bool {
        answer == YesNo::Yes
    }
}

/// News other than a document that was looked at.
#[derive(Debug, Subcommand)]
pub enum DocumentNewsCommand {
    /// The customer put an original in the post
    Announce(Announce),
    /// Staff sent an original on to the vendor
    Forward(Forward),
    /// Staff handed accepted copies over to the vendor
    HandOver(HandOver),
    /// A document that may not be kept was destroyed or sent back
    Destroyed(Destroyed),
    /// The telegram that stands in for a telephone bill
    Telegram(TelegramNews),
}

/// A document that may not be kept was destroyed or sent back. One whose insurance numbers were masked instead is
/// recorded again with `--insurance-masked yes` and the next `--revision`.
#[derive(Debug, Args)]
pub struct Destroyed {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The document's id within the order
    #[arg(long, value_name = "ID", value_parser = id::<DocumentId>)]
    pub id: DocumentId,
}

/// The customer put an original in the post.
#[derive(Debug, Args)]
pub struct Announce {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// What it is
    #[arg(long, value_name = "KIND", value_parser = word::<DocumentKind>)]
    pub kind: DocumentKind,
    /// Its id within the order; by default its kind
    #[arg(long, value_name = "ID", value_parser = id::<DocumentId>)]
    pub id: Option<DocumentId>,
}

/// Staff sent an original on to the vendor.
#[derive(Debug, Args)]
pub struct Forward {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// The document's id within the order
    #[arg(long, value_name = "ID", value_parser = id::<DocumentId>)]
    pub id: DocumentId,
    /// The day the vendor is expected to receive it
    #[arg(long, value_name = "DAY")]
    pub arrives: DateArg,
}

/// Staff handed accepted copies over to the vendor.
#[derive(Debug, Args)]
pub struct HandOver {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// A document's id within the order, as `certflow desk` names it; all that are owed by default
    #[arg(long = "id", value_name = "ID", value_parser = id::<DocumentId>)]
    pub documents: Vec<DocumentId>,
}

/// News of the telegram.
#[derive(Debug, Args)]
pub struct TelegramNews {
    /// The order
    #[arg(value_name = "ORDER", value_parser = id::<OrderId>)]
    pub order: OrderId,
    /// What became of it
    #[arg(value_enum, value_name = "STEP")]
    pub step: TelegramStep,
}

/// What became of the telegram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TelegramStep {
    /// The customer chose it
    Chosen,
    /// The vendor was asked to send it
    Requested,
    /// It was delivered
    Delivered,
    /// It came back
    Undelivered,
    /// The customer answered it
    Answered,
}

impl From<TelegramStep> for DocumentNews {
    fn from(step: TelegramStep) -> DocumentNews {
        match step {
            TelegramStep::Chosen => DocumentNews::TelegramChosen,
            TelegramStep::Requested => DocumentNews::TelegramRequested,
            TelegramStep::Delivered => DocumentNews::TelegramDelivered,
            TelegramStep::Undelivered => DocumentNews::TelegramUndelivered,
            TelegramStep::Answered => DocumentNews::TelegramAnswered,
        }
    }
}

/// The code of a neutral word, as JSON has it; hyphens do for underscores.
fn word<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, String> {
    let text = text.replace('-', "_");
    let reader: StrDeserializer<'_, ValueError> = text.as_str().into_deserializer();
    T::deserialize(reader).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_json() {
        assert_eq!(word("drivers-licence"), Ok(DocumentKind::DriversLicence));
        assert_eq!(word("tax_office"), Ok(ReceiptStamp::TaxOffice));
        assert!(word::<Form>("fax").unwrap_err().contains("posted_original"));
    }
}
