//! Orders: place, read, reissue, cancel, revoke.

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
use crate::certcentral::close::{RevokeForm, StatusForm};
use crate::certcentral::error::{ApiError, ApiResult};
use crate::certcentral::order::{Order, OrderStatus};
use crate::certcentral::validation::dcv_token;
use crate::certcentral::views;

type Pairs = Query<Vec<(String, String)>>;

pub(in crate::certcentral) async fn list(
    State(server): State<Arc<Server>>,
    Query(query): Pairs,
) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    account.list(&query, now).map(Json)
}

pub(in crate::certcentral) async fn status_changes(
    State(server): State<Arc<Server>>,
    Query(query): Pairs,
) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    account.status_changes(&query, now).map(Json)
}

pub(in crate::certcentral) async fn info(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    Query(query): Pairs,
) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    let order = account.find_order(&key)?;
    let mut view = account.order_info(order, now);
    if query.contains(&("include_caa_status".to_owned(), "true".to_owned())) && order.run().is_some() {
        let names = order.wish().into_iter().flat_map(|wish| &wish.names);
        let seen = names.map(|name| (name.clone(), Value::from("CAA check is not called yet")));
        view["caa_status_message"] = Value::Object(seen.collect());
    }
    Ok(Json(view))
}

pub(in crate::certcentral) async fn by_alternative_id(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    account.by_alternative_id(&key, now).map(Json)
}

pub(in crate::certcentral) async fn validation(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (account, now) = server.account()?;
    Ok(Json(account.validation(account.order(id(&key, "order")?)?, now)))
}

pub(in crate::certcentral) async fn place(
    State(server): State<Arc<Server>>,
    Path(name_id): Path<String>,
    bytes: Bytes,
) -> ApiResult<Response> {
    let (mut account, now) = server.account()?;
    let id = account.place(&name_id, body(&bytes)?, now)?;
    let by_mail = account.order(id)?.dcv_method == "email";
    let value = if by_mail { None } else { account.random_value(id, now) };
    let order = account.order(id)?;
    let request = order.requests.first();
    let mut answer = json!({
        "id": order.id,
        "certificate_id": order.certificate_id(),
        "requests": [{ "id": request.map(|r| r.id), "status": request.map(|r| r.status.code()) }],
        "domains": domains(&account, order, now),
    });
    if let Some((value, _)) = value {
        answer["dcv_random_value"] = json!(value);
    }
    if let Some(certificate) = order.certificates.last() {
        answer["certificate_chain"] = json!([
            { "subject_common_name": order.common_name(), "pem": certificate.issued.leaf_pem },
            {
                "subject_common_name": "DigiCert Simulated TLS CA",
                "pem": certificate.issued.intermediate_pem,
            },
        ]);
    }
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

fn domains(account: &Account, order: &Order, now: jiff::Timestamp) -> Vec<Value> {
    let scopes = order.run().into_iter().flat_map(|run| &run.domains);
    let known = scopes.filter_map(|check| account.domain_named(&check.scope));
    known.map(|d| json!({ "id": d.id, "name": d.name, "dcv_token": dcv_token(d, now) })).collect()
}

pub(in crate::certcentral) async fn reissue(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<Response> {
    let (mut account, now) = server.account()?;
    let order = id(&key, "order")?;
    let certificate = account.reissue(order, body(&bytes)?, now)?;
    let request = account.order(order)?.requests.last().map(|request| request.id);
    let answer = json!({ "id": order, "certificate_id": certificate, "requests": [{ "id": request }] });
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

pub(in crate::certcentral) async fn cancel(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<StatusCode> {
    let (mut account, now) = server.account()?;
    let form: StatusForm = body(&bytes)?;
    account.cancel(id(&key, "order")?, &form, now)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(in crate::certcentral) async fn decide_request(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<StatusCode> {
    let (mut account, now) = server.account()?;
    account.decide_request(id(&key, "request")?, &body(&bytes)?, now)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(in crate::certcentral) async fn revoke(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<Response> {
    let (mut account, now) = server.account()?;
    let form: RevokeForm = body(&bytes)?;
    Ok(revoked(account.revoke(id(&key, "order")?, None, form, now)?.as_ref()))
}

/// 201 with the request that waits for approval, or 204.
pub(super) fn revoked(request: Option<&crate::certcentral::order::Request>) -> Response {
    match request {
        Some(request) => (StatusCode::CREATED, Json(views::request(request))).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

#[derive(Deserialize)]
struct Emails {
    emails: Vec<String>,
}

/// EV: the issuance-confirmation mail once more, to verified contacts only.
pub(in crate::certcentral) async fn resend_confirmation(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<StatusCode> {
    let (mut account, now) = server.account()?;
    let Emails { emails } = body(&bytes)?;
    let order = account.order(id(&key, "order")?)?.clone();
    let open = matches!(order.status, OrderStatus::Pending | OrderStatus::ReissuePending);
    let job = order.job.as_ref().filter(|_| open);
    let waits = |run: &crate::examination::Run| run.confirmation.pending() && run.confirmation_sent;
    let Some(job) = job.filter(|job| job.run.as_ref().is_some_and(waits)) else {
        return Err(ApiError::refused("order_approval_not_pending", "No issuance confirmation is pending."));
    };
    for email in &emails {
        let verified = account.organisations.get(&order.organisation).is_some_and(|record| {
            record.contacts.iter().any(|c| c.verified(now) && c.person.email.as_ref() == Some(email))
        });
        if !verified {
            return Err(ApiError::refused("invalid_email", "The address is not of a verified contact."));
        }
    }
    for email in &emails {
        account.send_confirmation_to(&order, job.certificate_id, email, now)?;
    }
    Ok(StatusCode::NO_CONTENT)
}
