//! What staff and customers instruct.

use jiff::SignedDuration;
use procedure::event::{
    Event, OrderCancelled, OrderHeld, OrderRejected, ResendRequested, RevocationRequested,
};
use procedure::notice::Notice;
use procedure::order::{Actor, EnquiryText, Order, Stage, VendorMail};
use procedure::policy::Policy;
use procedure::vendor::VendorRequest;
use procedure::{Decision, Moment, Product, Refusal, Send, samples};

use crate::decide::{cancelled, held, rejected, released, resend, revocation};

fn with<T>(decide: impl FnOnce(&Moment<'_>) -> T) -> T {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    decide(&Moment { now: samples::now(), policy: &policy, event: &id })
}

fn text(text: &str) -> EnquiryText {
    EnquiryText::new("reason", text).unwrap()
}

fn cancel(order: Order) -> Result<Decision, Refusal> {
    with(|m| cancelled(order, &OrderCancelled { by: Actor::Customer, reason: text("不要になった") }, m))
}

/// A26: held, then released: what waited is submitted.
#[test]
fn held_then_released() {
    let order = samples::accepted(Product::Bizcert);
    let decision = with(|m| held(order, &OrderHeld { comment: text("登記確認中") }, m)).unwrap();
    assert!(decision.order.hold.is_some());
    let decision = released(decision.order).unwrap();
    assert!(
        matches!(&decision.sends[..], [Send::Event { event: Event::VendorReviewRequested(_), .. }]),
        "{:?}",
        decision.sends
    );
    let again = released(decision.order).unwrap();
    assert_eq!((again.sends, again.entry), (vec![], None));
}

/// R13, R15: an order that the vendor refused is submitted once more when staff have seen to the reason.
#[test]
fn a_refused_order_is_submitted_once_more() {
    let mut order = samples::accepted(Product::Bizcert);
    order.intend_placement(&Policy::default(), samples::now()).unwrap();
    assert_eq!(released(order.clone()).unwrap().sends, [], "the vendor may have it");
    order.placement_refused(vec![EnquiryText::new("text", "").unwrap_err()]).unwrap();
    let sends = released(order).unwrap().sends;
    assert!(matches!(&sends[..], [Send::Event { event: Event::VendorReviewRequested(_), .. }]), "{sends:?}");
}

/// R19: a rejection tells the customer and withdraws the order at the vendor.
#[test]
fn rejected_is_told_and_withdrawn() {
    let order = samples::examining(Product::DigicertSecureServerId);
    let event = OrderRejected { by: Actor::Staff, reason: text("組織が確認できないため") };
    let decision = with(|m| rejected(order, &event, m)).unwrap();
    assert_eq!(decision.order.stage(), Stage::Rejected);
    let vendor_order = samples::id("V-1");
    assert!(decision.sends.contains(&Send::Vendor(VendorRequest::Cancel { vendor_order })));
    assert!(decision.sends.iter().any(|s| matches!(s, Send::Letter(l) if l.notice == Notice::Rejected)));
}

/// A26, R89: cancelled twice is told once; before it was placed nothing goes to the vendor.
#[test]
fn cancelled_once() {
    let decision = cancel(samples::accepted(Product::Bizcert)).unwrap();
    assert!(decision.sends.iter().all(|send| matches!(send, Send::Letter(_))));
    assert_eq!(cancel(decision.order).unwrap().sends, []);
}

/// R89: an order that ends while it is being placed leaves staff a note that the vendor may have it.
#[test]
fn cancelled_while_being_placed_warns_staff() {
    let mut order = samples::accepted(Product::Bizcert);
    order.intend_placement(&Policy::default(), samples::now()).unwrap();
    let decision = cancel(order).unwrap();
    assert_eq!(decision.order.attention[0].code, "order.may_be_placed");
}

/// A26: only an issued certificate can be revoked.
#[test]
fn nothing_to_revoke_before_issuance() {
    let event = RevocationRequested { by: Actor::Customer, key_compromised: true };
    let refusal = with(|m| revocation(samples::examining(Product::Bizcert), &event, m)).unwrap_err();
    assert_eq!(refusal.code(), "order.out_of_phase");
}

/// R22, R88: the vendor is asked to send the approval mail again, and the history says who asked; too soon, nobody is.
#[test]
fn a_mail_is_asked_for_again() {
    let order = samples::examining(Product::DigicertSecureServerId);
    let event = ResendRequested { mail: VendorMail::Approval };
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let now = samples::now() + SignedDuration::from_hours(1);
    let moment = Moment { now, policy: &policy, event: &id };
    let decision = resend(order.clone(), &event, &moment).unwrap();
    let (vendor_order, mail) = (samples::id("V-1"), VendorMail::Approval);
    let request = VendorRequest::Resend { vendor_order, mail, asked_at: now };
    assert_eq!(decision.sends, [Send::Vendor(request)]);
    assert_eq!(decision.entry.unwrap().actor, Actor::Staff);
    assert_eq!(with(|m| resend(order, &event, m)).unwrap_err().code(), "resend.too_soon");
}
