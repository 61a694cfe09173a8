//! A renewal's confirmation and every reminder (R8–R10, R88, A5).

use jiff::Timestamp;

use super::{CheckKind, Life, OnSilence, Order, Phase, Waiting};
use crate::notice::Notice;
use crate::policy::Policy;
use crate::{EnquiryId, Party, Refusal};

/// What became due when time passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reminded {
    /// A letter to the customer.
    Letter(Notice),
    /// The customer did not act in time; staff look into it.
    Escalated(CheckKind),
    /// The customer did not answer the vendor's question in time; staff look into it.
    EnquiryEscalated(EnquiryId),
    /// Silence at the prescribed date: the renewal goes on with the current details (R10).
    Defaulted,
    /// Silence at the prescribed date, but an explicit answer is needed: staff ask (A5).
    AnswerNeeded,
    /// The application was not mended in time.
    Lapsed,
    /// The certificate expired without a successor in place.
    Expired,
}

impl Order {
    /// Confirms a renewal's details, explicitly or by silence (R8, R10). Returns whether anything changed.
    ///
    /// # Errors
    /// `order.out_of_phase` or `order.finished` when there is nothing to confirm.
    pub fn confirm(&mut self, now: Timestamp) -> Result<bool, Refusal> {
        match self.phase {
            Phase::Confirming(_) => {
                self.phase = Phase::Accepted { since: now };
                Ok(true)
            }
            Phase::Accepted { .. } | Phase::Placing(_) | Phase::Examining(_) => Ok(false),
            _ => Err(self.out_of_phase("order", "R8")),
        }
    }

    /// What is due at `now`; at most one letter per open act, however late it is asked (a missed day sends one
    /// letter, not several). Nothing while on hold.
    pub fn remind(&mut self, policy: &Policy, now: Timestamp) -> Vec<Reminded> {
        if self.hold.is_some() {
            return Vec::new();
        }
        let mut due = Vec::new();
        let mut next = None;
        match &mut self.phase {
            Phase::Returned(returned) => match overdue(&mut returned.waiting, policy, now) {
                Some(Overdue::Remind) => due.push(Reminded::Letter(Notice::ApplicationReturned)),
                Some(Overdue::Over) => due.push(Reminded::Lapsed),
                None => {}
            },
            Phase::Confirming(confirming) => {
                let passed = confirming.reminders_at.iter().filter(|at| **at <= now).count();
                let last_call = confirming.last_call_at <= now;
                let sent = usize::from(confirming.waiting.reminders);
                let all = passed + usize::from(last_call);
                confirming.waiting.reminders = u8::try_from(all.max(sent)).unwrap_or(u8::MAX);
                if now >= confirming.waiting.until {
                    match confirming.on_silence {
                        OnSilence::Proceed => {
                            next = Some(Phase::Accepted { since: now });
                            due.push(Reminded::Defaulted);
                        }
                        OnSilence::AskExplicitly if confirming.waiting.on == Party::Customer => {
                            confirming.waiting.on = Party::Provider;
                            due.push(Reminded::AnswerNeeded);
                        }
                        OnSilence::AskExplicitly => {}
                    }
                } else if all > sent {
                    let notice = if last_call { Notice::RenewalLastCall } else { Notice::RenewalReminder };
                    due.push(Reminded::Letter(notice));
                }
            }
            Phase::Examining(examining) => {
                for (kind, check) in examining.checks.each_mut() {
                    let super::Check::Waiting(waiting) = check else { continue };
                    match overdue(waiting, policy, now) {
                        Some(Overdue::Remind) => {
                            due.push(Reminded::Letter(Notice::Reminder { check: kind }));
                        }
                        Some(Overdue::Over) => {
                            escalate(waiting, policy, now);
                            due.push(Reminded::Escalated(kind));
                        }
                        None => {}
                    }
                }
                due.dedup();
            }
            Phase::Issued(issued) => {
                let expired = now > issued.certificate.not_after();
                if expired && matches!(issued.life, Life::Watched { .. }) {
                    issued.life = Life::Expired { at: now };
                    due.push(Reminded::Expired);
                }
            }
            Phase::Accepted { .. } | Phase::Placing(_) | Phase::Ended(_) => {}
        }
        if let Some(phase) = next {
            self.phase = phase;
        }
        if !self.expiry_told && self.races_expiry().is_some_and(|at| now > at) {
            self.expiry_told = true;
            due.push(Reminded::Expired);
        }
        if self.is_open() {
            for (id, waiting) in self.enquiries.open_mut() {
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
        }
        due
    }
}

enum Overdue {
    Remind,
    Over,
}

/// Whether the customer is to be reminded or is past the deadline; counts the reminders that are due.
fn overdue(waiting: &mut Waiting, policy: &Policy, now: Timestamp) -> Option<Overdue> {
    if waiting.on != Party::Customer {
        return None;
    }
    if now >= waiting.until {
        return Some(Overdue::Over);
    }
    let passed = policy.reminder_times(waiting).filter(|at| *at <= now).count();
    let passed = u8::try_from(passed).unwrap_or(u8::MAX);
    if passed <= waiting.reminders {
        return None;
    }
    waiting.reminders = passed;
    Some(Overdue::Remind)
}

/// Past the deadline the act is the provider's: staff talk to the customer (R88).
fn escalate(waiting: &mut Waiting, policy: &Policy, now: Timestamp) {
    waiting.on = Party::Provider;
    waiting.since = now;
    waiting.until = policy.escalated_until(now);
}
