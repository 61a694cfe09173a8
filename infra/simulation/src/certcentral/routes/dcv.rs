//! Domain approval within an order.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::order::random_value;
use super::{body, id};
use crate::certcentral::Server;
use crate::certcentral::domain::scope_of;
use crate::certcentral::error::{ApiError, ApiResult};

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
            let value = random_value(&account, account.order(order)?);
            Json(json!({ "dcv_random_value": value })).into_response()
        }
    })
}

/// Looks for the random values in the DNS now; TXT only.
pub(in crate::certcentral) async fn check(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (mut account, now) = server.account()?;
    let key = id(&key, "order")?;
    let order = account.order(key)?;
    if order.dcv_method.starts_with("http-token") {
        return Err(ApiError::refused("dcv_token_not_found", "The file was not found."));
    }
    let checks = order.run().map(|run| run.domains.clone()).unwrap_or_default();
    if order.dcv_method == "dns-txt-token" {
        for check in checks.iter().filter(|check| check.check.pending()) {
            if account.token_published(&check.scope, now) {
                account.approve_domain(&check.scope, now);
            }
        }
        account.catch_up(now)?;
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
    account.send_domain_mails(order, now, true)?;
    Ok(StatusCode::NO_CONTENT)
}
