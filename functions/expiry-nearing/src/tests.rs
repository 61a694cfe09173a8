//! Renewals from their opening to their prescribed date.

use jiff::{SignedDuration, Timestamp};
use procedure::event::{Event, OrderSucceeded, RenewalConfirmed, RenewalOpened};
use procedure::notice::Notice;
use procedure::order::{Actor, Order, OrderKind, Phase, Stage};
use procedure::policy::Policy;
use procedure::{Decision, Moment, Party, Product, Refusal, Send, samples};

use crate::decide::{confirmed, nearing, opened, succeeded, successor_of};
use crate::facts::Facts;

fn at<T>(now: Timestamp, decide: impl FnOnce(&Moment<'_>) -> T) -> T {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    decide(&Moment { now, policy: &policy, event: &id })
}

fn opens_at(order: &Order) -> Timestamp {
    order.due(&Policy::default()).unwrap().at
}

fn open(predecessor: &Order) -> Order {
    let id = successor_of(&predecessor.id).unwrap();
    let event = RenewalOpened { of: predecessor.id.clone() };
    let facts = Facts { predecessor: Some(predecessor.clone()), ..Facts::default() };
    at(opens_at(predecessor), |m| opened(id, None, &event, &facts, m)).unwrap().order
}

fn letters(decision: &Decision) -> Vec<&Notice> {
    let mut notices = Vec::new();
    for send in &decision.sends {
        if let Send::Letter(letter) = send {
            notices.push(&letter.notice);
        }
    }
    notices
}

fn submits(decision: &Decision) -> bool {
    let submit = |send: &Send| matches!(send, Send::Event { event: Event::VendorReviewRequested(_), .. });
    decision.sends.iter().any(submit)
}

/// R4, R8, A1: the renewal opens by the certificate's end, inside the vendors' 90 days, once.
#[test]
fn opens_by_the_certificates_end() {
    for product in Product::ALL {
        let order = samples::issued(product, 199);
        let opening = opens_at(&order);
        let left = order.certificate().unwrap().not_after().duration_since(opening).as_hours() / 24;
        assert!((30..=90).contains(&left), "{}: {left} days", product.code());
        let early = at(opening - SignedDuration::from_hours(1), |m| nearing(order.clone(), m)).unwrap();
        assert_eq!((early.sends, early.order.stage()), (vec![], Stage::Issued));
        let decision = at(opening, |m| nearing(order, m)).unwrap();
        assert_eq!(decision.order.stage(), Stage::Succeeded);
        assert!(matches!(&decision.sends[..], [Send::Event { event: Event::RenewalOpened(_), .. }]));
        let again = at(opening, |m| nearing(decision.order, m)).unwrap();
        assert_eq!(again.sends, []);
    }
}

/// R8, R11: the renewal order begins with the current details, a prescribed date, and a letter about both.
#[test]
fn opened_with_the_current_details() {
    let predecessor = samples::issued(Product::Bizcert, 199);
    let renewal = open(&predecessor);
    assert_eq!((renewal.stage(), &renewal.application), (Stage::Confirming, &predecessor.application));
    assert_eq!(renewal.acts()[0].by, Party::Customer);
    assert!(renewal.acts()[0].until.unwrap() < predecessor.certificate().unwrap().not_after());
    assert!(matches!(&renewal.kind, OrderKind::Renewal { of, .. } if *of == predecessor.id));
    assert_eq!(renewal.steps()[0].title.ja, "申請情報の確認");
}

/// R10, A5: silence goes on with the current details at the prescribed date, for OV.
#[test]
fn silence_renews_ov() {
    let renewal = open(&samples::issued(Product::CybertrustSureServer, 199));
    let until = renewal.acts()[0].until.unwrap();
    let before = at(until - SignedDuration::from_hours(1), |m| nearing(renewal.clone(), m)).unwrap();
    assert!(!submits(&before));
    assert!(submits(&at(until, |m| nearing(renewal, m)).unwrap()));
}

/// A5: EV wants an explicit answer: at the prescribed date staff ask, and nothing is submitted.
#[test]
fn silence_does_not_renew_ev() {
    let renewal = open(&samples::issued(Product::DigicertSecureServerIdEv, 199));
    let until = renewal.acts()[0].until.unwrap();
    let decision = at(until, |m| nearing(renewal, m)).unwrap();
    assert!(!submits(&decision));
    assert_eq!(decision.order.waits_for(), [Party::Provider]);
    let event = RenewalConfirmed { by: Actor::Customer };
    assert!(submits(&at(until, |m| confirmed(decision.order, &event, m)).unwrap()));
}

/// R88: reminders and the last call go out once each; after a missed sweep one letter, not several.
#[test]
fn a_missed_sweep_sends_one_letter() {
    let renewal = open(&samples::issued(Product::DigicertSecureServerId, 199));
    let Phase::Confirming(confirming) = &renewal.phase else { panic!() };
    let (reminders, last_call) = (confirming.reminders_at.clone(), confirming.last_call_at);
    let first = at(reminders[0], |m| nearing(renewal.clone(), m)).unwrap();
    assert_eq!(letters(&first), [&Notice::RenewalReminder]);
    assert_eq!(letters(&at(reminders[0], |m| nearing(first.order, m)).unwrap()), Vec::<&Notice>::new());
    let late = at(last_call, |m| nearing(renewal, m)).unwrap();
    assert_eq!(letters(&late), [&Notice::RenewalLastCall]);
    assert_eq!(letters(&at(last_call, |m| nearing(late.order, m)).unwrap()), Vec::<&Notice>::new());
}

/// R88: the customer is told when the certificate expires before its renewal was issued.
#[test]
fn expiry_before_the_renewal_is_told_once() {
    let predecessor = samples::issued(Product::DigicertSecureServerIdEv, 199);
    let renewal = open(&predecessor);
    let after = predecessor.certificate().unwrap().not_after() + SignedDuration::from_secs(1);
    let decision = at(after, |m| nearing(renewal, m)).unwrap();
    assert!(letters(&decision).contains(&&Notice::Expired));
    assert!(!letters(&at(after, |m| nearing(decision.order, m)).unwrap()).contains(&&Notice::Expired));
}

/// R20: what was validated for the first order is relied on for the renewal.
#[test]
fn earlier_validations_are_carried_over() {
    let mut predecessor = samples::issued(Product::DigicertSecureServerId, 199);
    if let Phase::Issued(issued) = &mut predecessor.phase {
        for (_, check) in issued.checks.each_mut() {
            *check = procedure::order::Check::Passed { at: samples::now() };
        }
    }
    let renewal = open(&predecessor);
    assert_eq!(renewal.validated.organisation, Some(samples::now()));
    assert_eq!(renewal.validated.names.len(), 2);
}

/// R14, R89: a successor is recorded once; another one is refused.
#[test]
fn one_successor() {
    let order = samples::issued(Product::Bizcert, 199);
    let by = |id| OrderSucceeded { by: samples::id(id) };
    let decision = at(samples::now(), |m| succeeded(order, &by("CF-A"), m)).unwrap();
    let again = at(samples::now(), |m| succeeded(decision.order.clone(), &by("CF-A"), m)).unwrap();
    assert_eq!(again.entry, None);
    let other: Result<Decision, Refusal> = at(samples::now(), |m| succeeded(decision.order, &by("CF-B"), m));
    assert_eq!(other.unwrap_err().code(), "order.finished");
}
