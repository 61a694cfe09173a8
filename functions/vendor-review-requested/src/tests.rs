//! Submission to the vendor.

use procedure::event::Event;
use procedure::order::{EnquiryText, Stage};
use procedure::policy::Policy;
use procedure::vendor::{Submission, VendorRequest};
use procedure::{Moment, Product, Send, samples};

use crate::decide::{overdue, submit};

/// R13, R89: the intent is in the state before the vendor is asked, and one request goes out.
#[test]
fn records_the_intent_and_asks_once() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    for product in Product::ALL {
        let decision = submit(samples::accepted(product), &moment).unwrap();
        assert_eq!(decision.sends, [Send::Vendor(VendorRequest::Place { submission: Submission::New })]);
        assert_eq!(decision.order.stage(), Stage::Submitting);
        let again = submit(decision.order, &moment).unwrap_err();
        assert_eq!(again.code(), "order.out_of_phase");
    }
}

/// A26: an order on hold is not submitted; time alone does not submit it either.
#[test]
fn a_held_order_stays() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let mut order = samples::accepted(Product::Bizcert);
    order.put_on_hold(EnquiryText::new("comment", "確認中").unwrap(), samples::now()).unwrap();
    assert_eq!(submit(order, &moment).unwrap_err().code(), "order.held");
}

/// R88: an accepted order that nobody submitted is submitted when time passes; one at the vendor is left alone.
#[test]
fn time_submits_what_was_forgotten() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let decision = overdue(samples::accepted(Product::Bizcert), &moment).unwrap();
    assert_eq!(decision.sends.len(), 1);
    let decision = overdue(samples::examining(Product::Bizcert), &moment).unwrap();
    assert_eq!(decision.sends, []);
    assert!(
        !decision.sends.iter().any(|send| matches!(send, Send::Event { event: Event::OrderPlaced(_), .. }))
    );
}
