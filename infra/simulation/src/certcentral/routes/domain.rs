//! Domains of the account.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
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
use crate::certcentral::list::page;
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
    locale: Option<String>,
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
    let id = account.domain_for(&name, form.organization.id, &method, now);
    account.choose(id, form.email_array);
    if method == "email" {
        account.mail_for_domain(id, form.locale.as_deref(), now)?;
    }
    let domain = find(&account, &id.to_string())?;
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

pub(in crate::certcentral) async fn list(
    State(server): State<Arc<Server>>,
    Query(query): Query<Vec<(String, String)>>,
) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    let rows = account.domains.values().map(|domain| account.domain_view(domain, now));
    page("domains", rows.collect(), &query).map(Json)
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
    locale: Option<String>,
    #[serde(default)]
    email_array: Vec<String>,
}

/// Sends the domain's approval mail, to those of the addresses that may approve, or to all that may.
pub(in crate::certcentral) async fn send(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<StatusCode> {
    let (mut account, now) = server.account()?;
    let Emails { locale, email_array } = body(&bytes)?;
    let id = find(&account, &key)?.id;
    account.choose(id, email_array);
    account.mail_for_domain(id, locale.as_deref(), now)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Method {
    dcv_method: String,
    send_dcv_email_flag: Option<bool>,
}

/// Changes how the domain is approved; by mail, mails unless told not to.
pub(in crate::certcentral) async fn set_method(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<Json<Value>> {
    let (mut account, now) = server.account()?;
    let Method { dcv_method, send_dcv_email_flag } = body(&bytes)?;
    account.check_method(&dcv_method)?;
    let id = find(&account, &key)?.id;
    let mails = dcv_method == "email" && send_dcv_email_flag != Some(false);
    if let Some(domain) = account.domains.get_mut(&id) {
        domain.method = dcv_method;
    }
    if mails {
        account.mail_for_domain(id, None, now)?;
    }
    Ok(Json(json!({ "dcv_token": dcv_token(find(&account, &key)?, now) })))
}

/// A new random value; the one before no longer counts.
pub(in crate::certcentral) async fn new_token(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Response> {
    let (mut account, now) = server.account()?;
    let id = find(&account, &key)?.id;
    account.renew_token(id, now);
    Ok((StatusCode::CREATED, Json(dcv_token(find(&account, &key)?, now))).into_response())
}

/// Looks for the domain's random value in its TXT records now, for orders and for later ones.
pub(in crate::certcentral) async fn validate_token(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (mut account, now) = server.account()?;
    let name = find(&account, &key)?.name.clone();
    if account.token_published(&name, None, now) && !account.approve_domain(&name, now) {
        account.prove_domain(&name, now);
    }
    account.catch_up(now)?;
    Ok(Json(dcv_token(find(&account, &key)?, now)))
}
