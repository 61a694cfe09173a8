//! Whether a rule book can be followed.

use super::{Currency, DocumentKind, DocumentRule, ReceiptRule, Role, RuleBookData, Standing};
use crate::{Finding, Party, Text};

/// Most rules or answers of a rule book.
const MAX_ENTRIES: usize = 500;

/// Everything that keeps the rules from being followed; none when they can.
pub(super) fn check(data: &RuleBookData) -> Vec<Finding> {
    if data.rules.len() > MAX_ENTRIES || data.consents.len() > MAX_ENTRIES {
        return vec![fault(
            "rulebook.too_long",
            "rules".to_owned(),
            Text::fixed("規則の数が多すぎます。", "There are too many rules."),
            Text::fixed("500 件以内にしてください。", "Give at most 500."),
        )];
    }
    let mut faults = Vec::new();
    for (n, rule) in data.rules.iter().enumerate() {
        faults.extend(check_rule(n, rule));
        if data.rules.iter().take(n).any(|earlier| contradicts(earlier, rule)) {
            faults.push(fault(
                "rulebook.overlap",
                format!("rules[{n}].effective"),
                Text::fixed(
                    "同じ書類・同じ項目の規則の期間が重なっています。",
                    "Two rules for the same kind and item hold on the same day.",
                ),
                Text::fixed(
                    "期間が重ならないように指定してください。",
                    "Make their periods follow one another.",
                ),
            ));
        }
    }
    for (n, answer) in data.consents.iter().enumerate() {
        let same = |other: &&_| {
            let other: &super::VendorConsent = other;
            (other.vendor, other.kind, other.from) == (answer.vendor, answer.kind, answer.from)
        };
        if data.consents.iter().take(n).any(|other| same(&other)) {
            faults.push(fault(
                "rulebook.consent_twice",
                format!("consents[{n}]"),
                Text::fixed(
                    "同じ日付で同じベンダー・書類の回答が2件あります。",
                    "The same vendor answers twice for one kind and day.",
                ),
                Text::fixed("1件だけ残してください。", "Keep one of them."),
            ));
        }
    }
    faults
}

fn check_rule(n: usize, rule: &DocumentRule) -> Option<Finding> {
    if rule.effective.is_empty() {
        return Some(fault(
            "rulebook.window_empty",
            format!("rules[{n}].effective"),
            Text::fixed("終了日が開始日より前です。", "The period ends before it begins."),
            Text::fixed("開始日以降の終了日を指定してください。", "Give an end on or after its beginning."),
        ));
    }
    if rule.kind == DocumentKind::Other {
        return Some(fault(
            "rulebook.kind_other",
            format!("rules[{n}].kind"),
            Text::fixed(
                "「その他の書類」に規則は設けられません。",
                "No rule can be made for other documents.",
            ),
            Text::fixed("書類の種類を指定してください。", "Name a kind of document."),
        ));
    }
    let unmeetable = match &rule.standing {
        Standing::Obsolete { replaced_by } => replaced_by.is_empty() || replaced_by.contains(&rule.kind),
        Standing::Accepted { conditions } | Standing::PendingVendorConsent { conditions, .. } => {
            let dates = match conditions.must_be {
                Currency::IssuedWithinMonths(months) => months == 0,
                Currency::LatestIssue { doubtful_after_months, stale_after_months } => {
                    stale_after_months == 0 || doubtful_after_months > stale_after_months
                }
                Currency::SameYearAsReturn => conditions.role != Role::ReceiptProof,
                Currency::Undated | Currency::Unexpired | Currency::PreviousFiscalYear(_) => false,
            };
            let stamp = match &conditions.receipt {
                ReceiptRule::Stamp { of, .. } => of.is_empty() || conditions.role == Role::ReceiptProof,
                ReceiptRule::NotNeeded => false,
            };
            dates || stamp
        }
    };
    unmeetable.then(|| {
        fault(
            "rulebook.unmeetable",
            format!("rules[{n}].standing"),
            Text::fixed("満たすことのできない条件です。", "No document can meet these conditions."),
            Text::fixed(
                "月数は1以上、受付印と代替書類は1種類以上を指定してください。受付を証明する書類に受付印は指定できません。",
                "Give at least one month, one stamp and one replacement; a proof of receipt needs no stamp.",
            ),
        )
    })
}

fn contradicts(a: &DocumentRule, b: &DocumentRule) -> bool {
    a.kind == b.kind && a.item == b.item && a.effective.overlaps(&b.effective)
}

fn fault(code: &'static str, field: String, message: Text, remedy: Text) -> Finding {
    Finding::stop(code, field, "R84", message, remedy).owed_by(Party::Provider)
}
