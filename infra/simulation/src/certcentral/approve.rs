//! What people do about an order: approve, confirm, answer.

use jiff::Timestamp;

use super::account::Account;
use super::letter::Aim;
use super::order::Order;
use crate::examination::What;

/// What an approval did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approved {
    /// This domain is approved, for every order that waits for it.
    Domain(String),
    /// Issuance is confirmed.
    Issuance,
}

/// Why an approval did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotApproved {
    /// No mail carried this token.
    #[error("the token is unknown")]
    Unknown,
    /// The token is older than 30 days.
    #[error("the token has expired")]
    Expired,
    /// It was used before.
    #[error("the token has been used")]
    Used,
    /// The order no longer waits for it.
    #[error("the order does not wait for this approval")]
    NotWaiting,
}

impl Account {
    /// Somebody opens the link in a mail and approves.
    pub(super) fn approve(&mut self, token: &str, now: Timestamp) -> Result<Approved, NotApproved> {
        let known = self.tokens.get(token).ok_or(NotApproved::Unknown)?;
        if known.used {
            return Err(NotApproved::Used);
        }
        if known.expires <= now {
            return Err(NotApproved::Expired);
        }
        let (order, aim) = (known.order, known.aim.clone());
        let approved = match aim {
            Aim::Domain(scope) => {
                let proven =
                    self.approve_domain(&scope, now) || (order.is_none() && self.prove_domain(&scope, now));
                if !proven {
                    return Err(NotApproved::NotWaiting);
                }
                Approved::Domain(scope)
            }
            Aim::Issuance(certificate) => {
                let order = order.ok_or(NotApproved::NotWaiting)?;
                let asked = |order: &&mut Order| {
                    order.job.as_ref().is_some_and(|job| job.certificate_id == certificate)
                };
                let run = self.orders.get_mut(&order).filter(asked).and_then(Order::open_run);
                if !run.is_some_and(|run| run.confirm(now)) {
                    return Err(NotApproved::NotWaiting);
                }
                self.journal.note(now, &order.to_string(), What::IssuanceConfirmed);
                self.schedule(order, now);
                Approved::Issuance
            }
        };
        if let Some(token) = self.tokens.get_mut(token) {
            token.used = true;
        }
        Ok(approved)
    }

    /// Marks a domain approved for every order under examination that waits for it.
    pub(super) fn approve_domain(&mut self, scope: &str, now: Timestamp) -> bool {
        let mut waiting = Vec::new();
        for (id, order) in &mut self.orders {
            if order.open_run().is_some_and(|run| run.approve_domain(scope, now)) {
                waiting.push(*id);
            }
        }
        if waiting.is_empty() {
            return false;
        }
        self.prove_domain(scope, now);
        for id in &waiting {
            self.journal.note(now, &id.to_string(), What::DomainApproved(scope.to_owned()));
            self.schedule(*id, now);
        }
        true
    }

    /// Counts the domain as proven from now on; tells whether it was not before.
    pub(super) fn prove_domain(&mut self, scope: &str, now: Timestamp) -> bool {
        let domain = self.domain_ids.get(scope).and_then(|id| self.domains.get_mut(id));
        let Some(domain) = domain.filter(|domain| !domain.validated(now)) else { return false };
        domain.mark_validated(now);
        true
    }

    /// The customer answers the phone, or calls back; tells whether the vendor had left word.
    pub(super) fn answer_phone(&mut self, id: u64, now: Timestamp) -> bool {
        let answered =
            self.orders.get_mut(&id).and_then(Order::open_run).is_some_and(|run| run.answer_phone(now));
        if answered {
            self.journal.note(now, &id.to_string(), What::PhoneAnswered);
            self.settle_organisation(id, now);
            self.schedule(id, now);
        }
        answered
    }

    /// The provider answers the open enquiry; tells whether there was one.
    pub(super) fn answer_enquiry(&mut self, id: u64, now: Timestamp) -> bool {
        let answered =
            self.orders.get_mut(&id).and_then(Order::open_run).is_some_and(|run| run.answer_enquiry(now));
        if answered {
            self.journal.note(now, &id.to_string(), What::EnquiryAnswered);
            self.schedule(id, now);
        }
        answered
    }
}
