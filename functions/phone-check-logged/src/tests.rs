//! Calls as staff log them.

use jiff::SignedDuration;
use procedure::event::PhoneCheckLogged;
use procedure::notice::{Notice, Recipient};
use procedure::order::{CallOutcome, Callee};
use procedure::policy::Policy;
use procedure::{Decision, Moment, Product, Refusal, Send, samples};

use crate::decide::logged;

fn log(product: Product, callee: Callee, outcome: CallOutcome, minutes: i64) -> Result<Decision, Refusal> {
    let (policy, id) = (Policy::default(), samples::id("e1"));
    let at = samples::now() + SignedDuration::from_mins(minutes);
    let moment = Moment { now: samples::now(), policy: &policy, event: &id };
    logged(samples::examining(product), &PhoneCheckLogged { callee, outcome, at }, &moment)
}

/// R51: nobody reached, the customer is told to expect another call; a reached one needs no letter.
#[test]
fn unreachable_is_told() {
    let unreachable = log(Product::Bizcert, Callee::ResponsiblePerson, CallOutcome::Unreachable, 0).unwrap();
    assert!(matches!(&unreachable.sends[..], [Send::Letter(l)] if l.notice == Notice::PhoneUnreachable));
    let reached = log(Product::Bizcert, Callee::ResponsiblePerson, CallOutcome::Reached, 0).unwrap();
    assert_eq!(reached.sends, []);
}

/// R46, R47: EV's third person confirmed: the confirmation mail is announced to the responsible person.
#[test]
fn third_person_begins_the_confirmation() {
    let product = Product::DigicertSecureServerIdEv;
    let decision = log(product, Callee::ThirdPerson, CallOutcome::Completed, 0).unwrap();
    assert!(decision.sends.iter().any(|send| matches!(
        send,
        Send::Letter(l) if l.notice == Notice::ConfirmationExpected && l.to == Recipient::ResponsiblePerson
    )));
}

/// R49: an OV order takes no third person's call.
#[test]
fn ov_takes_no_third_person() {
    let refusal = log(Product::Bizcert, Callee::ThirdPerson, CallOutcome::Completed, 0).unwrap_err();
    assert_eq!(refusal.code(), "phone.no_third_person");
}

/// R90: a call cannot lie in the future; a clock a little fast is forgiven.
#[test]
fn calls_lie_in_the_past() {
    let refusal = log(Product::Bizcert, Callee::ResponsiblePerson, CallOutcome::Reached, 60).unwrap_err();
    assert_eq!(refusal.code(), "phone.in_future");
    assert!(log(Product::Bizcert, Callee::ResponsiblePerson, CallOutcome::Reached, 2).is_ok());
}
