//! One examination under way.

use jiff::Timestamp;

use super::{Call, Check, DomainCheck, Line, Needs, Phone, Plan};
use crate::When;
use crate::when::plus;

/// What a step asks its vendor to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    OrganisationChecked,
    SendDomainMails,
    PhoneRang,
    PhoneUnreached,
    PhoneAnswered,
    EmploymentUnreached,
    EmploymentConfirmed,
    SendConfirmation,
    Ask,
    Reject,
    Issue,
}

#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) plan: Plan,
    pub(crate) domains: Vec<DomainCheck>,
    pub(crate) organisation: Check,
    pub(crate) phone: Check,
    pub(crate) employment: Check,
    pub(crate) confirmation: Check,
    pub(crate) confirmation_sent: bool,
    started: Timestamp,
    domain_mail: Option<Timestamp>,
    calls: Vec<Call>,
    ringing: bool,
    employment_calls: Vec<Call>,
    asked: bool,
    enquiry: Check,
    over: bool,
}

impl Run {
    pub(crate) fn start(plan: Plan, started: Timestamp, mut needs: Needs) -> Self {
        if plan.domain_mail.is_none() {
            needs.domains.iter_mut().for_each(|domain| domain.check = Check::NotRequired);
        }
        // DigiCert calls again only for an organisation it has to validate (SO24373).
        let (phone, mut calls) = match &plan.phone {
            Phone::Calls(calls) if needs.organisation => (Check::Pending, calls.clone()),
            _ => (Check::NotRequired, Vec::new()),
        };
        let mut employment_calls = plan.employment.clone();
        calls.reverse();
        employment_calls.reverse();
        Self {
            domain_mail: plan.domain_mail.map(|when| when.counted_from(started)),
            organisation: Check::required(needs.organisation),
            employment: Check::required(needs.employment),
            confirmation: Check::required(needs.confirmation),
            enquiry: Check::required(plan.enquiry.is_some()),
            domains: needs.domains,
            confirmation_sent: false,
            ringing: false,
            asked: false,
            over: false,
            phone,
            calls,
            employment_calls,
            started,
            plan,
        }
    }

    /// When something happens next without anybody acting.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.due().map(|(at, _)| at)
    }

    /// Takes the next step if it is due by `now`.
    pub(crate) fn step(&mut self, now: Timestamp) -> Option<(Timestamp, Effect)> {
        let (at, step) = self.due().filter(|(at, _)| *at <= now)?;
        let effect = match step {
            Step::Organisation => {
                self.organisation = Check::Done(at);
                Effect::OrganisationChecked
            }
            Step::DomainMail => {
                self.domain_mail = None;
                Effect::SendDomainMails
            }
            Step::Phone => match self.calls.pop().map(|call| call.line) {
                Some(Line::Answered) => {
                    self.phone = Check::Done(at);
                    Effect::PhoneAnswered
                }
                Some(Line::Customer) => {
                    self.ringing = true;
                    Effect::PhoneRang
                }
                Some(Line::Unreachable) | None => Effect::PhoneUnreached,
            },
            Step::Employment => match self.employment_calls.pop().map(|call| call.line) {
                Some(Line::Unreachable) | None => Effect::EmploymentUnreached,
                Some(Line::Answered | Line::Customer) => {
                    self.employment = Check::Done(at);
                    Effect::EmploymentConfirmed
                }
            },
            Step::Confirmation => {
                self.confirmation_sent = true;
                Effect::SendConfirmation
            }
            Step::Ask => {
                self.asked = true;
                Effect::Ask
            }
            Step::Reject => {
                self.over = true;
                Effect::Reject
            }
            Step::Issue => {
                self.over = true;
                Effect::Issue
            }
        };
        Some((at, effect))
    }

    /// When the last check passed, if all have.
    pub(crate) fn ready_at(&self) -> Option<Timestamp> {
        let checks = [self.organisation, self.phone, self.employment, self.confirmation, self.enquiry];
        let mut ready = self.started;
        for check in checks.into_iter().chain(self.domains.iter().map(|domain| domain.check)) {
            match check {
                Check::Pending => return None,
                Check::Done(at) => ready = ready.max(at),
                Check::NotRequired => {}
            }
        }
        Some(ready)
    }

    /// Marks a domain approved; tells whether that was pending.
    pub(crate) fn approve_domain(&mut self, scope: &str, at: Timestamp) -> bool {
        let pending = self.domains.iter_mut().filter(|d| d.scope == scope && d.check.pending());
        pending.map(|domain| domain.check = Check::Done(at)).count() > 0
    }

    /// The customer answers or calls back; tells whether the vendor had called and left word.
    pub(crate) fn answer_phone(&mut self, at: Timestamp) -> bool {
        let answered = self.phone.pending() && self.ringing;
        if answered {
            self.phone = Check::Done(at);
        }
        answered
    }

    /// A verified contact confirms issuance; tells whether that was asked and open.
    pub(crate) fn confirm(&mut self, at: Timestamp) -> bool {
        let confirmed = self.confirmation.pending() && self.confirmation_sent;
        if confirmed {
            self.confirmation = Check::Done(at);
        }
        confirmed
    }

    /// The enquiry is answered; tells whether one was open.
    pub(crate) fn answer_enquiry(&mut self, at: Timestamp) -> bool {
        let answered = self.enquiry.pending() && self.asked;
        if answered {
            self.enquiry = Check::Done(at);
        }
        answered
    }

    /// Sends the approval mails at `at` once more, or for the first time.
    pub(crate) fn mail_domains_at(&mut self, at: Timestamp) {
        self.domain_mail = Some(at);
    }

    fn due(&self) -> Option<(Timestamp, Step)> {
        if self.over {
            return None;
        }
        let from = |when: When| when.counted_from(self.started);
        let domains_pending = self.domains.iter().any(|domain| domain.check.pending());
        let checked = match self.organisation {
            Check::Pending => None,
            Check::Done(at) => Some(at),
            Check::NotRequired => Some(self.started),
        };
        let call = |open: Check, calls: &[Call]| {
            let call = calls.last().filter(|_| open.pending())?;
            Some(from(call.when).max(checked?))
        };
        let confirmation = match self.employment {
            Check::Done(at) => Some(plus(at, self.plan.confirmation_mail)),
            Check::NotRequired => checked,
            Check::Pending => None,
        };
        let steps = [
            (self.plan.rejection.as_ref().map(|rejection| from(rejection.when)), Step::Reject),
            (self.organisation.pending().then(|| from(self.plan.organisation)), Step::Organisation),
            (self.domain_mail.filter(|_| domains_pending), Step::DomainMail),
            (call(self.phone, &self.calls), Step::Phone),
            (call(self.employment, &self.employment_calls), Step::Employment),
            (
                confirmation.filter(|_| self.confirmation.pending() && !self.confirmation_sent),
                Step::Confirmation,
            ),
            (self.plan.enquiry.as_ref().filter(|_| !self.asked).map(|e| from(e.when)), Step::Ask),
            (self.ready_at().map(|at| plus(at, self.plan.issuing)), Step::Issue),
        ];
        steps.into_iter().filter_map(|(at, step)| Some((at?, step))).min_by_key(|(at, _)| *at)
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Reject,
    Organisation,
    DomainMail,
    Phone,
    Employment,
    Confirmation,
    Ask,
    Issue,
}
