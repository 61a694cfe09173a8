//! The endpoints, as domain/vendors.md lists them.

mod certificate;
mod dcv;
mod domain;
mod order;
mod organisation;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};
use serde::de::DeserializeOwned;

use super::error::{ApiError, ApiResult};
use super::gate::gate;
use super::{BASE_PATH, Server};

/// Largest body taken, in bytes.
const MAX_BODY: usize = 256 * 1024;

pub(super) fn router(server: Arc<Server>) -> Router {
    let api = Router::new()
        .route("/product", get(organisation::products))
        .route("/order/certificate", get(order::list))
        .route("/order/certificate/status-changes", get(order::status_changes))
        .route("/order/alternate/{reference}", get(order::by_alternative_id))
        .route("/order/certificate/{key}", get(order::info).post(order::place))
        .route("/order/certificate/{id}/validation", get(order::validation))
        .route("/order/certificate/{id}/reissue", post(order::reissue))
        .route("/order/certificate/{id}/status", put(order::cancel))
        .route("/order/certificate/{id}/revoke", put(order::revoke))
        .route("/order/certificate/{id}/dcv-method", put(dcv::set_method))
        .route("/order/certificate/{id}/dcv-random-value", put(dcv::random_value))
        .route("/order/certificate/{id}/check-dcv", put(dcv::check))
        .route("/order/certificate/{id}/resend-emails", put(dcv::resend))
        .route("/order/certificate/{id}/order-approval/resend-emails", put(order::resend_confirmation))
        .route("/request/{id}/status", put(order::decide_request))
        .route("/certificate/{id}/revoke", put(certificate::revoke))
        .route("/certificate/{id}/chain", get(certificate::chain))
        .route("/certificate/{id}/download/format/{format}", get(certificate::download))
        .route("/certificate/download/order/{id}/format/{format}", get(certificate::download_of_order))
        .route("/organization", get(organisation::list).post(organisation::create))
        .route("/organization/{id}", get(organisation::info))
        .route("/organization/{id}/validation", get(organisation::validation).post(organisation::submit))
        .route("/domain", get(domain::list).post(domain::create))
        .route("/domain/{id}", get(domain::info))
        .route("/domain/{id}/dcv/emails", get(domain::emails).put(domain::send))
        .route("/domain/{id}/dcv/method", put(domain::set_method))
        .route("/domain/{id}/dcv/token", post(domain::new_token))
        .route("/domain/{id}/dcv/validate-token", put(domain::validate_token))
        .fallback(no_route)
        .method_not_allowed_fallback(no_route);
    Router::new()
        .nest(BASE_PATH, api)
        .fallback(no_route)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(Arc::clone(&server), gate))
        .with_state(server)
}

async fn no_route() -> ApiError {
    ApiError::not_found("route")
}

/// The body as `T`; an empty body reads as `{}`.
fn body<T: DeserializeOwned>(bytes: &Bytes) -> ApiResult<T> {
    let bytes = if bytes.is_empty() { b"{}".as_slice() } else { bytes };
    serde_json::from_slice(bytes).map_err(|error| ApiError::format(format!("The body is malformed: {error}")))
}

/// A number in the path; anything else names nothing.
fn id(text: &str, what: &str) -> ApiResult<u64> {
    text.parse().map_err(|_| ApiError::not_found(what))
}
