//! Documents: facts, never content.

use std::path::Path;
use std::process::ExitCode;

use procedure::Text;
use procedure::documents::{DocumentFacts, DocumentId, DocumentKind, FileDigest};
use procedure::event::DocumentReceived;
use procedure::order::DocumentNews;
use sha2::{Digest, Sha256};

use super::event::act;
use super::{Context, Failure};
use crate::cli::args::{Document, DocumentNewsCommand, Facts};
use crate::cli::input;

/// Largest scan whose digest is taken, in bytes.
const MAX_SCAN: u64 = 64 * 1024 * 1024;

pub(super) async fn document(cx: &Context, args: Document) -> Result<ExitCode, Failure> {
    let (order, record) = match (args.news, args.facts) {
        (Some(DocumentNewsCommand::Announce(news)), _) => {
            let id = named(news.id, news.kind)?;
            (news.order, DocumentNews::OriginalAnnounced { id, kind: news.kind })
        }
        (Some(DocumentNewsCommand::Forward(news)), _) => {
            let vendor_receipt = news.arrives.0;
            (news.order, DocumentNews::OriginalForwarded { id: news.id, vendor_receipt })
        }
        (Some(DocumentNewsCommand::HandOver(news)), _) => {
            (news.order, DocumentNews::HandedOver { documents: news.documents })
        }
        (Some(DocumentNewsCommand::Destroyed(news)), _) => {
            (news.order, DocumentNews::Destroyed { id: news.id })
        }
        (Some(DocumentNewsCommand::Telegram(news)), _) => (news.order, news.step.into()),
        (None, Some(facts)) => (facts.order.clone(), DocumentNews::Recorded { facts: recorded(cx, facts)? }),
        (None, None) => return Err(Failure::Usage(nothing_said())),
    };
    act(cx, Some(order), DocumentReceived { record }).await
}

fn recorded(cx: &Context, args: Facts) -> Result<DocumentFacts, Failure> {
    let facts = match (&args.facts, args.kind) {
        (Some(file), _) => input::json(file)?,
        (None, Some(kind)) => DocumentFacts {
            id: named(args.id, kind)?,
            revision: args.revision,
            kind,
            form: args.form,
            received_at: args.received.map_or_else(|| cx.clock.now(), |at| at.0),
            my_number_visible: args.my_number,
            legible: !args.illegible,
            issued_on: args.issued.map(|day| day.0),
            expires_on: args.expires.map(|day| day.0),
            tax_year: args.tax_year,
            shows_trade_name: args.trade_name.map(Into::into),
            receipt_stamp: args.stamp,
            web_download: args.web_download.map(Into::into),
            insurance_number_masked: args.insurance_masked.map(Into::into),
            file: args.scan.as_deref().map(digest).transpose()?,
            answers: args.answers,
        },
        (None, None) => return Err(Failure::Usage(nothing_said())),
    };
    // What a My Number stands on leaves no trace, not even in the event (R85).
    Ok(facts.storable())
}

/// The id given, or the kind's own word: one document of each kind is the usual case.
fn named(id: Option<DocumentId>, kind: DocumentKind) -> Result<DocumentId, Failure> {
    let word = || serde_json::to_value(kind).ok().and_then(|word| word.as_str().map(str::to_owned));
    match id {
        Some(id) => Ok(id),
        None => Ok(word().unwrap_or_default().parse()?),
    }
}

fn digest(file: &Path) -> Result<FileDigest, Failure> {
    let bytes = input::bytes(file, MAX_SCAN)?;
    let hex: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(hex.parse()?)
}

const fn nothing_said() -> Text {
    Text::fixed(
        "--kind と --my-number または --no-my-number、あるいは --facts を指定してください。",
        "Give --kind and --my-number or --no-my-number, or --facts (see `certflow document --help`).",
    )
}
