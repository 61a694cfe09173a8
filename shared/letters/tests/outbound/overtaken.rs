//! Letters are written when they are sent: one that is no longer true is not written.

use letters::{Error, render};
use procedure::Product::{DigicertSecureServerId, DigicertSecureServerIdEv};
use procedure::Vendor;
use procedure::notice::{Letter, Notice, Recipient};
use procedure::order::{CallOutcome, Callee, CheckKind, Ending, OnSilence, Order, Phase};
use procedure::policy::Policy;
use procedure::{Language, samples};

use crate::cases;
use crate::context::{at, now};
use crate::orders;

fn written(order: &Order, notice: Notice) -> Result<&'static str, Error> {
    let letter = Letter { notice, to: Recipient::Notification };
    render(order, &letter, &at(now())).map(|rendered| rendered.template)
}

fn overtaken(order: &Order, notice: Notice) -> bool {
    matches!(written(order, notice.clone()), Err(Error::Overtaken { notice: code }) if code == notice.code())
}

/// R20, R89: what was done meanwhile is not asked for.
#[test]
fn a_settled_check_is_not_asked_for() {
    let mut order = orders::with_mail_seen(samples::examining(DigicertSecureServerId));
    let asks = [
        Notice::ApprovalMailExpected,
        Notice::ApprovalMailArrived,
        Notice::PhoneCallAhead,
        Notice::Reminder { check: CheckKind::Domain },
        Notice::Reminder { check: CheckKind::Phone },
    ];
    assert!(asks.iter().all(|notice| written(&order, notice.clone()).is_ok()));
    let Phase::Examining(examining) = &mut order.phase else { unreachable!() };
    for (_, check) in examining.checks.each_mut() {
        check.skip();
    }
    assert!(asks.iter().all(|notice| overtaken(&order, notice.clone())));
}

/// R49, R51: no letter about a check the order does not have, or a call that was answered.
#[test]
fn a_check_that_is_not_there_has_no_letter() {
    let order = samples::examining(DigicertSecureServerId);
    assert!(overtaken(&order, Notice::ApprovalMailArrived), "no mail was seen");
    assert!(overtaken(&order, Notice::PhoneUnreachable), "nobody called");
    assert!(overtaken(&order, Notice::ConfirmationExpected));
    assert!(overtaken(&order, Notice::DocumentsNeeded), "a corporation owes none");
    for check in [CheckKind::Organisation, CheckKind::Employment, CheckKind::Confirmation] {
        assert!(overtaken(&order, Notice::Reminder { check }), "{check:?}");
    }
    let enquiry = samples::id("Q9");
    assert!(overtaken(&order, Notice::EnquiryRelayed { enquiry }));
    assert!(overtaken(&order, Notice::DocumentRefused { document: "D9".parse().unwrap() }));
    let reached = orders::called(order, Callee::ResponsiblePerson, CallOutcome::Reached);
    assert!(overtaken(&reached, Notice::PhoneUnreachable));
}

/// R48: EV's confirmation is announced once employment passed, and not before.
#[test]
fn the_confirmation_comes_after_employment() {
    let order = samples::examining(DigicertSecureServerIdEv);
    assert!(overtaken(&order, Notice::ConfirmationExpected));
    let confirming = orders::called(order, Callee::ThirdPerson, CallOutcome::Completed);
    assert_eq!(written(&confirming, Notice::ConfirmationExpected).unwrap(), "confirmation_expected");
    assert_eq!(written(&confirming, Notice::PhoneCallAhead).unwrap(), "phone_call_ahead");
}

/// R51: of EV's two calls the one that failed last is told.
#[test]
fn the_last_missed_call_is_told() {
    let order = samples::examining(DigicertSecureServerIdEv);
    let first = orders::called(order, Callee::ResponsiblePerson, CallOutcome::Unreachable);
    assert_eq!(written(&first, Notice::PhoneUnreachable).unwrap(), "phone_unreachable");
    let mut both = first;
    let later = now() + jiff::SignedDuration::from_hours(48);
    let call = procedure::order::Call {
        logged_by: samples::id("call-2"),
        at: later,
        outcome: CallOutcome::Unreachable,
    };
    both.log_call(Callee::ThirdPerson, call, &Policy::default()).unwrap();
    assert_eq!(written(&both, Notice::PhoneUnreachable).unwrap(), "phone_unreachable_third_person");
}

/// R8, R10: after the prescribed date nobody is asked to act before it.
#[test]
fn a_renewal_past_its_date_is_not_announced() {
    let order = orders::renewal(&samples::draft(DigicertSecureServerId), OnSilence::Proceed);
    let letter = Letter { notice: Notice::RenewalLastCall, to: Recipient::Notification };
    let late = at("2026-12-10T09:00:00Z".parse().unwrap());
    assert!(matches!(render(&order, &letter, &late), Err(Error::Overtaken { .. })));
    assert!(overtaken(
        &orders::renewal_to_submit(&samples::draft(DigicertSecureServerId)),
        Notice::RenewalOpened
    ));
    assert!(overtaken(&order, Notice::Expired), "it has not expired yet");
}

/// R19: each end has its own letter, and an order that goes on has none of them.
#[test]
fn only_an_end_is_told_as_one() {
    let draft = orders::draft(DigicertSecureServerId, Language::Ja);
    let rejected = orders::ended(&draft, Ending::Rejected, None);
    assert_eq!(written(&rejected, Notice::Rejected).unwrap(), "rejected");
    assert!(overtaken(&rejected, Notice::Cancelled));
    let lapsed = orders::ended(&draft, Ending::Lapsed, None);
    assert_eq!(written(&lapsed, Notice::Cancelled).unwrap(), "lapsed");
    let open = samples::examining(DigicertSecureServerId);
    for notice in [Notice::Rejected, Notice::Cancelled, Notice::Revoked, Notice::Issued, Notice::Installed] {
        assert!(overtaken(&open, notice));
    }
    assert!(overtaken(&rejected, Notice::ApplicationReceived));
    assert!(overtaken(&rejected, Notice::ApplicationReturned));
}

/// R88: a deadline that is past is not set again; what is owed is still said.
#[test]
fn a_past_deadline_is_left_out() {
    let order = samples::examining(DigicertSecureServerId);
    let letter = Letter { notice: Notice::ApprovalMailExpected, to: Recipient::Notification };
    let late = render(&order, &letter, &at("2027-01-15T00:00:00Z".parse().unwrap())).unwrap();
    assert!(!late.text.contains("期限：") && late.subject.starts_with("【要承認】"), "{}", late.text);
}

/// R40: with no profile in force the letter is an error for the operator, not a guess.
#[test]
fn no_profile_is_an_error() {
    let policy = Policy { profiles: serde_json::from_str("[]").unwrap(), ..Policy::default() };
    let context = letters::Context { policy: &policy, ..at(now()) };
    let letter = Letter { notice: Notice::ApplicationReceived, to: Recipient::Notification };
    let error = render(&samples::accepted(DigicertSecureServerId), &letter, &context).unwrap_err();
    assert!(matches!(error, Error::NoProfile { vendor: Vendor::Digicert }));
    assert_eq!(error.to_string(), "no mail profile of digicert is in force");
}

/// Every notice has a letter in some state of an order.
#[test]
fn every_notice_can_be_written() {
    let mut codes: Vec<&str> = cases::all().iter().map(|case| case.letter.notice.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 22, "{codes:?}");
}
