//! Organisations and products.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use procedure::Validation;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{body, id};
use crate::certcentral::Server;
use crate::certcentral::account::Account;
use crate::certcentral::error::{ApiError, ApiResult};
use crate::certcentral::list::page;
use crate::certcentral::party::{OrganisationForm, OrganisationRecord, ValidationForm};
use crate::certcentral::views::validation_type;

pub(in crate::certcentral) async fn products(State(server): State<Arc<Server>>) -> ApiResult<Json<Value>> {
    let (account, _) = server.account()?;
    let products = account.options.products.iter().map(|(name_id, product)| {
        json!({
            "group_name": "ssl_certificate",
            "name_id": name_id,
            "name": product.name().en,
            "type": "ssl_certificate",
            "validation_type": validation_type(product.validation()),
            "allowed_order_validity_years": [1, 2, 3],
            "signature_hash_types": { "allowed": ["sha256", "sha384", "sha512"], "default": "sha256" },
            "csr_required": true,
        })
    });
    Ok(Json(json!({ "products": products.collect::<Vec<_>>() })))
}

pub(in crate::certcentral) async fn create(
    State(server): State<Arc<Server>>,
    bytes: Bytes,
) -> ApiResult<Response> {
    let (mut account, now) = server.account()?;
    let form: OrganisationForm = body(&bytes)?;
    check(&form)?;
    let same = |record: &OrganisationRecord| {
        record.form.name == form.name && record.form.country == form.country && record.form.zip == form.zip
    };
    if !form.skip_duplicate_org_check && account.organisations.values().any(same) {
        return Err(ApiError::refused("duplicate_organization", "The organization exists already."));
    }
    let id = account.next_id();
    let validations = form.validations.clone();
    let record = OrganisationRecord {
        id,
        created: now,
        // Made up: a vendor reads it in the register.
        registration_number: format!("0100-01-{:06}", id % 1_000_000),
        form,
        submitted: Vec::new(),
        validated: Vec::new(),
        contacts: Vec::new(),
    };
    account.organisations.insert(id, record);
    submit_for(&mut account, id, validations)?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

/// The lengths of the API's fields (rules.md 3.8).
fn check(form: &OrganisationForm) -> ApiResult<()> {
    let length = |text: &Option<String>| text.as_deref().map_or(0, |text| text.chars().count());
    let name = form.name.chars().count();
    if name == 0 || name > 64 || (form.assumed_name.is_some() && name + length(&form.assumed_name) > 61) {
        return Err(ApiError::refused("invalid_organization_name", "The name is missing or too long."));
    }
    let fields = [
        (&form.address, 64),
        (&form.city, 64),
        (&form.state, 64),
        (&form.zip, 40),
        (&form.telephone, 32),
        (&form.country, 2),
    ];
    let fits = |(text, most): &(&String, usize)| (1..=*most).contains(&text.chars().count());
    if !fields.iter().all(fits) || length(&form.address2) > 64 {
        return Err(ApiError::format("A field of the organization is missing or too long."));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Submission {
    validations: Vec<ValidationForm>,
}

fn submit_for(account: &mut Account, id: u64, validations: Vec<ValidationForm>) -> ApiResult<()> {
    for form in validations {
        let validation = match form.kind.as_str() {
            "ov" => Validation::Ov,
            "ev" => Validation::Ev,
            _ => return Err(ApiError::refused("invalid_validation_type", "Only ov and ev are simulated.")),
        };
        for person in form.verified_users {
            let contact = account.next_id();
            if let Some(record) = account.organisations.get_mut(&id) {
                record.add_contact(contact, person);
            }
        }
        let record = account.organisations.get_mut(&id);
        if let Some(record) = record.filter(|record| !record.submitted.contains(&validation)) {
            record.submitted.push(validation);
        }
    }
    Ok(())
}

pub(in crate::certcentral) async fn submit(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<StatusCode> {
    let (mut account, _) = server.account()?;
    let id = find(&account, &key)?.id;
    let Submission { validations } = body(&bytes)?;
    submit_for(&mut account, id, validations)?;
    Ok(StatusCode::NO_CONTENT)
}

fn find<'a>(account: &'a Account, key: &str) -> ApiResult<&'a OrganisationRecord> {
    account.organisations.get(&id(key, "organization")?).ok_or_else(|| ApiError::not_found("organization"))
}

fn view(record: &OrganisationRecord) -> Value {
    let form = &record.form;
    json!({
        "id": record.id,
        "status": "active",
        "name": form.name,
        "assumed_name": form.assumed_name,
        "display_name": form.assumed_name.as_ref().unwrap_or(&form.name),
        "is_active": true,
        "address": form.address,
        "address2": form.address2,
        "zip": form.zip,
        "city": form.city,
        "state": form.state,
        "country": form.country,
        "telephone": form.telephone,
        "organization_contact": form.organization_contact.as_ref().map(|person| json!({
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "telephone": person.telephone,
            "job_title": person.job_title,
        })),
        "container": { "id": 1, "name": "Simulated division", "is_active": true },
    })
}

pub(in crate::certcentral) async fn list(
    State(server): State<Arc<Server>>,
    Query(query): Query<Vec<(String, String)>>,
) -> ApiResult<Json<Value>> {
    let (account, _) = server.account()?;
    page("organizations", account.organisations.values().map(view).collect(), &query).map(Json)
}

pub(in crate::certcentral) async fn info(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (account, _) = server.account()?;
    find(&account, &key).map(view).map(Json)
}

pub(in crate::certcentral) async fn validation(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    Ok(Json(json!({ "validations": validations(find(&account, &key)?, now) })))
}

fn validations(record: &OrganisationRecord, now: Timestamp) -> Vec<Value> {
    record.submitted.iter().map(|validation| record.validation_view(*validation, now)).collect()
}
