//! Taking orders and reissues.

use jiff::Timestamp;
use procedure::{Product, Validation};

use super::account::Account;
use super::domain::{METHODS, scope_of};
use super::error::{ApiError, ApiResult};
use super::form::{OrderForm, ReissueForm, kept};
use super::order::{Job, Order, OrderStatus, Request, RequestKind, RequestStatus, Wish};
use super::party::{OrganisationRecord, Person};
use crate::examination::{Check, DomainCheck, Needs, Plan, Run, What};

impl Account {
    /// Takes an order. The same order twice is two orders: the API knows no idempotency key.
    pub(super) fn place(&mut self, name_id: &str, form: OrderForm, now: Timestamp) -> ApiResult<u64> {
        let product = self.product(name_id)?;
        let (valid_till, years) = form.term(now)?;
        let reference = form.organization.ok_or_else(|| ApiError::format("organization.id is required."))?;
        let organisation = reference.id;
        if !self.organisations.contains_key(&organisation) {
            return Err(ApiError::not_found("organization"));
        }
        let wish = form.certificate.wish(valid_till, form.custom_expiration_date, now)?;
        let dcv_method = form.dcv_method.unwrap_or_else(|| "email".to_owned());
        self.check_method(&dcv_method)?;
        self.check_names(&wish, product)?;
        for email in &form.dcv_emails {
            let scope = scope_of(&email.dns_name, self.options.name_scope);
            self.check_approver(&scope, &email.email)?;
        }
        for field in &form.custom_fields {
            if !self.options.custom_fields.iter().any(|known| known.id == field.metadata_id) {
                return Err(ApiError::refused("invalid_custom_field", "The custom field does not exist."));
            }
        }
        if let Some(old) = form.renewal_of_order_id {
            self.order(old)?;
        }
        for person in reference.contacts.into_iter().filter(Person::confirms) {
            let id = self.next_id();
            if let Some(record) = self.organisations.get_mut(&organisation) {
                record.add_contact(id, person);
            }
        }
        let no_contact = |record: &OrganisationRecord| record.contacts.is_empty();
        if product.validation() == Validation::Ev
            && self.organisations.get(&organisation).is_some_and(no_contact)
        {
            return Err(ApiError::refused("missing_verified_contact", "EV needs a verified contact."));
        }

        let id = self.next_id();
        if let Some(old) = form.renewal_of_order_id {
            self.order_mut(old)?.renewed_by = Some(id);
        }
        let comments = kept(form.comments);
        let job = self.job(wish, now);
        let request = request(&job, RequestKind::New, comments.clone(), now);
        let order = Order {
            id,
            name_id: name_id.to_owned(),
            product,
            organisation,
            placed: now,
            valid_till,
            years,
            status: OrderStatus::NeedsApproval,
            status_changed: now,
            requests: vec![request],
            certificates: Vec::new(),
            job: Some(job),
            dcv_method,
            chosen_emails: form.dcv_emails.into_iter().map(|e| (e.dns_name, e.email)).collect(),
            custom_fields: form.custom_fields.into_iter().map(|f| (f.metadata_id, f.value)).collect(),
            alternative_id: kept(form.alternative_order_id),
            english: form.locale.as_deref() == Some("en"),
            random_value: None,
            comments,
            organization_contact: form.organization_contact,
            technical_contact: form.technical_contact,
            renewal_of: form.renewal_of_order_id,
            renewed_by: None,
            scheduled: None,
        };
        self.orders.insert(id, order);
        self.journal.note(now, &id.to_string(), What::Placed);
        if form.skip_approval {
            self.approve_request(id, now)?;
        }
        self.catch_up(now)?;
        Ok(id)
    }

    /// Takes a reissue of an issued order; tells the new certificate's id.
    pub(super) fn reissue(&mut self, id: u64, form: ReissueForm, now: Timestamp) -> ApiResult<u64> {
        let order = self.order(id)?;
        let (product, ends) = (order.product, order.valid_till);
        if order.status != OrderStatus::Issued {
            return Err(ApiError::refused("order_not_issued", "Only an issued order can be reissued."));
        }
        let wish = form.certificate.wish(ends, None, now)?;
        self.check_names(&wish, product)?;
        let comments = kept(form.comments);
        let job = self.job(wish, now);
        let certificate_id = job.certificate_id;
        let request = request(&job, RequestKind::Reissue, comments, now);
        let order = self.order_mut(id)?;
        order.requests.push(request);
        order.job = Some(job);
        order.set_status(OrderStatus::ReissuePending, now);
        self.journal.note(now, &id.to_string(), What::ReissuePlaced);
        if form.skip_approval {
            self.approve_request(id, now)?;
        } else {
            self.schedule(id, now);
        }
        self.catch_up(now)?;
        Ok(certificate_id)
    }

