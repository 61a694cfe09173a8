//! Submission to the vendor.

use platform::dispatch::Vendors;
use platform::envelope::{Content, Envelope, Kind};
use platform::react::{Gather, Reaction};
use platform::store::MemoryStore;
use platform::store::conformance::Case;
use procedure::event::{Event, VendorReviewRequested};
use procedure::order::{Ending, EnquiryText, Order, OrderKind, Stage};
use procedure::policy::Policy;
use procedure::vendor::{Submission, VendorRequest};
use procedure::{Decision, Finding, Moment, OrderId, Product, Send, Severity, Text, samples};

use crate::decide::{overdue, submit};
use crate::{Facts, Function};

/// R13, R89: the intent is in the state before the vendor is asked, and one request goes out.
#[test]
fn records_the_intent_and_asks_once() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    for product in Product::ALL {
        let decision = submit(samples::accepted(product), &Facts::default(), &moment).unwrap();
        assert_eq!(decision.sends, [Send::Vendor(VendorRequest::Place { submission: Submission::New })]);
        assert_eq!(decision.order.stage(), Stage::Submitting);
        let again = submit(decision.order, &Facts::default(), &moment).unwrap_err();
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
    assert_eq!(submit(order, &Facts::default(), &moment).unwrap_err().code(), "order.held");
}

/// R88: an accepted order that nobody submitted is submitted when time passes; one at the vendor is left alone.
#[test]
fn time_submits_what_was_forgotten() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let decision = overdue(samples::accepted(Product::Bizcert), &Facts::default(), &moment).unwrap();
    assert_eq!(decision.sends.len(), 1);
    let decision = overdue(samples::examining(Product::Bizcert), &Facts::default(), &moment).unwrap();
    assert_eq!(decision.sends, []);
    assert!(
        !decision.sends.iter().any(|send| matches!(send, Send::Event { event: Event::OrderPlaced(_), .. }))
    );
}

/// R13, R88: an order that the vendor does not have in time is told to staff once.
#[test]
fn time_tells_staff_of_an_order_that_nobody_entered() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = |now| Moment { now, policy: &policy, event: &id };
    let order = submit(samples::accepted(Product::Bizcert), &Facts::default(), &moment(samples::now()));
    let due = order.as_ref().unwrap().order.due(&policy).unwrap().at;
    let told = overdue(order.unwrap().order, &Facts::default(), &moment(due)).unwrap();
    assert_eq!(told.order.attention[0].code, "placing.late");
    assert!(told.entry.unwrap().what.en.contains("not at the vendor yet"));
    let again = overdue(told.order, &Facts::default(), &moment(due)).unwrap();
    assert_eq!((again.entry, again.sends), (None, vec![]));
}

/// P1, R10: a renewal that nobody amended is looked at before it is submitted: it goes on, and staff have what would make
/// the vendor stop; what is worth knowing stays with the order. An order that was looked at as an application is not asked about again.
#[tokio::test]
async fn a_renewal_is_looked_at_and_goes_on() {
    use platform::resolver::stand_in::{Answer, Server, Type, a, caa};
    use platform::resolver::{Choice, Limits};

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
        expires_at: samples::now() + jiff::SignedDuration::from_hours(30 * 24),
    };
    let seen = function.look(&renewal).await;
    let facts = Facts { seen, ..Facts::default() };
    let decision = submit(renewal.clone(), &facts, &moment).unwrap();
    assert_eq!((decision.order.stage(), decision.sends.len()), (Stage::Submitting, 1));
    let codes: Vec<&str> = decision.order.attention.iter().map(|finding| finding.code.as_ref()).collect();
    assert_eq!(codes, ["caa.forbidden"]);
    let kept: Vec<_> =
        decision.order.warnings.iter().map(|finding| (&*finding.code, finding.severity)).collect();
    assert_eq!(kept, [("caa.forbidden", Severity::Warning), ("mail.implicit_mx", Severity::Warning)]);
    let offline = submit(renewal, &Facts::default(), &moment).unwrap();
    assert!(offline.order.attention.is_empty());
}

