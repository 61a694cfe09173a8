//! The decision: the mail was seen, and the customer is told what to click. It approves nothing.

use procedure::notice::Notice;
use procedure::order::{Actor, Order};
use procedure::{Decision, Finding, Moment, Party, Refusal, Severity, Text};

use crate::facts::Facts;

/// An approval mail arrived for this order (R22, R41). A mail that is not to be believed never moves the order: staff
/// look at it.
///
/// # Errors
/// `order.out_of_phase` or `order.finished` when the vendor does not examine the order.
pub fn received(order: Order, facts: &Facts, _moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    match facts {
        Facts::Seen { name, seen, warnings } => {
            if !order.approval_mail_seen(name, seen.clone())? {
                return Ok(Decision::of(order));
            }
            order.warnings.extend(warnings.iter().filter(|new| new.severity > Severity::Note).cloned());
            let what = Text::new(
                format!("{name} の承認メールを確認しました。"),
                format!("The approval mail for {name} was seen."),
            );
            Ok(Decision::of(order).because(Actor::Vendor, what).tell(Notice::ApprovalMailArrived))
        }
        Facts::Quarantined(findings) => {
            for finding in findings.iter().filter(|finding| finding.severity == Severity::Stop) {
                order.needs_attention(Finding { acts: Party::Provider, ..finding.clone() });
            }
            let what = Text::fixed(
                "承認メールとして確認できないメールを隔離しました。",
                "A mail that could not be trusted as the approval mail was quarantined.",
            );
            Ok(Decision::of(order).because(Actor::System, what))
        }
    }
}
