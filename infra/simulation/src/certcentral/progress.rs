//! What happens to an order by itself.

use jiff::Timestamp;

use super::account::Account;
use super::order::{Certificate, Lifetime, OrderStatus, RequestKind, RequestStatus};
use crate::SimulationError;
use crate::ca::{LeafRequest, last_second, max_days};
use crate::examination::{Check, Effect, What};

impl Account {
    /// Takes the order's next step, due at `at`.
    pub(super) fn step(&mut self, id: u64, at: Timestamp) -> Result<(), SimulationError> {
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        if order.status == OrderStatus::Issued {
            order.set_status(OrderStatus::Expired, at);
            self.journal.note(at, &id.to_string(), What::Expired);
            return Ok(());
        }
        let Some((_, effect)) = order.run_mut().and_then(|run| run.step(at)) else { return Ok(()) };
        let organisation = order.organisation;
        let what = match effect {
            Effect::OrganisationChecked => What::OrganisationChecked,
            Effect::SendDomainMails if order.dcv_method != "email" => return Ok(()),
            Effect::SendDomainMails => return self.send_domain_mails(id, at),
            Effect::PhoneRang => What::PhoneRang,
            Effect::PhoneUnreached => What::PhoneUnreached,
            Effect::PhoneAnswered => What::PhoneAnswered,
            Effect::EmploymentUnreached => What::EmploymentUnreached,
            Effect::EmploymentConfirmed => {
                if let Some(record) = self.organisations.get_mut(&organisation) {
                    record.mark_contacts_verified(at);
                }
                What::EmploymentConfirmed
            }
            Effect::SendConfirmation => return self.send_confirmation(id, at),
            Effect::Ask => return self.send_enquiry(id, at),
            Effect::Reject => What::Rejected(self.reject(id, at)),
            Effect::Issue => {
                self.issue(id, at)?;
                What::Issued
            }
        };
        self.journal.note(at, &id.to_string(), what);
        self.settle_organisation(id, at);
        Ok(())
    }

    /// Once checked, called and (EV) employment confirmed, the organisation counts as validated.
    pub(super) fn settle_organisation(&mut self, id: u64, at: Timestamp) {
        let Some(order) = self.orders.get(&id) else { return };
        let validation = order.product.validation();
        let done = order.run().is_some_and(|run| {
            matches!(run.organisation, Check::Done(_)) && !run.phone.pending() && !run.employment.pending()
        });
        let record = self.organisations.get_mut(&order.organisation);
        if let Some(record) = record.filter(|record| done && !record.validated(validation, at)) {
            record.mark_validated(validation, at);
        }
    }

    fn reject(&mut self, id: u64, at: Timestamp) -> String {
        let Some(order) = self.orders.get_mut(&id) else { return String::new() };
        let reason =
            order.run().and_then(|run| run.plan.rejection.clone()).map(|r| r.reason).unwrap_or_default();
        let Some(job) = order.job.as_ref().map(|job| job.request_id) else { return reason };
        for request in order.requests.iter_mut().filter(|request| request.id == job) {
            request.status = RequestStatus::Rejected;
            request.processor_comment = Some(reason.clone());
        }
        if order.certificates.is_empty() {
            order.set_status(OrderStatus::Rejected, at);
        } else {
            // A rejected reissue leaves the order as it was.
            order.job = None;
            order.set_status(OrderStatus::Issued, at);
        }
        reason
    }

    fn issue(&mut self, id: u64, at: Timestamp) -> Result<(), SimulationError> {
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        let (Some(job), Some(record)) = (order.job.take(), self.organisations.get(&order.organisation))
        else {
            return Ok(());
        };
        let longest = last_second(at, max_days(at));
        let not_after = match job.wish.lifetime {
            Lifetime::Longest => longest,
            Lifetime::Days(days) => last_second(at, days).min(longest),
            Lifetime::Until(end) => end.min(longest),
        };
        let issued = self.ca.issue(&LeafRequest {
            csr_pem: &job.wish.csr,
            names: &job.wish.names,
            validation: order.product.validation(),
            organisation: &record.as_in_register(),
            not_before: at,
            not_after: not_after.min(order.valid_till),
            fault: job.run.as_ref().map(|run| run.plan.certificate).unwrap_or_default(),
        })?;
        order.certificates.push(Certificate {
            id: job.certificate_id,
            created: job.created,
            wish: job.wish,
            issued,
            revoked: false,
        });
        order.set_status(OrderStatus::Issued, at);
        Ok(())
    }

    /// Requests of an order that wait for the account's administrator.
    pub(super) fn has_pending_request(&self, id: u64) -> bool {
        self.orders.get(&id).is_some_and(|order| {
            order.requests.iter().any(|request| match request.kind {
                RequestKind::New | RequestKind::Reissue => {
                    request.status == RequestStatus::Pending && order.job.is_some()
                }
                RequestKind::Revoke(_) => request.status == RequestStatus::Pending,
            })
        })
    }
}
