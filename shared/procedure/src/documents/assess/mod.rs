//! One document against the rules of its submission date (P12).

mod dates;
mod filing;
mod found;
mod kind;
mod privacy;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rulebook::Terms;
use super::{Currency, DocumentFacts, Form, FormRule, Item, Role, RuleBook, Situation, wording};
use crate::{Finding, Refusal, Text};
use found::Found;

pub(super) use found::EXPIRING;

/// What the rules say of a document on a submission date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Assessment {
    /// It does.
    Accepted(Acceptance),
    /// It does not; every reason is told (R86).
    Refused {
        /// Why.
        refusal: Refusal,
        /// What the receiver has to do with it.
        file: FileDuty,
    },
}

/// An accepted document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Acceptance {
    /// Whether it is all its item needs.
    pub part: Part,
    /// The last submission date it does for, when it ages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
    /// Whether fewer days than the margin are left until then (A17).
    pub expiring: bool,
    /// What the vendor may stop on.
    #[serde(default)]
    pub warnings: Vec<Finding>,
}

/// What an accepted document is to its item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of it.
    Suffices,
    /// All but the proof that the authority received it: another document must prove that (A19).
    NeedsReceiptProof,
    /// That proof.
    ReceiptProof,
}

/// What the receiver of a refused document has to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileDuty {
    /// Nothing beyond the usual purge.
    MayKeep,
    /// Mask the insurance numbers on it, or destroy it.
    MaskOrDestroy,
    /// Destroy it or send it back; it must not be stored (R85).
    Destroy,
}

impl Assessment {
    /// The acceptance, unless it is refused.
    pub const fn acceptance(&self) -> Option<&Acceptance> {
        match self {
            Assessment::Accepted(acceptance) => Some(acceptance),
            Assessment::Refused { .. } => None,
        }
    }

    /// The refusal, unless it is accepted.
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Assessment::Accepted(_) => None,
            Assessment::Refused { refusal, .. } => Some(refusal),
        }
    }
}

/// Holds a document against the rules of the situation's submission date (R83).
///
/// The answer is for that date only: ask again when the submission moves. A document that answers a vendor's enquiry
/// (R59) is held against what holds for every document: no My Number, no unmasked insurance number, legible, unexpired.
pub fn assess(book: &RuleBook, facts: &DocumentFacts, situation: &Situation) -> Assessment {
    let mut found = Found::of(facts);
    let mut duty = privacy::check(&mut found);
    if facts.my_number_visible {
        // It may not be kept, so it is not looked at any further.
        return found.conclude(book, situation.submission, duty);
    }
    if !facts.legible {
        found.refuse(
            "documents.illegible",
            "legible",
            "P12",
            Text::fixed("書類の文字を読み取れません。", "The document cannot be read."),
            Text::fixed(
                "全体が鮮明に写ったものを、あらためてお送りください。",
                "Send it again with all of it sharp and in view.",
            ),
        );
    }
    if facts.answers.is_some() {
        if facts.expires_on.is_some() {
            dates::unexpired(&mut found, situation.submission);
        }
    } else if let Some(item) = kind::item(book, &mut found, situation, &mut duty) {
        match book.terms(facts.kind, item, situation) {
            Ok(terms) => by_terms(book, &mut found, item, terms, situation, &mut duty),
            Err(why) => kind::not_accepted(book, &mut found, item, why, situation),
        }
    }
    found.conclude(book, situation.submission, duty)
}

fn by_terms(
    book: &RuleBook,
    found: &mut Found<'_>,
    item: Item,
    terms: Terms<'_>,
    situation: &Situation,
    duty: &mut FileDuty,
) {
    let conditions = terms.conditions;
    if terms.consent_pending {
        kind::consent_pending(found);
    }
    if conditions.mask_insurance_number {
        privacy::masking_recorded(found, duty);
    }
    if conditions.form == FormRule::OriginalOnly {
        original(found);
    }
    if conditions.not_web_download {
        not_web_download(book, found, item, situation);
    }
    match conditions.must_be {
        Currency::Undated => {}
        Currency::Unexpired => dates::unexpired(found, situation.submission),
        Currency::IssuedWithinMonths(months) => dates::issued_within(found, situation.submission, months),
        Currency::LatestIssue { doubtful_after_months, stale_after_months } => {
            let remedy = wording::send_one_of(book, item, Role::Suffices, situation);
            dates::latest_issue(
                found,
                situation.submission,
                doubtful_after_months,
                stale_after_months,
                remedy,
            );
        }
        Currency::PreviousFiscalYear(tax) => {
            dates::previous_fiscal_year(found, situation.submission, book.data().filing_deadlines, tax);
        }
        Currency::SameYearAsReturn => {
            if found.facts.tax_year.is_none() {
                found.not_recorded("tax_year", Text::fixed("年分", "tax year"));
            }
        }
    }
    filing::trade_name(found, conditions.trade_name, situation);
    match conditions.role {
        Role::ReceiptProof => found.part = Part::ReceiptProof,
        Role::Suffices => filing::receipt(book, found, item, &conditions.receipt, situation),
    }
}

fn original(found: &mut Found<'_>) {
    match found.facts.form {
        Form::PostedOriginal => {}
        Form::ElectronicCopy | Form::PostedCopy => {
            let label = found.facts.kind.label();
            found.refuse(
                "documents.original_required",
                "form",
                &format!("{}, R82", found.facts.kind.source()),
                Text::new(
                    format!("{}はコピーでは受け付けられません。", label.ja),
                    format!("A copy of this document does not do: {}.", label.en),
                ),
                Text::fixed(
                    "発行された証明書そのもの（原本）を郵送してください。",
                    "Send the certificate itself (the original) by post.",
                ),
            );
        }
    }
}

fn not_web_download(book: &RuleBook, found: &mut Found<'_>, item: Item, situation: &Situation) {
    match found.facts.web_download {
        Some(false) => {}
        Some(true) => found.refuse(
            "documents.web_download",
            "web_download",
            "R78",
            Text::fixed(
                "WEB上からダウンロードした請求書では承っておりません。",
                "Bills downloaded from the web are not accepted.",
            ),
            wording::send_one_of(book, item, Role::Suffices, situation),
        ),
        None => found.not_recorded(
            "web_download",
            Text::fixed("WEB上からのダウンロードかどうか", "whether it was downloaded from the web"),
        ),
    }
}
