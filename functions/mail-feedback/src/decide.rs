//! The decision: the other contact is told, or staff are.

use procedure::event::{MailFeedback, MailOutcome};
use procedure::notice::{Notice, Recipient};
use procedure::order::{Actor, Order};
use procedure::{Decision, Finding, Moment, Party, Refusal, Text};

/// A letter bounced, drew a complaint, or was delivered (P5).
///
/// # Errors
/// None: feedback is always recorded.
pub fn feedback(order: Order, event: &MailFeedback, _moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut order = order;
    match event.outcome {
        MailOutcome::Delivered => {
            order.undeliverable.remove(&event.to);
            Ok(Decision::of(order))
        }
        MailOutcome::SoftBounce => Ok(Decision::of(order)),
        MailOutcome::HardBounce | MailOutcome::Complaint => Ok(undeliverable(order, event)),
    }
}

fn undeliverable(mut order: Order, event: &MailFeedback) -> Decision {
    if !order.undeliverable.insert(event.to) {
        return Decision::of(order);
    }
    let other = match event.to {
        Recipient::Notification => Recipient::ResponsiblePerson,
        Recipient::ResponsiblePerson => Recipient::Notification,
    };
    let what = Text::fixed("ご案内メールが届きませんでした。", "A letter could not be delivered.");
    // A bounce of the bounce letter itself, or nobody else to write to: staff call.
    let reachable = event.notice != Notice::Bounced.code()
        && !order.undeliverable.contains(&other)
        && order.application.reaches(other);
    if reachable {
        return Decision::of(order).because(Actor::System, what).write_to(other, Notice::Bounced);
    }
    order.needs_attention(
        Finding::stop(
            "mail.undeliverable",
            "notify",
            "R88",
            Text::fixed("お客様にメールが届きません。", "No letter reaches the customer."),
            Text::fixed(
                "お客様に電話等で連絡し、通知メールアドレスを変更してください。",
                "Reach the customer by other means and amend the notification address.",
            ),
        )
        .owed_by(Party::Provider),
    );
    Decision::of(order).because(Actor::System, what)
}
