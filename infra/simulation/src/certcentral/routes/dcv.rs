//! Domain approval within an order.

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
use crate::certcentral::domain::scope_of;
use crate::certcentral::error::{ApiError, ApiResult};
use crate::certcentral::views::stamp;

#[derive(Deserialize)]
struct Method {
    dcv_method: String,
}

/// Changes how an order's domains are approved: by mail again, or by a random value in the DNS.
pub(in crate::certcentral) async fn set_method(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<Response> {
    let (mut account, now) = server.account()?;
    let Method { dcv_method } = body(&bytes)?;
    account.check_method(&dcv_method)?;
    let order = account.order_mut(id(&key, "order")?)?;
    let by_mail = dcv_method == "email";
    let Some(run) = order.open_run() else {
        return Err(ApiError::refused("order_not_pending", "The order is not pending."));
    };
    if by_mail {
        run.mail_domains_at(now);
    }
    order.dcv_method = dcv_method;
    let order = order.id;
    account.schedule(order, now);
    account.catch_up(now)?;
    Ok(match by_mail {
        true => StatusCode::NO_CONTENT.into_response(),
        false => {
            let value = account.random_value(order, now).map(|(value, _)| value);
            Json(json!({ "dcv_random_value": value })).into_response()
        }
    })
}

/// The order's random value: the live one, or a new one.
pub(in crate::certcentral) async fn random_value(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (mut account, now) = server.account()?;
    let key = id(&key, "order")?;
    if account.order(key)?.dcv_method == "email" {
        return Err(ApiError::refused("invalid_dcv_method", "The order's domains are approved by mail."));
    }
    let (value, until) = account.random_value(key, now).ok_or_else(|| ApiError::not_found("order"))?;
    Ok(Json(json!({ "dcv_random_value": value, "expiration_date": stamp(until) })))
}

/// Looks for the random values now. Only TXT records are simulated: the others are never found.
pub(in crate::certcentral) async fn check(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (mut account, now) = server.account()?;
    let key = id(&key, "order")?;
    let order = account.order(key)?.clone();
    let checks = order.run().map(|run| run.domains.clone()).unwrap_or_default();
    let not_found = match order.dcv_method.as_str() {
        "email" => None,
        "dns-txt-token" => Some("invalid_dns_txt"),
        "dns-cname-token" => Some("invalid_dns_cname"),
        _ => Some("file_random_value_not_found"),
    };
    let mut missing = false;
    for check in checks.iter().filter(|check| check.check.pending() && not_found.is_some()) {
        let found = order.dcv_method == "dns-txt-token"
            && account.token_published(&check.scope, order.random_value.as_ref(), now);
        missing |= !(found && account.approve_domain(&check.scope, now));
    }
    account.catch_up(now)?;
    if let Some(code) = not_found.filter(|_| missing) {
        return Err(ApiError::refused(code, "The random value was not found."));
    }
    let order = account.order(key)?;
    let open = |scope: &str| {
        order.run().is_some_and(|run| run.domains.iter().any(|d| d.scope == scope && d.check.pending()))
    };
    let names = checks.iter().flat_map(|check| {
        let status = if open(&check.scope) { "pending" } else { "approved" };
        check.names.iter().map(move |name| json!({ "dns_name": name, "status": status }))
    });
    Ok(Json(json!({
        "order_status": order.status.code(),
        "certificate_id": order.certificate_id(),
        "dcv_status": if checks.iter().any(|check| open(&check.scope)) { "pending" } else { "valid" },
        "dns_name_validations": names.collect::<Vec<_>>(),
    })))
}

#[derive(Deserialize)]
struct Resend {
    #[serde(default)]
    domain_approval_emails: Vec<ResendTo>,
}

#[derive(Deserialize)]
struct ResendTo {
    domain: String,
    email: String,
}

/// The approval mails once more: to the addresses given, else to whom they went. Unchanged where the address
/// had one before, with a new token where it had not (BR 3.2.2.4).
pub(in crate::certcentral) async fn resend(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<StatusCode> {
    let (mut account, now) = server.account()?;
    let order = id(&key, "order")?;
    let Resend { domain_approval_emails } = body(&bytes)?;
    let scope = account.options.name_scope;
    for to in &domain_approval_emails {
        account.check_approver(&scope_of(&to.domain, scope), &to.email)?;
    }
    let record = account.order_mut(order)?;
    if !record.open_run().is_some_and(|run| run.domains.iter().any(|domain| domain.check.pending())) {
        return Err(ApiError::refused("domain_approval_not_pending", "No domain approval is pending."));
    }
    if !domain_approval_emails.is_empty() {
        record.chosen_emails = domain_approval_emails.into_iter().map(|to| (to.domain, to.email)).collect();
    }
    account.send_domain_mails(order, now)?;
    Ok(StatusCode::NO_CONTENT)
}
