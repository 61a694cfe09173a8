//! A vendor that is late, beside what else time brings.

use jiff::{SignedDuration, Timestamp};
use platform::react::Reaction as _;
use procedure::event::{Event, ExpiryNearing};
use procedure::order::{Ending, EnquiryText, Life, Order, Phase, Stage};
use procedure::policy::Policy;
use procedure::{Decision, Moment, Product, Refusal, Send, samples};

use crate::Function;
use crate::facts::Facts;

fn at(hours: i64) -> Timestamp {
    samples::now() + SignedDuration::from_hours(hours)
}

fn text(text: &str) -> EnquiryText {
    EnquiryText::new("text", text).unwrap()
}

fn passed_under(policy: &Policy, order: Order, now: Timestamp) -> Result<Decision, Refusal> {
    let event = samples::id("e1");
    let moment = Moment { now, policy, event: &event };
    Function::default().decide(
        Some(order),
        &Event::ExpiryNearing(ExpiryNearing {}),
        Facts::default(),
        &moment,
    )
}

fn passed(order: &Order, now: Timestamp) -> Decision {
    passed_under(&Policy::default(), order.clone(), now).unwrap()
}

fn to_be_revoked(days: i64) -> Order {
    let mut order = samples::issued(Product::DigicertSecureServerId, days);
    order.ask_revocation(true, at(1)).unwrap();
    order
}

fn to_be_withdrawn() -> Order {
    let mut order = samples::examining(Product::Bizcert);
    order.end(Ending::Cancelled, Some(text("不要")), at(1)).unwrap();
    order.withdraw_by(at(30));
    order
}

fn codes(order: &Order) -> Vec<&str> {
    order.attention.iter().map(|known| &*known.code).collect()
}

fn line(decision: &Decision) -> &str {
    &decision.entry.as_ref().unwrap().what.en
}

/// BR 4.9.1.1, R88, R90: past its deadline staff are told in the history and at the desk, once, and nobody is written to.
#[test]
fn a_late_vendor_is_told_once() {
    for (order, until, code) in [
        (to_be_revoked(150), at(25), "revocation.overdue"),
        (to_be_withdrawn(), at(30), "withdrawal.overdue"),
    ] {
        let early = passed(&order, until - SignedDuration::from_secs(1));
        assert_eq!((early.entry, early.order), (None, order.clone()), "{code}");
        let told = passed(&order, until);
        assert_eq!((codes(&told.order), &told.sends[..]), (vec![code], &[][..]));
        assert_eq!(line(&told), told.order.attention[0].message.en);
        let again = passed(&told.order, until);
        assert_eq!((again.entry, again.order), (None, told.order), "{code}: once");
    }
}

/// BR 4.9.1.1, A26: a hold delays it no more than the vendor's own deadline.
#[test]
fn a_hold_does_not_delay_it() {
    let mut order = to_be_revoked(150);
    order.put_on_hold(text("確認中"), at(2)).unwrap();
    let told = passed(&order, at(25));
    assert_eq!((codes(&told.order), told.order.hold.is_some()), (vec!["revocation.overdue"], true));
}

/// R8, BR 4.9.1.1: what is to be revoked is not renewed, whichever time comes first; another order's renewal opens as ever.
#[test]
fn renewals_open_as_ever() {
    let opens = |order: &Order| order.due(&Policy::default()).unwrap().at;
    let other = samples::issued(Product::DigicertSecureServerId, 150);
    let opening = opens(&other);
    let renewed = passed(&other, opening);
    assert_eq!((renewed.order.stage(), codes(&renewed.order)), (Stage::Succeeded, vec![]));
    assert!(matches!(&renewed.sends[..], [Send::Event { event: Event::RenewalOpened(_), .. }]));
    let mut order = other;
    order.ask_revocation(true, opening - SignedDuration::from_hours(1)).unwrap();
    let told = passed(&order, opening + SignedDuration::from_hours(23));
    assert_eq!((told.order.stage(), codes(&told.order)), (Stage::Issued, vec!["revocation.overdue"]));
    // The order that another took over can be revoked, and be late, all the same.
    let mut succeeded = renewed.order;
    succeeded.ask_revocation(true, opening).unwrap();
    let told = passed(&succeeded, opens(&succeeded));
    assert_eq!((told.order.stage(), codes(&told.order)), (Stage::Succeeded, vec!["revocation.overdue"]));
}

/// BR 4.9.1.1, R90: a certificate that expires at the same time is one line of history, which says both.
#[test]
fn an_expiry_at_the_same_time_is_told_too() {
    let order = to_be_revoked(150);
    let end = order.certificate().unwrap().not_after();
    let told = passed(&order, end + SignedDuration::from_secs(1));
    assert_eq!((told.order.stage(), codes(&told.order)), (Stage::Expired, vec!["revocation.overdue"]));
    assert_eq!(line(&told), "The certificate expired.");
    assert_eq!(told.entry.unwrap().findings, told.order.attention);
}

/// A26, BR 4.9.1.1: what the vendor still owes is told though the order's time is over by the settings, and nothing is
/// erased before the vendor has done it.
#[test]
fn erasure_waits_for_the_vendor() {
    let mut policy = Policy::default();
    policy.erasure.after_days = 1;
    let mut expired = to_be_revoked(150);
    if let Phase::Issued(issued) = &mut expired.phase {
        issued.life = Life::Expired { at: at(0) };
    }
    for (order, code) in [(expired, "revocation.overdue"), (to_be_withdrawn(), "withdrawal.overdue")] {
        assert!(order.erasable_at(&policy).unwrap() <= at(30));
        let told = passed_under(&policy, order, at(30)).unwrap();
        assert_eq!((codes(&told.order), told.erased), (vec![code], None));
        let waits = passed_under(&policy, told.order, at(60)).unwrap();
        assert_eq!((waits.entry, waits.erased), (None, None), "no refusal every hour either");
        let mut done = waits.order;
        assert!(done.withdrawn(at(61)) || done.revoked(at(61)).unwrap());
        assert_eq!(codes(&done), Vec::<&str>::new());
        assert!(passed_under(&policy, done, at(61 + 24)).unwrap().erased.is_some());
    }
}
