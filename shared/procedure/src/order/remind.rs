//! What becomes due when time passes: reminders, escalations, silence taken for an answer (R10, R88, A5).

use jiff::Timestamp;

use super::{Check, CheckKind, Checks, Confirming, Enquiries, Life, OnSilence, Order, Phase, Waiting};
use super::{approval, place};
use crate::notice::Notice;
use crate::policy::Policy;
use crate::{EnquiryId, Party};

/// What became due when time passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reminded {
    /// A letter to the customer.
    Letter(Notice),
    /// The customer or the vendor did not act in time; staff look into it.
    Escalated(CheckKind),
    /// The customer did not answer the vendor's question in time; staff look into it.
    EnquiryEscalated(EnquiryId),
    /// The vendor does not have the order in time; staff look into it.
    PlacementEscalated,
    /// Silence at the prescribed date: the renewal goes on with the current details (R10).
    Defaulted,
    /// Silence at the prescribed date, but an explicit answer is needed: staff ask (A5).
    AnswerNeeded,
    /// The application was not mended in time.
    Lapsed,
    /// The certificate expired without a successor in place.
    Expired,
    /// The link of an approval mail works no more; staff have a new one sent (BR 3.2.2.4.4).
    ApprovalLapsed,
}

impl Order {
    /// What is due at `now`; at most one letter per open act, however late it is asked (a missed day sends one
    /// letter, not several). Nothing while on hold.
    pub fn remind(&mut self, policy: &Policy, now: Timestamp) -> Vec<Reminded> {
        if self.hold.is_some() {
            return Vec::new();
        }
        let mut due = self.remind_of_phase(policy, now);
        if due.contains(&Reminded::PlacementEscalated) {
            self.needs_attention(place::late());
        }
        if due.contains(&Reminded::ApprovalLapsed) {
            self.approval_lapsed();
        }
        if !self.expiry_told && self.races_expiry().is_some_and(|at| now > at) {
            self.expiry_told = true;
            due.push(Reminded::Expired);
        }
        if self.is_open() {
            due.extend(of_enquiries(&mut self.enquiries, policy, now));
        }
        due
    }

    fn remind_of_phase(&mut self, policy: &Policy, now: Timestamp) -> Vec<Reminded> {
        match &mut self.phase {
            Phase::Returned(returned) => match overdue(&mut returned.waiting, policy, now) {
                Some(Overdue::Remind) => vec![Reminded::Letter(Notice::ApplicationReturned)],
                Some(Overdue::Over) => vec![Reminded::Lapsed],
                None => Vec::new(),
            },
            Phase::Confirming(confirming) => {
                let due = of_renewal(confirming, now);
                if due == Some(Reminded::Defaulted) {
                    self.phase = Phase::Accepted { since: now };
                }
                due.into_iter().collect()
            }
            Phase::Examining(examining) => of_checks(&mut examining.checks, policy, now),
            Phase::Issued(issued) => {
                let expired = now > issued.certificate.not_after();
                if !expired || !matches!(issued.life, Life::Watched { .. }) {
                    return Vec::new();
                }
                issued.life = Life::Expired { at: now };
                vec![Reminded::Expired]
            }
            Phase::Placing(placing) if placing.escalated_at.is_none() && now >= placing.until => {
                placing.escalated_at = Some(now);
                vec![Reminded::PlacementEscalated]
            }
            Phase::Accepted { .. } | Phase::Placing(_) | Phase::Ended(_) => Vec::new(),
        }
    }
}

fn of_renewal(confirming: &mut Confirming, now: Timestamp) -> Option<Reminded> {
    let last_call = confirming.last_call_at <= now;
    let passed = confirming.reminders_at.iter().filter(|at| **at <= now).count() + usize::from(last_call);
    let sent = usize::from(confirming.waiting.reminders);
    confirming.waiting.reminders = u8::try_from(passed.max(sent)).unwrap_or(u8::MAX);
    if now < confirming.waiting.until {
        let notice = if last_call { Notice::RenewalLastCall } else { Notice::RenewalReminder };
        return (passed > sent).then_some(Reminded::Letter(notice));
    }
    match confirming.on_silence {
        OnSilence::Proceed => Some(Reminded::Defaulted),
        OnSilence::AskExplicitly if confirming.waiting.on == Party::Customer => {
            confirming.waiting.on = Party::Provider;
            Some(Reminded::AnswerNeeded)
        }
        OnSilence::AskExplicitly => None,
    }
}

fn of_checks(checks: &mut Checks, policy: &Policy, now: Timestamp) -> Vec<Reminded> {
    let mut due = Vec::new();
    // First, so that nobody is reminded of a link that works no more.
    if approval::lapse(checks, policy, now) {
        due.push(Reminded::ApprovalLapsed);
    }
    for (kind, check) in checks.each_mut() {
        let Check::Waiting(waiting) = check else { continue };
        match overdue(waiting, policy, now) {
            Some(Overdue::Remind) => due.push(Reminded::Letter(Notice::Reminder { check: kind })),
            Some(Overdue::Over) => {
                escalate(waiting, policy, now);
                due.push(Reminded::Escalated(kind));
            }
            None => {}
        }
    }
    // Several names that wait for the same mail are one letter.
    due.dedup();
    due
}

fn of_enquiries(enquiries: &mut Enquiries, policy: &Policy, now: Timestamp) -> Vec<Reminded> {
    let mut due = Vec::new();
    for (id, waiting) in enquiries.open_mut() {
        match overdue(waiting, policy, now) {
            Some(Overdue::Remind) => {
                due.push(Reminded::Letter(Notice::EnquiryReminder { enquiry: id.clone() }));
            }
            Some(Overdue::Over) => {
                escalate(waiting, policy, now);
                due.push(Reminded::EnquiryEscalated(id.clone()));
            }
            None => {}
        }
    }
    due
}

enum Overdue {
    Remind,
    Over,
}

/// Whether the customer is to be reminded, or the customer or vendor is past the deadline; counts the reminders that
/// are due.
fn overdue(waiting: &mut Waiting, policy: &Policy, now: Timestamp) -> Option<Overdue> {
    if matches!(waiting.on, Party::Customer | Party::Vendor) && now >= waiting.until {
        return Some(Overdue::Over);
    }
    if waiting.on != Party::Customer {
        return None;
    }
    let passed = policy.reminder_times(waiting).filter(|at| *at <= now).count();
    let passed = u8::try_from(passed).unwrap_or(u8::MAX);
    if passed <= waiting.reminders {
        return None;
    }
    waiting.reminders = passed;
    Some(Overdue::Remind)
}

/// Past the deadline the act is the provider's: staff talk to the customer or ask the vendor (R88).
fn escalate(waiting: &mut Waiting, policy: &Policy, now: Timestamp) {
    waiting.on = Party::Provider;
    waiting.since = now;
    waiting.until = policy.escalated_until(now);
}