    /// The account's administrator approves what waits for it; examination starts.
    pub(super) fn approve_request(&mut self, id: u64, now: Timestamp) -> ApiResult<()> {
        if self.approve_revocation(id, now)? {
            return Ok(());
        }
        let order = self.order(id)?.clone();
        let (Some(job), OrderStatus::NeedsApproval | OrderStatus::ReissuePending) =
            (&order.job, order.status)
        else {
            return Err(ApiError::refused("request_not_pending", "No request is waiting for approval."));
        };
        let run = self.start_run(&order, &job.wish, now);
        let request_id = job.request_id;
        let order = self.order_mut(id)?;
        for request in order.requests.iter_mut().filter(|request| request.id == request_id) {
            request.status = RequestStatus::Approved;
        }
        if let Some(job) = &mut order.job {
            job.run = Some(run);
        }
        if order.status == OrderStatus::NeedsApproval {
            order.set_status(OrderStatus::Pending, now);
        }
        self.schedule(id, now);
        Ok(())
    }

    fn start_run(&mut self, order: &Order, wish: &Wish, now: Timestamp) -> Run {
        let validation = order.product.validation();
        let mut domains: Vec<DomainCheck> = Vec::new();
        for name in &wish.names {
            let scope = scope_of(name, self.options.name_scope);
            if let Some(domain) = domains.iter_mut().find(|domain| domain.scope == scope) {
                domain.names.push(name.clone());
                continue;
            }
            let id = self.domain_for(&scope, order.organisation, &order.dcv_method, now);
            let open = self.domains.get(&id).is_none_or(|domain| !domain.validated(now));
            domains.push(DomainCheck { scope, names: vec![name.clone()], check: Check::required(open) });
        }
        let record = self.organisations.get(&order.organisation);
        let ev = validation == Validation::Ev;
        let needs = Needs {
            organisation: record.is_none_or(|record| !record.validated(validation, now)),
            employment: ev && record.is_none_or(|record| !record.contacts.iter().any(|c| c.verified(now))),
            confirmation: ev,
            domains,
        };
        let common_name = wish.names.first().map_or("", String::as_str);
        let planned = self.plans.get_mut(common_name).and_then(std::collections::VecDeque::pop_front);
        Run::start(planned.unwrap_or_else(|| Plan::usual(validation)), now, needs)
    }

    fn job(&mut self, wish: Wish, now: Timestamp) -> Job {
        let certificate_id = self.next_id();
        Job { certificate_id, request_id: self.next_id(), created: now, wish, run: None }
    }

    fn product(&self, name_id: &str) -> ApiResult<Product> {
        let known = self.options.products.iter().find(|(id, _)| id == name_id);
        known.map(|(_, product)| *product).ok_or_else(|| ApiError::not_found("product"))
    }

    pub(super) fn check_method(&self, method: &str) -> ApiResult<()> {
        match METHODS.contains(&method) {
            true => Ok(()),
            false => Err(ApiError::refused("invalid_dcv_method", "The DCV method does not exist.")),
        }
    }

    pub(super) fn check_approver(&self, scope: &str, email: &str) -> ApiResult<()> {
        match self.may_approve(scope, email) {
            true => Ok(()),
            false => Err(ApiError::refused("invalid_dcv_email", "The address may not approve this domain.")),
        }
    }

    fn check_names(&self, wish: &Wish, product: Product) -> ApiResult<()> {
        let wildcard = wish.names.iter().any(|name| name.starts_with("*."));
        if wildcard && product.validation() == Validation::Ev {
            return Err(ApiError::refused("wildcard_not_allowed", "EV certificates have no wildcards."));
        }
        let forbidden =
            |name: &&String| self.caa_forbids.contains(&scope_of(name, super::NameScope::BaseDomain));
        match wish.names.iter().find(forbidden) {
            Some(name) => Err(ApiError::refused(
                format!("caa_check_failed|{name}"),
                "A CAA record does not allow this vendor to issue.",
            )),
            None => Ok(()),
        }
    }
}

fn request(job: &Job, kind: RequestKind, comments: Option<String>, now: Timestamp) -> Request {
    Request {
        id: job.request_id,
        at: now,
        kind,
        status: RequestStatus::Pending,
        comments,
        processor_comment: None,
    }
}
