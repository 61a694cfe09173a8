//! The vendor's calls, EV's confirmation, and reminders (R42–R50, R88).

use jiff::Timestamp;
use procedure::order::{CallOutcome, Check, CheckKind, EvChecks, Examining, Phase, PhoneCheck};
use serde::Serialize;

use super::desk::{Desk, customer_deadline};
use super::{Error, Facts, Told, approval, documents};

/// A call to come, or one that reached nobody.
#[derive(Serialize)]
pub(super) struct Call {
    /// Whether the responsible person is called.
    responsible_person: bool,
    /// Whether a third person is called; EV only (R46).
    third_person: bool,
    /// The day by which the call is expected.
    expected_by: Option<String>,
    /// When nobody could be reached.
    called_at: Option<String>,
}

pub(super) fn call_ahead(desk: &Desk<'_>) -> Option<Told> {
    let examining = examining(desk)?;
    let phone = examining.checks.common().phone.check.as_waiting();
    let employment = employment(examining).and_then(|check| check.check.as_waiting());
    let expected_by = phone.into_iter().chain(employment).map(|waiting| waiting.until).max()?;
    let template = if employment.is_some() { "phone_call_ahead_ev" } else { "phone_call_ahead" };
    let call = Call {
        responsible_person: phone.is_some(),
        third_person: employment.is_some(),
        expected_by: Some(desk.day(expected_by)),
        called_at: None,
    };
    Some(Told { template, deadline: None, facts: Facts::Call(call) })
}

/// Nobody was reached: of the two calls of EV, the one that failed last.
pub(super) fn unreachable(desk: &Desk<'_>) -> Option<Told> {
    let examining = examining(desk)?;
    let phone = missed(&examining.checks.common().phone);
    let employment = employment(examining).and_then(missed);
    match (phone, employment) {
        (None, None) => None,
        (phone, Some(at)) if phone.is_none_or(|phone| phone < at) => {
            call(desk, "phone_unreachable_third_person", CheckKind::Employment)
        }
        _ => call(desk, "phone_unreachable", CheckKind::Phone),
    }
}

pub(super) fn confirmation(desk: &Desk<'_>, template: &'static str) -> Option<Told> {
    let EvChecks::Confirmation { check, .. } = examining(desk)?.checks.ev()? else { return None };
    check.as_waiting()?;
    Some(Told { template, deadline: customer_deadline(check), facts: Facts::None {} })
}

pub(super) fn reminder(desk: &Desk<'_>, check: CheckKind) -> Result<Option<Told>, Error> {
    Ok(match check {
        CheckKind::Domain => approval::expected(desk, "reminder_domain")?,
        CheckKind::Phone => call(desk, "reminder_phone", check),
        CheckKind::Employment => call(desk, "reminder_employment", check),
        CheckKind::Documents => documents::needed(desk, "reminder_documents"),
        CheckKind::Confirmation => confirmation(desk, "reminder_confirmation"),
        // The vendor's own work: no customer can be reminded of it.
        CheckKind::Organisation => None,
    })
}

fn call(desk: &Desk<'_>, template: &'static str, kind: CheckKind) -> Option<Told> {
    let examining = examining(desk)?;
    let phone = match kind {
        CheckKind::Employment => employment(examining)?,
        _ => &examining.checks.common().phone,
    };
    phone.check.as_waiting()?;
    let call = Call {
        responsible_person: kind != CheckKind::Employment,
        third_person: kind == CheckKind::Employment,
        expected_by: None,
        called_at: missed(phone).map(|at| desk.moment(at)),
    };
    Some(Told { template, deadline: customer_deadline(&phone.check), facts: Facts::Call(call) })
}

/// When the last call was, if it reached nobody and the check still waits.
fn missed(phone: &PhoneCheck) -> Option<Timestamp> {
    let last = phone.calls.last()?;
    let waits = matches!(phone.check, Check::Waiting(_));
    (waits && last.outcome == CallOutcome::Unreachable).then_some(last.at)
}

fn examining<'a>(desk: &Desk<'a>) -> Option<&'a Examining> {
    match &desk.order.phase {
        Phase::Examining(examining) => Some(examining),
        _ => None,
    }
}

fn employment(examining: &Examining) -> Option<&PhoneCheck> {
    match examining.checks.ev()? {
        EvChecks::Employment(phone) => Some(phone),
        EvChecks::Confirmation { .. } => None,
    }
}
