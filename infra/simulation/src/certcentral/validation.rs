//! `GET /order/certificate/{id}/validation` and the checks of domains and organisations.

use jiff::Timestamp;
use procedure::Validation;
use serde_json::{Value, json};

use super::account::Account;
use super::domain::Domain;
use super::options::NameScope;
use super::order::Order;
use super::party::{Contact, OrganisationRecord};
use super::views::{stamp, validation_type};
use crate::examination::Run;

/// `pending` or `complete`, by what is still open \[U\].
fn detail(open: bool) -> &'static str {
    if open { "pending" } else { "complete" }
}

impl Account {
    /// The examination of one order; of an issued one, with everything done.
    pub(super) fn validation(&self, order: &Order, now: Timestamp) -> Value {
        let scope = match self.options.name_scope {
            NameScope::BaseDomain => "base_domain",
            NameScope::Fqdn => "fqdn",
        };
        // Ids are text here, unlike elsewhere.
        json!({
            "order_id": order.id.to_string(),
            "organization_id": order.organisation.to_string(),
            "order_status": order.status.code(),
            "order_name_scope": scope,
            "order_dcv_method": order.dcv_method,
            "organization_validations": [self.organisation_validation(order, now)],
            "dns_name_validations": self.dns_name_validations(order, now),
        })
    }

    fn organisation_validation(&self, order: &Order, now: Timestamp) -> Value {
        let validation = order.product.validation();
        let Some(record) = self.organisations.get(&order.organisation) else { return Value::Null };
        let mut view = record.validation_view(validation, now);
        view["verification_details"] = details(validation, order.run(), order.certificates.is_empty());
        view
    }

    fn dns_name_validations(&self, order: &Order, now: Timestamp) -> Value {
        let names = order.job.as_ref().map(|job| &job.wish).or_else(|| order.wish()).map(|wish| &wish.names);
        let mut scopes: Vec<(String, Vec<&String>)> = Vec::new();
        for name in names.into_iter().flatten() {
            let scope = super::domain::scope_of(name, self.options.name_scope);
            match scopes.iter_mut().find(|(known, _)| *known == scope) {
                Some((_, names)) => names.push(name),
                None => scopes.push((scope, vec![name])),
            }
        }
        let view = |(scope, names): (String, Vec<&String>)| {
            let domain = self.domain_named(&scope);
            let open = match order.run() {
                Some(run) => run.domains.iter().any(|d| d.scope == scope && d.check.pending()),
                None => domain.is_none_or(|domain| !domain.validated(now)),
            };
            let until = domain.and_then(|domain| domain.validated_until).filter(|_| !open);
            json!({
                "domain_id": domain.map(|domain| domain.id.to_string()),
                "name_scope": scope,
                "approval_scope": "subdomains",
                "status": if open { "pending" } else { "approved" },
                "method": order.dcv_method,
                "dns_names": names,
                "approval_expiration_date": until.map(stamp),
            })
        };
        scopes.into_iter().map(view).collect()
    }

    /// `GET /domain/{id}` and each of `GET /domain`.
    pub(super) fn domain_view(&self, domain: &Domain, now: Timestamp) -> Value {
        let invitations = domain.invitations.iter().map(|invitation| {
            json!({
                "invitation_id": invitation.id,
                "email": invitation.email,
                "source": invitation.source,
                "date_sent": stamp(invitation.sent),
                "name_scope": domain.name,
            })
        });
        let dcv = json!({
            "method": domain.method,
            "name_scope": domain.name,
            "dcv_invitations": invitations.collect::<Vec<_>>(),
        });
        let active = domain.validated(now);
        let validation = |kind: &str| {
            json!({
                "type": kind,
                "status": if active { "active" } else { "pending" },
                "dcv_status": if active { "complete" } else { "pending" },
                "date_created": stamp(domain.created),
                "validated_until": domain.validated_until.map(stamp),
            })
        };
        json!({
            "id": domain.id,
            "name": domain.name,
            "is_active": true,
            "date_created": stamp(domain.created),
            "organization": self.organisation_short(domain.organisation),
            "status": if active { "active" } else { "pending" },
            "is_pending_validation": !active,
            "dcv_approval_datetime": domain.approved.map(stamp),
            "dcv_expiration_datetime": domain.validated_until.map(stamp),
            "validations": [validation("ov"), validation("ev")],
            "dcv": dcv,
            "dcv_method": domain.method,
            "dcv_token": dcv_token(domain, now),
            "container": { "id": 1, "name": "Simulated division" },
        })
    }
}

pub(super) fn dcv_token(domain: &Domain, now: Timestamp) -> Value {
    let status = match (domain.validated(now), domain.token.1 > now) {
        (true, _) => "active",
        (false, true) => "pending",
        (false, false) => "expired",
    };
    json!({ "token": domain.token.0, "status": status, "expiration_date": stamp(domain.token.1) })
}

fn details(validation: Validation, run: Option<&Run>, never_issued: bool) -> Value {
    let open = |check: fn(&Run) -> bool| detail(run.map_or(never_issued, check));
    let organisation = open(|run| run.organisation.pending());
    let mut details = json!({
        "organization_type": organisation,
        "organization_status": organisation,
        "address_verification": organisation,
        "blacklist_fraud": organisation,
        "request_authenticity": open(|run| run.phone.pending()),
    });
    if validation == Validation::Ev {
        details["operational_existence"] = json!(organisation);
        details["phone_number_verification"] = json!(organisation);
        details["approver_verification"] = json!(open(|run| run.employment.pending()));
    }
    details
}

impl OrganisationRecord {
    /// One of `organization_validations`, without the details of an order.
    pub(super) fn validation_view(&self, validation: Validation, now: Timestamp) -> Value {
        let kind = validation_type(validation);
        let contacts: Vec<Value> = self.contacts.iter().map(|contact| contact_view(contact, now)).collect();
        json!({
            "type": kind,
            "name": kind.to_ascii_uppercase(),
            "status": if self.validated(validation, now) { "active" } else { "pending" },
            "date_created": stamp(self.created),
            "validated_until": self.validated_until(validation).map(stamp),
            "verified_contacts": if validation == Validation::Ev { contacts } else { Vec::new() },
        })
    }
}

fn contact_view(contact: &Contact, now: Timestamp) -> Value {
    let person = &contact.person;
    let name: Vec<&str> =
        [&person.last_name, &person.first_name].into_iter().flatten().map(String::as_str).collect();
    json!({
        "user_id": contact.id.to_string(),
        "name": name.join(" "),
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "telephone": person.telephone,
        "job_title": person.job_title,
        "status": if contact.verified(now) { "active" } else { "pending" },
    })
}
