//! Errors as CertCentral writes them: `{"errors":[{"code":…,"message":…}]}`.

use std::borrow::Cow;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::SimulationError;

#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    code: Cow<'static, str>,
    message: Cow<'static, str>,
}

pub(super) type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    pub(super) fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { status, code: code.into(), message: message.into() }
    }

    /// 400 with a code of its own.
    pub(super) fn refused(code: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 400 for a body that is not what the endpoint takes.
    pub(super) fn format(message: impl Into<Cow<'static, str>>) -> Self {
        Self::refused("bad_request_format", message)
    }

    /// 404 for `order`, `product`, `certificate`, `organization`, `domain` or `route`.
    pub(super) fn not_found(what: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            format!("not_found|{what}"),
            format!("The specified {what} was not found."),
        )
    }
}

impl From<SimulationError> for ApiError {
    fn from(error: SimulationError) -> Self {
        tracing::warn!(error = &error as &dyn std::error::Error, "the simulated vendor failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", "An internal error occurred.")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json!({ "errors": [{ "code": self.code, "message": self.message }] });
        (self.status, Json(body)).into_response()
    }
}