/// P13, P16: a renewal whose certificate ends before the next can be issued goes to the vendor, and staff hear of it; submitted
/// again after the vendor did not take it, it is said once.
#[test]
fn a_late_renewal_is_told() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let mut renewal = samples::accepted(Product::DigicertSecureServerId);
    renewal.kind = OrderKind::Renewal {
        of: samples::id("CF-OLD"),
        vendor_order: samples::id("V-1"),
        expires_at: samples::now() + jiff::SignedDuration::from_hours(24),
    };
    let codes = |findings: &[Finding]| findings.iter().map(|f| f.code.to_string()).collect::<Vec<_>>();
    let mut order = submit(renewal, &Facts::default(), &moment).unwrap().order;
    let refused = Finding::stop("vendor.refused", "order", "R13", Text::fixed("", ""), Text::fixed("", ""));
    order.placement_refused(vec![refused]).unwrap();
    let order = submit(order, &Facts::default(), &moment).unwrap().order;
    assert_eq!(
        (codes(&order.attention), codes(&order.warnings)),
        (vec!["timing.late".to_owned()], vec!["timing.late".to_owned()])
    );
}

/// P15: of two applications that came in at the same moment, neither of which saw the other, one is placed and the other is put
/// on hold for staff, whichever comes here first; another customer's, and one that ended, hold nothing up.
#[tokio::test]
async fn two_at_once_are_placed_once() {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    let order = |n: u32| Order {
        id: OrderId::derived("/test", &samples::id(&format!("order-{n}"))),
        ..samples::accepted(Product::DigicertSecureServerId)
    };
    let (first, second) = {
        let (one, two) = (order(1), order(2));
        if one.id < two.id { (one, two) } else { (two, one) }
    };
    for reversed in [false, true] {
        let store = MemoryStore::in_memory();
        let mut records = Vec::new();
        for (n, order) in [&first, &second].into_iter().enumerate() {
            let case = Case::new(u32::try_from(n).unwrap());
            records.push(case.must(&store, None, &Decision::of(order.clone())).await);
        }
        let turns = if reversed { [1, 0] } else { [0, 1] };
        let mut placed = Vec::new();
        for turn in turns {
            let order = [&first, &second][turn].clone();
            let decision = submit(order.clone(), &gathered(&store, &order).await, &moment).unwrap();
            let is_placed = decision.order.stage() == Stage::Submitting && !decision.sends.is_empty();
            if is_placed {
                placed.push(turn);
            } else {
                assert!(decision.sends.is_empty() && decision.order.hold.is_some());
                assert_eq!(decision.order.attention[0].code, "order.duplicate");
                let again = submit(decision.order.clone(), &Facts::default(), &moment).unwrap_err();
                assert_eq!(again.code(), "order.held");
            }
            Case::new(u32::try_from(10 + turn).unwrap()).must(&store, Some(&records[turn]), &decision).await;
        }
        assert_eq!(placed, [0], "received at once, the one with the lower number; reversed: {reversed}");
    }
    let store = MemoryStore::in_memory();
    let mut stranger = first.clone();
    stranger.customer = samples::id("C-2002");
    Case::new(1).must(&store, None, &Decision::of(stranger)).await;
    assert_eq!(gathered(&store, &second).await.ahead, None, "another customer's");
    let store = MemoryStore::in_memory();
    let record = Case::new(1).must(&store, None, &Decision::of(first.clone())).await;
    assert_eq!(gathered(&store, &second).await.ahead, Some(first.id.clone()));
    let mut ended = first;
    ended.end(Ending::Cancelled, None, samples::now()).unwrap();
    Case::new(2).must(&store, Some(&record), &Decision::of(ended)).await;
    assert_eq!(gathered(&store, &second).await.ahead, None, "ended");
}

/// The facts that the path gathers about `order`.
async fn gathered(store: &MemoryStore, order: &Order) -> Facts {
    let (policy, vendors) = (Policy::default(), Vendors::default());
    let event: Event = VendorReviewRequested {}.into();
    let envelope = Envelope {
        id: samples::id("e1"),
        source: "/test".parse().unwrap(),
        kind: Kind::Event(event.kind()),
        subject: Some(order.id.clone()),
        time: Some(samples::now()),
        content: Content::Stored,
        traceparent: None,
    };
    let cx = Gather {
        envelope: &envelope,
        subject: Some(&order.id),
        store,
        vendors: &vendors,
        policy: &policy,
        now: samples::now(),
    };
    Function::default().gather(&cx, Some(order), &event).await.unwrap()
}
