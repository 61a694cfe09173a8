//! Orders as the API shows them.

use jiff::Timestamp;
use procedure::Validation;
use serde_json::{Value, json};

use super::account::Account;
use super::order::{Certificate, Order, Request, Wish};

/// `2026-11-22T09:00:00+00:00`.
pub(super) fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

/// `2026-11-22`, in UTC.
pub(super) fn date(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// `ov`, `ev`.
pub(super) const fn validation_type(validation: Validation) -> &'static str {
    match validation {
        Validation::Ov => "ov",
        Validation::Ev => "ev",
    }
}

pub(super) fn request(request: &Request) -> Value {
    json!({
        "id": request.id,
        "date": stamp(request.at),
        "type": request.kind.code(),
        "status": request.status.code(),
        "comments": request.comments,
        "processor_comment": request.processor_comment,
    })
}

impl Account {
    /// One line of the order list.
    pub(super) fn order_row(&self, order: &Order, now: Timestamp) -> Value {
        let mut row = json!({
            "id": order.id,
            "certificate": self.certificate(order, now, false),
            "status": order.status.code(),
            "is_renewed": order.renewed_by.is_some(),
            "date_created": stamp(order.placed),
            "organization": self.organisation_short(order.organisation),
            "validity_years": order.years,
            "container": { "id": 1, "name": "Simulated division" },
            "product": product(order),
            "duplicates_count": 0,
            "has_duplicates": false,
            "reissues_count": order.certificates.len().saturating_sub(1),
        });
        if self.options.list_shows_custom_fields {
            row["custom_fields"] = self.custom_fields(order);
        }
        row
    }

    /// `GET /order/certificate/{id}`.
    pub(super) fn order_info(&self, order: &Order, now: Timestamp) -> Value {
        json!({
            "id": order.id,
            "certificate": self.certificate(order, now, true),
            "status": order.status.code(),
            "is_renewal": order.renewal_of.is_some(),
            "renewal_of_order_id": order.renewal_of,
            "is_renewed": order.renewed_by.is_some(),
            "renewed_order_id": order.renewed_by.unwrap_or(0),
            "date_created": stamp(order.placed),
            "order_valid_till": date(order.valid_till),
            "validity_years": order.years,
            "organization": self.organisation_short(order.organisation),
            "container": { "id": 1, "name": "Simulated division" },
            "product": product(order),
            "organization_contact": order.organization_contact,
            "technical_contact": order.technical_contact,
            "requests": order.requests.iter().map(request).collect::<Vec<_>>(),
            "has_pending_request": self.has_pending_request(order.id),
            "order_approval_complete": order.run().map(|run| !run.confirmation.pending()),
            "custom_fields": self.custom_fields(order),
            "comments": order.comments,
            "alternative_order_id": order.alternative_id,
            "dcv_method": order.dcv_method,
            "payment_method": "balance",
            "allow_duplicates": true,
            "reissues_count": order.certificates.len().saturating_sub(1),
        })
    }

    /// The `certificate` object: what is issued, or else what is on its way.
    fn certificate(&self, order: &Order, now: Timestamp, full: bool) -> Value {
        let mut view = match (order.certificates.last(), &order.job) {
            (Some(certificate), _) => issued(certificate, now, full),
            (None, Some(job)) => {
                let mut view = wished(&job.wish, full);
                view["id"] = json!(job.certificate_id);
                view["date_created"] = json!(stamp(job.created));
                view
            }
            (None, None) => json!({}),
        };
        if full {
            view["organization"] = json!({ "id": order.organisation });
            view["server_platform"] = json!({ "id": -1, "name": "OTHER" });
        }
        view
    }

    pub(super) fn organisation_short(&self, id: u64) -> Value {
        let Some(record) = self.organisations.get(&id) else { return Value::Null };
        json!({
            "id": id,
            "name": record.form.name,
            "display_name": record.form.assumed_name.as_ref().unwrap_or(&record.form.name),
            "is_active": true,
            "city": record.form.city,
            "state": record.form.state,
            "country": record.form.country,
        })
    }

    fn custom_fields(&self, order: &Order) -> Value {
        let label =
            |id: u64| self.options.custom_fields.iter().find(|field| field.id == id).map(|f| &f.label);
        let fields = order
            .custom_fields
            .iter()
            .map(|(id, value)| json!({ "id": id, "metadata_id": id, "label": label(*id), "value": value }));
        fields.collect()
    }
}

fn product(order: &Order) -> Value {
    let kind = validation_type(order.product.validation());
    json!({
        "name_id": order.name_id,
        "name": order.product.name().en,
        "type": "ssl_certificate",
        "validation_type": kind,
        "validation_name": kind.to_ascii_uppercase(),
    })
}

fn issued(certificate: &Certificate, now: Timestamp, full: bool) -> Value {
    let issued = &certificate.issued;
    let mut view = wished(&certificate.wish, full);
    view["id"] = json!(certificate.id);
    view["date_created"] = json!(stamp(certificate.created));
    view["valid_from"] = json!(date(issued.not_before));
    view["valid_till"] = json!(date(issued.not_after));
    view["days_remaining"] = json!(issued.not_after.duration_since(now).as_hours() / 24);
    if full {
        view["thumbprint"] = json!(issued.thumbprint);
        view["serial_number"] = json!(issued.serial);
        view["status"] = json!(if certificate.revoked { "revoked" } else { "issued" });
        view["ca_cert"] = json!({ "id": "SIMULATEDTLSCA", "name": "DigiCert Simulated TLS CA" });
    }
    view
}

fn wished(wish: &Wish, full: bool) -> Value {
    let mut view = json!({
        "common_name": wish.names.first(),
        "dns_names": wish.names,
        "signature_hash": wish.signature_hash,
    });
    if full {
        view["csr"] = json!(wish.csr);
    }
    view
}
