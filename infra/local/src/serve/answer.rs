//! Answers that are not an order: findings in JSON, as the webhooks' are.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use procedure::{Finding, OrderId, Party, Text};
use serde_json::json;

pub(super) fn found(status: StatusCode, finding: Finding) -> Response {
    (status, Json(json!({ "findings": [finding.owed_by(Party::Provider)] }))).into_response()
}

pub(super) fn too_large() -> Response {
    let rejection = platform::webhook::Rejection::TooLarge;
    found(StatusCode::PAYLOAD_TOO_LARGE, rejection.finding())
}

pub(super) fn too_slow() -> Response {
    let finding = Finding::stop(
        "http.too_slow",
        "body",
        "RFC 9110 section 15.5.9",
        Text::fixed("本文が時間内に届きませんでした。", "The body did not arrive in time."),
        Text::fixed("もう一度送信してください。", "Send it again."),
    );
    found(StatusCode::REQUEST_TIMEOUT, finding)
}

pub(super) fn unauthorised() -> Response {
    let finding = Finding::stop(
        "http.unauthorised",
        "authorization",
        "RFC 6750",
        Text::fixed("トークンがないか、正しくありません。", "The token is missing or wrong."),
        Text::fixed(
            "`Authorization: Bearer` に portal-token ファイルの値を指定してください。",
            "Send `Authorization: Bearer` with the content of the file portal-token.",
        ),
    );
    let challenge = [(header::WWW_AUTHENTICATE, "Bearer realm=\"certflow\"")];
    (challenge, found(StatusCode::UNAUTHORIZED, finding)).into_response()
}

pub(super) fn unknown_order(id: &OrderId) -> Response {
    let refusal = procedure::order::unknown_order(id);
    (StatusCode::NOT_FOUND, Json(json!({ "findings": refusal }))).into_response()
}

pub(super) fn unknown_page() -> Response {
    let finding = Finding::stop(
        "http.not_found",
        "path",
        "RFC 9110 section 15.5.5",
        Text::fixed("このアドレスはありません。", "There is nothing at this address."),
        Text::fixed(
            "`certflow serve --help` にあるアドレスを指定してください。",
            "See `certflow serve --help` for the addresses there are.",
        ),
    );
    found(StatusCode::NOT_FOUND, finding)
}

pub(super) fn unavailable() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "error": "not available; try again" }))).into_response()
}
