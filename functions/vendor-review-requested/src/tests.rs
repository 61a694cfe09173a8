//! Submission to the vendor.

use procedure::event::Event;
use procedure::order::{EnquiryText, Stage};
use procedure::policy::Policy;
use procedure::preflight::Observations;
use procedure::vendor::{Submission, VendorRequest};
use procedure::{Moment, Product, Send, Severity, samples};

use crate::decide::{overdue, submit};

/// R13, R89: the intent is in the state before the vendor is asked, and one request goes out.
#[test]
fn records_the_intent_and_asks_once() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    for product in Product::ALL {
        let decision = submit(samples::accepted(product), &Observations::default(), &moment).unwrap();
        assert_eq!(decision.sends, [Send::Vendor(VendorRequest::Place { submission: Submission::New })]);
        assert_eq!(decision.order.stage(), Stage::Submitting);
        let again = submit(decision.order, &Observations::default(), &moment).unwrap_err();
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
    assert_eq!(submit(order, &Observations::default(), &moment).unwrap_err().code(), "order.held");
}

/// R88: an accepted order that nobody submitted is submitted when time passes; one at the vendor is left alone.
#[test]
fn time_submits_what_was_forgotten() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let decision = overdue(samples::accepted(Product::Bizcert), &Observations::default(), &moment).unwrap();
    assert_eq!(decision.sends.len(), 1);
    let decision = overdue(samples::examining(Product::Bizcert), &Observations::default(), &moment).unwrap();
    assert_eq!(decision.sends, []);
    assert!(
        !decision.sends.iter().any(|send| matches!(send, Send::Event { event: Event::OrderPlaced(_), .. }))
    );
}

/// P1, R10: a renewal that nobody amended is looked at before it is submitted: it goes on, and staff have what would make
/// the vendor stop; what is worth knowing stays with the order. An order that was looked at as an application is not asked about again.
#[tokio::test]
async fn a_renewal_is_looked_at_and_goes_on() {
    use platform::resolver::stand_in::{Answer, Server, Type, a, caa};
    use platform::resolver::{Choice, Limits};
    use procedure::order::OrderKind;

    use crate::Function;

    let server = Server::start(|ask| match (ask.name.as_str(), ask.kind) {
        ("example.jp", Type::CAA) => Answer::records([caa("example.jp", "issue", "other.example")]),
        (_, Type::A) => Answer::records([a(&ask.name)]),
        _ => Answer::none(),
    });
    let choice: Choice = server.address().to_string().parse().unwrap();
    let function = Function::new(choice.lookup(&Limits::default()));
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let mut renewal = samples::accepted(Product::DigicertSecureServerId);
    assert_eq!(function.look(&renewal).await.count(), 0, "an application was looked at when it came");
    renewal.kind = OrderKind::Renewal {
        of: samples::id("CF-OLD"),
        vendor_order: samples::id("V-1"),
        expires_at: samples::now(),
    };
    let seen = function.look(&renewal).await;
    let decision = submit(renewal.clone(), &seen, &moment).unwrap();
    assert_eq!((decision.order.stage(), decision.sends.len()), (Stage::Submitting, 1));
    let codes: Vec<&str> = decision.order.attention.iter().map(|finding| finding.code.as_ref()).collect();
    assert_eq!(codes, ["caa.forbidden"]);
    let kept: Vec<_> =
        decision.order.warnings.iter().map(|finding| (&*finding.code, finding.severity)).collect();
    assert_eq!(kept, [("caa.forbidden", Severity::Warning), ("mail.implicit_mx", Severity::Warning)]);
    let offline = submit(renewal, &Observations::default(), &moment).unwrap();
    assert!(offline.order.attention.is_empty());
}
