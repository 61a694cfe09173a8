//! What the applicant is told to prepare beforehand (R60).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Conditions, Currency, DocumentKind, FormRule, Item, ReceiptRule, Role, RuleBook, Situation, Tax,
    required, wording,
};
use crate::Text;

/// One item to prepare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Preparation {
    /// The item.
    pub item: Item,
    /// Its name.
    pub label: Text,
    /// Any one of these satisfies it, in order of preference, each with its conditions.
    pub any_of: Vec<PreparedKind>,
    /// Any one of these goes with a filing that bears no stamp (A19).
    pub proofs: Vec<PreparedKind>,
    /// What else to know, in the order to read it.
    pub notes: Vec<Text>,
}

/// One kind with its conditions, such as 運転免許証（コピー可・有効期限内）.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreparedKind {
    /// The kind.
    pub kind: DocumentKind,
    /// The kind and its conditions in words.
    pub text: Text,
}

/// What to prepare for a submission in this situation: nothing unless the applicant is a sole proprietor (R58).
///
/// Only kinds accepted on the submission date are named, so obsolete ones are not asked for (R84).
pub fn preparation_list(book: &RuleBook, situation: &Situation) -> Vec<Preparation> {
    required(situation.applicant).iter().map(|item| preparation(book, *item, situation)).collect()
}

fn preparation(book: &RuleBook, item: Item, situation: &Situation) -> Preparation {
    let kinds = |role| -> Vec<(DocumentKind, &Conditions)> {
        let accepted = book.accepted_kinds(item, role, situation).into_iter();
        accepted.filter_map(|kind| Some((kind, book.terms(kind, item, situation).ok()?.conditions))).collect()
    };
    let described = |kinds: &[(DocumentKind, &Conditions)]| {
        let prepared = kinds.iter().map(|(kind, conditions)| PreparedKind {
            kind: *kind,
            text: wording::described(*kind, conditions),
        });
        prepared.collect::<Vec<_>>()
    };
    let whole = kinds(Role::Suffices);
    let proofs = kinds(Role::ReceiptProof);
    let notes = notes(book, item, situation, &whole, !proofs.is_empty());
    Preparation { item, label: item.label(), any_of: described(&whole), proofs: described(&proofs), notes }
}

fn notes(
    book: &RuleBook,
    item: Item,
    situation: &Situation,
    kinds: &[(DocumentKind, &Conditions)],
    provable: bool,
) -> Vec<Text> {
    let mut notes = Vec::new();
    if kinds.len() > 1 {
        notes.push(Text::fixed("以下のいずれかをご用意ください。", "Prepare any one of the following."));
    }
    if kinds.iter().any(|(_, of)| matches!(of.must_be, Currency::PreviousFiscalYear(_))) {
        notes.push(fiscal_year(book, situation));
    }
    let unstamped_from = kinds.iter().find_map(|(_, of)| match of.receipt {
        ReceiptRule::Stamp { proof_instead_from, .. } => proof_instead_from,
        ReceiptRule::NotNeeded => None,
    });
    if let (Some(from), true) = (unstamped_from, provable) {
        let from = wording::day(from);
        notes.push(Text::new(
            format!(
                "{}以降に税務署へ提出し、受付印または受領印がない場合は、受付を証明する書類のいずれかをあわせてご用意ください。",
                from.ja
            ),
            format!(
                "If it was filed with the tax office on {} or later and bears no receipt stamp, also prepare any one \
                 of the proofs of receipt.",
                from.en
            ),
        ));
    }
    let masks =
        |kind: &DocumentKind| kind.has_my_number_field() && !matches!(kind, DocumentKind::ResidentRecord);
    if kinds.iter().any(|(kind, _)| masks(kind)) {
        notes.push(Text::fixed(
            "マイナンバー（個人番号）は、見えないようマスキング（黒塗り）してください。見える書類は受け取れません。",
            "Black out the My Number (Individual Number). A document that shows it cannot be taken.",
        ));
    }
    if kinds.iter().any(|(_, of)| of.form == FormRule::OriginalOnly) {
        notes.push(Text::fixed(
            "「原本」の書類は、郵送でお送りください。",
            "Send documents marked \"original\" by post.",
        ));
    }
    if kinds.iter().any(|(_, of)| of.not_web_download) {
        notes.push(Text::fixed(
            "WEB上からダウンロードした請求書では承っておりません。",
            "Bills downloaded from the web are not accepted.",
        ));
    }
    if book.telegram_offered(item, situation) {
        notes.push(Text::fixed(
            "電話料金請求書をご用意いただけない場合は、証明書ベンダーより所得税申告書や公的書類等で確認した住所宛に「電報」が送付されますので、ご対応ください。",
            "If you cannot prepare a telephone bill, the vendor sends a telegram to the address confirmed from the tax \
             return or public documents; please respond to it.",
        ));
    }
    notes
}

/// Which year's return: until its due date the year before it does too, unless it has been filed (R67).
fn fiscal_year(book: &RuleBook, situation: &Situation) -> Text {
    let this_year = situation.submission.year();
    let (year, before) = (this_year.saturating_sub(1), this_year.saturating_sub(2));
    if situation.submission > book.data().filing_deadlines.due_in(this_year, Tax::Income) {
        Text::new(
            format!("前年度の申告書は、{year}年分の申告書です。"),
            format!("The previous fiscal year's return is the one for {year}."),
        )
    } else {
        Text::new(
            format!(
                "{year}年分の申告がお済みの場合は{year}年分、お済みでない場合は{before}年分の控えをご用意ください。"
            ),
            format!("Prepare the return for {year} if it has been filed, otherwise the one for {before}."),
        )
    }
}
