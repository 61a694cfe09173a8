//! What every request passes before it is handled: trouble, the API key, the rate limits.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::error::{ApiError, ApiResult};
use super::options::KeyRights;
use super::trouble::{Fault, meet};
use super::wire::Scissors;
use super::{BASE_PATH, Server};
use crate::sync::lock;

pub(super) async fn gate(
    State(server): State<Arc<Server>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
    next: Next,
) -> Response {
    server.requests.fetch_add(1, Ordering::Relaxed);
    let path = request.uri().path().strip_prefix(BASE_PATH).unwrap_or_default();
    let fault = meet(&mut lock(&server.troubles), request.method().as_str(), path);
    match fault {
        Some(Fault::LostRequest) => {
            scissors.cut();
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        Some(Fault::Refused(status)) => return trouble(status),
        Some(Fault::Slow(wait)) => tokio::time::sleep(wait).await,
        Some(Fault::LostReply | Fault::DoneButRefused(_) | Fault::Garbage) | None => {}
    }
    if let Err(refused) = admit(&server, request.method(), request.headers()) {
        return refused.into_response();
    }
    let response = next.run(request).await;
    match fault {
        Some(Fault::LostReply) => {
            scissors.cut();
            response
        }
        Some(Fault::DoneButRefused(status)) => trouble(status),
        Some(Fault::Garbage) => Html("<html><body>Service page</body></html>").into_response(),
        _ => response,
    }
}

fn admit(server: &Server, method: &Method, headers: &HeaderMap) -> ApiResult<()> {
    let given = headers.get("X-DC-DEVKEY").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let key = server.keys.iter().find(|key| key.key == given).ok_or_else(|| {
        ApiError::new(StatusCode::UNAUTHORIZED, "access_denied|invalid_api_key", "The API key is not valid.")
    })?;
    if key.rights == KeyRights::ViewOnly && method != Method::GET {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "access_denied|missing_permission",
            "The API key does not have the required permission.",
        ));
    }
    if server.rate_limits && !lock(&server.limiter).admit(given, server.clock.now()) {
        return Err(ApiError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "request_limit_exceeded",
            "Service unavailable, please limit request volume.",
        ));
    }
    Ok(())
}

fn trouble(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    ApiError::new(status, "internal_error", "An internal error occurred.").into_response()
}
