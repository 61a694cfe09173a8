//! Certificates: download, chain, revocation.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::order::revoked;
use super::{body, id};
use crate::ca::Issued;
use crate::certcentral::Server;
use crate::certcentral::account::Account;
use crate::certcentral::error::{ApiError, ApiResult};
use crate::certcentral::order::Certificate;

/// The order and the certificate by certificate id or serial number.
fn find<'a>(account: &'a Account, key: &str) -> ApiResult<(u64, &'a Certificate)> {
    let number: Option<u64> = key.parse().ok();
    let mut all =
        account.orders.values().flat_map(|o| o.certificates.iter().map(|certificate| (o.id, certificate)));
    all.find(|(_, c)| number == Some(c.id) || c.issued.serial.eq_ignore_ascii_case(key))
        .ok_or_else(|| ApiError::not_found("certificate"))
}

fn file(issued: &Issued, format: &str) -> ApiResult<Response> {
    let pem = match format {
        "pem_all" => issued.pem_all(),
        "pem_noroot" => issued.pem_noroot(),
        _ => return Err(ApiError::refused("invalid_format", "This simulation hands out PEM only.")),
    };
    Ok(([(CONTENT_TYPE, "application/x-pem-file")], pem).into_response())
}

pub(in crate::certcentral) async fn download(
    State(server): State<Arc<Server>>,
    Path((key, format)): Path<(String, String)>,
) -> ApiResult<Response> {
    let (account, _) = server.account()?;
    file(&find(&account, &key)?.1.issued, &format)
}

pub(in crate::certcentral) async fn download_of_order(
    State(server): State<Arc<Server>>,
    Path((key, format)): Path<(String, String)>,
) -> ApiResult<Response> {
    let (account, _) = server.account()?;
    let certificates = &account.order(id(&key, "order")?)?.certificates;
    file(&certificates.last().ok_or_else(|| ApiError::not_found("certificate"))?.issued, &format)
}

pub(in crate::certcentral) async fn chain(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
) -> ApiResult<Json<Value>> {
    let (account, _) = server.account()?;
    let issued = &find(&account, &key)?.1.issued;
    Ok(Json(json!({
        "intermediates": [
            { "subject_common_name": "DigiCert Simulated TLS CA", "pem": issued.intermediate_pem },
            { "subject_common_name": "DigiCert Simulated Root", "pem": issued.root_pem },
        ],
    })))
}

pub(in crate::certcentral) async fn revoke(
    State(server): State<Arc<Server>>,
    Path(key): Path<String>,
    bytes: Bytes,
) -> ApiResult<Response> {
    let (mut account, now) = server.account()?;
    let (order, certificate) = find(&account, &key).map(|(order, certificate)| (order, certificate.id))?;
    Ok(revoked(account.revoke(order, Some(certificate), body(&bytes)?, now)?.as_ref()))
}
