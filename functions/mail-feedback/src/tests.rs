//! Bounces and complaints.

use procedure::event::{MailFeedback, MailOutcome};
use procedure::notice::{Letter, Notice, Recipient};
use procedure::order::Order;
use procedure::policy::Policy;
use procedure::{Decision, Moment, Party, Product, Send, samples};

use crate::decide::feedback;

fn hear(order: Order, outcome: MailOutcome, to: Recipient, notice: &Notice) -> Decision {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    feedback(order, &MailFeedback { outcome, to, notice: notice.code().to_owned() }, &moment).unwrap()
}

/// R88, P5: a bounce is told to the other contact, once.
#[test]
fn a_bounce_goes_to_the_other_contact() {
    let order = samples::examining(Product::Bizcert);
    let to = Recipient::Notification;
    let decision = hear(order, MailOutcome::HardBounce, to, &Notice::PhoneCallAhead);
    let bounced = Letter { notice: Notice::Bounced, to: Recipient::ResponsiblePerson };
    assert_eq!(decision.sends, [Send::Letter(bounced)]);
    let again = hear(decision.order, MailOutcome::HardBounce, to, &Notice::PhoneCallAhead);
    assert_eq!(again.sends, []);
}

/// R88: when nobody can be written to, staff call.
#[test]
fn staff_call_when_no_letter_arrives() {
    let mut order = samples::examining(Product::Bizcert);
    order.application.responsible.email = None;
    let decision = hear(order, MailOutcome::Complaint, Recipient::Notification, &Notice::ApplicationReceived);
    assert_eq!(decision.sends, []);
    assert_eq!(decision.order.attention[0].code, "mail.undeliverable");
    assert!(decision.order.waits_for().contains(&Party::Provider));
}

/// P5: a soft bounce is the mail service's to retry; a delivery clears the mark.
#[test]
fn soft_bounces_wait_and_deliveries_clear() {
    let to = Recipient::Notification;
    let order = samples::examining(Product::Bizcert);
    let soft = hear(order.clone(), MailOutcome::SoftBounce, to, &Notice::Issued);
    assert_eq!(soft.order, order);
    let hard = hear(order, MailOutcome::HardBounce, to, &Notice::Issued);
    let cleared = hear(hard.order, MailOutcome::Delivered, to, &Notice::Issued);
    assert!(cleared.order.undeliverable.is_empty());
}
