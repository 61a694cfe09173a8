//! Domains of the account.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{body, id};
use crate::certcentral::Server;
use crate::certcentral::account::Account;
use crate::certcentral::domain::{Domain, scope_of};
use crate::certcentral::error::{ApiError, ApiResult};
use crate::certcentral::form::OrganizationRef;
use crate::certcentral::options::NameScope;
use crate::certcentral::validation::dcv_token;
use crate::name::is_dns_name;

#[derive(Deserialize)]
struct NewDomain {
    name: String,
    organization: OrganizationRef,
    dcv_method: Option<String>,
    #[serde(default)]
    email_array: Vec<String>,
    #[serde(default)]
    keep_www: bool,
}

pub(in crate::certcentral) async fn create(
    State(server): State<Arc<Server>>,
    bytes: Bytes,
) -> ApiResult<Response> {
    let (mut account, now) = server.account()?;
    let form: NewDomain = body(&bytes)?;
    if !account.organisations.contains_key(&form.organization.id) {
        return Err(ApiError::not_found("organization"));
    }
    let method = form.dcv_method.unwrap_or_else(|| "email".to_owned());
    account.check_method(&method)?;
    let name = match form.keep_www && method.starts_with("http-token") {
        true => form.name.to_ascii_lowercase(),
        false => scope_of(&form.name, NameScope::Fqdn),
    };
    if !is_dns_name(&name) {
        return Err(ApiError::refused("invalid_domain_name", "The domain name is not valid."));
    }
    for email in &form.email_array {
        account.check_approver(&name, email)?;
    }
    let id = account.domain_for(&name, form.organization.id, &method, now);
    let domain = account.domains.get_mut(&id).ok_or_else(|| ApiError::not_found("domain"))?;
    domain.emails = form.email_array;
    let answer = json!({
        "id": id,
        "validation_emails": { "name_scope": name, "base_emails": Account::base_emails(&name) },
        "dcv_token": dcv_token(domain, now),
    });
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

fn find<'a>(account: &'a Account, key: &str) -> ApiResult<&'a Domain> {
    account.domains.get(&id(key, "domain")?).ok_or_else(|| ApiError::not_found("domain"))
}

pub(in crate::certcentral) async fn list(State(server): State<Arc<Server>>) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    let all: Vec<Value> = account.domains.values().map(|domain| account.domain_view(domain, now)).collect();
    let page = json!({ "total": all.len(), "limit": all.len(), "offset": 0 });
    Ok(Json(json!({ "domains": all, "page": page })))
}

pub(in crate::certcentral) async fn info(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    Ok(Json(account.domain_view(find(&account, &key)?, now)))
}

pub(in crate::certcentral) async fn emails(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (account, _) = server.account()?;
    let name = &find(&account, &key)?.name;
    Ok(Json(json!({
        "name_scope": name,
        "base_emails": Account::base_emails(name),
        "whois_emails": [],
        "dns_txt_emails": account.txt_emails(name),
    })))
}

#[derive(Deserialize)]
struct Emails {
    #[serde(default)]
    email_array: Vec<String>,
}

/// Sets who is asked for the domain and sends the approval mails of orders that wait for it. A domain no
/// order waits for gets no mail here: pre-validation by mail is not simulated.
pub(in crate::certcentral) async fn set_emails(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<StatusCode> {
    let (mut account, now) = server.account()?;
    let Emails { email_array } = body(&bytes)?;
    let (id, name) = find(&account, &key).map(|domain| (domain.id, domain.name.clone()))?;
    for email in &email_array {
        account.check_approver(&name, email)?;
    }
    if let Some(domain) = account.domains.get_mut(&id) {
        domain.emails = email_array;
    }
    for order in account.waiting_for(&name) {
        account.send_domain_mails(order, now, true)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Method {
    dcv_method: String,
}

pub(in crate::certcentral) async fn domain_method(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<Json<Value>> {
    let (mut account, now) = server.account()?;
    let Method { dcv_method } = body(&bytes)?;
    account.check_method(&dcv_method)?;
    let id = find(&account, &key)?.id;
    let domain = account.domains.get_mut(&id).ok_or_else(|| ApiError::not_found("domain"))?;
    domain.method = dcv_method;
    Ok(Json(json!({ "dcv_token": dcv_token(domain, now) })))
}

/// Looks for the domain's random value in the DNS now, for orders and for later ones.
pub(in crate::certcentral) async fn validate_token(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (mut account, now) = server.account()?;
    let (id, name) = find(&account, &key).map(|domain| (domain.id, domain.name.clone()))?;
    let for_later = account.token_published(&name, now) && !account.approve_domain(&name, now);
    if let Some(domain) = account.domains.get_mut(&id).filter(|_| for_later) {
        domain.mark_validated(now);
    }
    account.catch_up(now)?;
    Ok(Json(dcv_token(find(&account, &key)?, now)))
}
