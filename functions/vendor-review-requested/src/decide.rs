//! The decision: record the intent and ask the vendor for the order, once.

use procedure::order::{Actor, EnquiryText, Order, Phase};
use procedure::preflight::{Gate, dispose, judge, timing};
use procedure::{Decision, Finding, Moment, OrderId, Party, Refusal, Severity, Text};

use crate::Facts;

/// The order is to be submitted (R13). The request goes out once the intent is committed; what the DNS and
/// time (P13) say against it is kept with the order, and is for staff to look into meanwhile. A duplicate is put on hold instead, until they decide.
///
/// # Errors
/// `order.held`, `order.out_of_phase`, `order.finished`.
pub fn submit(order: Order, facts: &Facts, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    if let Some(ahead) = facts.ahead.as_ref().filter(|_| order.can_be_submitted()) {
        return held(order, ahead, moment);
    }
    let seen = &facts.seen;
    let request = order.intend_placement(moment.policy, moment.now)?;
    let mut findings = Vec::new();
    if seen.count() > 0 {
        findings.extend(judge(&order.application, seen, &moment.policy.preflight, moment.now));
    }
    if let Some(ends_at) = order.races_expiry() {
        let (application, validated) = (&order.application, &order.validated);
        findings.extend(timing(application, Some(ends_at), validated, moment.policy, moment.now));
    }
    let found = dispose(findings, Gate::Open);
    for finding in found.findings.into_iter().filter(|finding| finding.severity > Severity::Note) {
        // An amended renewal was told the same, and one that the vendor did not take comes here again.
        order.warnings.retain(|known| (&known.code, &known.field) != (&finding.code, &finding.field));
        order.warnings.push(finding);
    }
    found.attention.into_iter().for_each(|finding| order.needs_attention(finding));
    let what = Text::fixed("ベンダーへの申請を開始しました。", "The order is being placed with the vendor.");
    Ok(Decision::of(order).because(Actor::System, what).request(request))
}

/// Time passed: an accepted order that nobody submitted is submitted now, and staff are told of one that the vendor
/// does not have in time (R88).
///
/// # Errors
/// As [`submit`], for an order that is still accepted.
pub fn overdue(order: Order, facts: &Facts, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let due = order.remind(moment.policy, moment.now);
    let decision = match order.phase {
        Phase::Accepted { .. } => submit(order, facts, moment)?,
        _ => Decision::of(order),
    };
    Ok(decision.remind(&due))
}

/// Staff tell which of two orders the customer meant; what they release goes on, unless the other is still open.
fn held(mut order: Order, ahead: &OrderId, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let name = order.application.names.first().to_unicode();
    let message = Text::new(
        format!("{name} には、同じお客様・同じ商品の手続き中の注文 {ahead} があるため、申請を保留しました。"),
        format!("Not placed: order {ahead} of the same customer for {name} and the same product is open."),
    );
    let remedy = Text::fixed(
        "どちらかを取り消してください。両方必要な場合は、先の注文の発行後に保留を解除してください。",
        "Cancel one of them. If both are wanted, release this one once the other is issued.",
    );
    order.put_on_hold(EnquiryText::new("comment", &message.ja)?, moment.now)?;
    let finding = Finding::warning("order.duplicate", "application.names[0]", "P15", message, remedy);
    order.needs_attention(finding.owed_by(Party::Provider));
    let what = Text::fixed("重複のため申請を保留しました。", "Put on hold: a duplicate.");
    Ok(Decision::of(order).because(Actor::System, what))
}
