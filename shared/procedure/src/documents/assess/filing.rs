//! What a filed document must show: the trade name and that it was received (R64, R68, R69, A19).

use jiff::civil::Date;

use super::{Found, Part};
use crate::Text;
use crate::documents::{Applicant, Item, ReceiptRule, Role, RuleBook, Situation, TradeNameRule, wording};

/// The trade name, as far as it is required (R68).
pub(super) fn trade_name(found: &mut Found<'_>, rule: TradeNameRule, situation: &Situation) {
    let used = matches!(situation.applicant, Applicant::SoleProprietor { uses_trade_name: true, .. });
    match rule {
        TradeNameRule::NotNeeded => return,
        TradeNameRule::RequiredIfUsed if !used => return,
        TradeNameRule::RequiredIfUsed | TradeNameRule::Required => {}
    }
    match found.facts.shows_trade_name {
        Some(true) => {}
        Some(false) => found.refuse(
            "documents.trade_name_missing",
            "shows_trade_name",
            "R68",
            Text::fixed("屋号の記載がありません。", "The trade name is not shown."),
            if used {
                Text::fixed(
                    "屋号の記載がある申告書の控えをお送りください。",
                    "Send the retained copy of a return that shows the trade name.",
                )
            } else {
                Text::fixed(
                    "屋号の記載がある申告書の控えをお送りください。屋号がない場合は、その旨をお知らせください。当社から証明書ベンダーに確認します。",
                    "Send the retained copy of a return that shows the trade name. If there is none, tell us; we will \
                     ask the vendor.",
                )
            },
        ),
        None => found
            .not_recorded("shows_trade_name", Text::fixed("屋号の記載の有無", "whether the trade name is shown")),
    }
}

/// The receipt stamp, or the need of a proof in its place (R64, R69, A19).
pub(super) fn receipt(
    book: &RuleBook,
    found: &mut Found<'_>,
    item: Item,
    rule: &ReceiptRule,
    situation: &Situation,
) {
    let ReceiptRule::Stamp { of, proof_instead_from } = rule else { return };
    if found.facts.receipt_stamp.is_some_and(|stamp| of.contains(&stamp)) {
        return;
    }
    let proofs = book.accepted_kinds(item, Role::ReceiptProof, situation);
    if let (Some(from), false) = (proof_instead_from, proofs.is_empty()) {
        match filed_on(found) {
            Some(filed) if filed >= *from => {
                found.part = Part::NeedsReceiptProof;
                return;
            }
            Some(_) => {}
            None => return found.not_recorded("issued_on", Text::fixed("提出（申告）した日", "filing date")),
        }
    }
    found.refuse(
        "documents.stamp_missing",
        "receipt_stamp",
        if item == Item::TaxReturn { "R69" } else { "R64" },
        if item == Item::TaxReturn {
            Text::fixed("税務署の受領印がありません。", "The tax office's receipt stamp is missing.")
        } else {
            Text::fixed(
                "税務署、都道府県または市区町村の受付印がありません。",
                "The receipt stamp of the tax office, prefecture or municipality is missing.",
            )
        },
        wording::send_one_of(book, item, Role::Suffices, situation),
    );
}

/// The day it was filed; of a return whose day is unknown, the first day it can have been.
fn filed_on(found: &Found<'_>) -> Option<Date> {
    found.facts.issued_on.or_else(|| {
        let year = found.facts.tax_year?.checked_add(1)?;
        Date::new(year, 1, 1).ok()
    })
}
