//! Whether a document of this kind is wanted and accepted at all (R63, R66, R71, R84).

use super::{FileDuty, Found};
use crate::documents::rulebook::NotAccepted;
use crate::documents::{Applicant, DocumentKind, Item, Role, RuleBook, Situation, required, wording};
use crate::{Party, Text};

/// The item the document is for; a refusal when it is for none.
///
/// A document nobody asked for is not kept: personal data without a purpose (APPI Art. 22).
pub(super) fn item(
    book: &RuleBook,
    found: &mut Found<'_>,
    situation: &Situation,
    duty: &mut FileDuty,
) -> Option<Item> {
    let kind = found.facts.kind;
    let wanted = required(situation.applicant);
    if let Some(item) = book.item_of(kind, wanted) {
        return Some(item);
    }
    *duty = FileDuty::Destroy;
    let other_age = book.item_of(kind, &[Item::Opening, Item::TaxReturn]).is_some();
    match situation.applicant {
        Applicant::SoleProprietor { age, .. } if other_age => {
            let first = wanted.first().copied().unwrap_or(Item::Identity);
            let age = age.label();
            found.refuse(
                "documents.other_business_age",
                "kind",
                "R61",
                Text::new(
                    format!("事業開始時期が「{}」の場合の書類ではありません。", age.ja),
                    format!("Not a document for this business age: {}.", age.en.to_lowercase()),
                ),
                wording::send_one_of(book, first, Role::Suffices, situation),
            );
        }
        Applicant::SoleProprietor { .. } => found.refuse(
            "documents.kind_not_listed",
            "kind",
            "R63, R66, R71",
            Text::fixed(
                "証明書ベンダーが指定する書類ではありません。",
                "Not one of the documents the vendor specifies.",
            ),
            Text::fixed(
                "ご案内した書類のいずれかをお送りください。",
                "Send one of the documents we named to you.",
            ),
        ),
        Applicant::Other => found.refuse(
            "documents.not_required",
            "kind",
            "R58, R59",
            Text::fixed(
                "このお申込みに、この書類の提出は不要です。",
                "This application does not need this document.",
            ),
            Text::fixed(
                "お送りいただく必要はありません。証明書ベンダーから依頼があった場合は、当社からご連絡します。",
                "Nothing to send; we will tell you if the vendor asks for a document.",
            ),
        ),
    }
    None
}

/// Refuses a kind that is not accepted on the submission date.
pub(super) fn not_accepted(
    book: &RuleBook,
    found: &mut Found<'_>,
    item: Item,
    why: NotAccepted<'_>,
    situation: &Situation,
) {
    let kind = found.facts.kind;
    let label = kind.label();
    let on = wording::day(situation.submission);
    let remedy = wording::send_one_of(book, item, Role::Suffices, situation);
    let (code, rule, message) = match why {
        NotAccepted::NotInForce => (
            "documents.not_in_force",
            "R84",
            Text::new(
                format!("{}は、提出予定日（{}）の時点では受け付けていません。", label.ja, on.ja),
                format!("Not accepted on the planned submission date ({}): {}.", on.en, label.en),
            ),
        ),
        NotAccepted::ConsentAwaited => (
            "documents.consent_awaited",
            "R84",
            Text::new(
                format!("{}でよいかどうか、証明書ベンダーの確認が取れていません。", label.ja),
                format!("The vendor has not agreed to this kind yet: {}.", label.en),
            ),
        ),
        NotAccepted::ConsentDenied => (
            "documents.consent_denied",
            "R84",
            Text::new(
                format!("{}は、証明書ベンダーが受け付けていません。", label.ja),
                format!("The vendor does not accept this kind: {}.", label.en),
            ),
        ),
        NotAccepted::Obsolete(replaced_by) => {
            let by: Vec<_> = replaced_by.iter().map(|kind| kind.label()).collect();
            let ja: Vec<_> = by.iter().map(|label| label.ja.as_ref()).collect();
            let en: Vec<_> = by.iter().map(|label| label.en.as_ref()).collect();
            (
                "documents.obsolete",
                if kind == DocumentKind::HealthInsuranceCard { "A20, R84" } else { "A21, R84" },
                Text::new(
                    format!("{}は、制度の終了により使えません（後継：{}）。", label.ja, ja.join("、")),
                    format!("No longer in use: {} (replaced by: {}).", label.en, en.join(", ")),
                ),
            )
        }
    };
    found.refuse(code, "kind", &format!("{}, {rule}", kind.source()), message, remedy);
}

/// Warns that the vendor has not named this kind (A19).
pub(super) fn consent_pending(found: &mut Found<'_>) {
    let label = found.facts.kind.label();
    found.warn(
        Party::Provider,
        "documents.consent_pending",
        "kind",
        "A19",
        Text::new(
            format!("{}は、証明書ベンダーの確認が取れていない代替書類です。", label.ja),
            format!("An alternative the vendor has not confirmed yet: {}.", label.en),
        ),
        Text::fixed(
            "証明書ベンダーに確認し、回答を書類規則に登録してください。",
            "Ask the vendor and record its answer in the rule book (consents).",
        ),
    );
}
