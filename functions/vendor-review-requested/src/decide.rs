//! The decision: record the intent and ask the vendor for the order, once.

use procedure::notice::Notice;
use procedure::order::{Actor, Order, Phase, Reminded};
use procedure::preflight::{Gate, Observations, dispose, judge};
use procedure::{Decision, Moment, Refusal, Severity, Text};

/// The order is to be submitted (R13). The request goes out once the intent is committed; what the DNS says against it
/// is kept with the order, and is for staff to look into meanwhile.
///
/// # Errors
/// `order.held`, `order.out_of_phase`, `order.finished`.
pub fn submit(order: Order, seen: &Observations, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let request = order.intend_placement(moment.policy, moment.now)?;
    if seen.count() > 0 {
        let findings = judge(&order.application, seen, &moment.policy.preflight, moment.now);
        let found = dispose(findings, Gate::Open);
        order.warnings.extend(found.findings.into_iter().filter(|finding| finding.severity > Severity::Note));
        found.attention.into_iter().for_each(|finding| order.needs_attention(finding));
    }
    let what = Text::fixed("ベンダーへの申請を開始しました。", "The order is being placed with the vendor.");
    Ok(Decision::of(order).because(Actor::System, what).request(request))
}

/// Time passed: an accepted order that nobody submitted is submitted now.
///
/// # Errors
/// As [`submit`], for an order that is still accepted.
pub fn overdue(order: Order, seen: &Observations, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    let expired = order.remind(moment.policy, moment.now).contains(&Reminded::Expired);
    let mut decision = match order.phase {
        Phase::Accepted { .. } => submit(order, seen, moment)?,
        _ => Decision::of(order),
    };
    if expired {
        decision = decision.tell(Notice::Expired);
    }
    Ok(decision)
}
