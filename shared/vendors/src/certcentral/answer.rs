//! What an HTTP answer means: the one table from status and body to success or error. Pure.

use std::borrow::Cow;
use std::time::Duration;

use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Call, Cause, Effect, Error, Reason, masked};

/// The longest wait believed of a `Retry-After`.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// The error an answer without success stands for; `silence` is the wait after a 429 that names none.
pub(super) fn failure(
    call: Call,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    silence: Duration,
) -> Error {
    let number = status.as_u16();
    match number {
        429 => Error::RateLimited { call, after: retry_after(headers).unwrap_or(silence) },
        401 => Error::Unauthorised { call, status: number, reason: reason(number, body) },
        403 => {
            let reason = reason(number, body);
            // A 403 with another code is about the order or its data, not about the key.
            if reason.code.starts_with("access_denied") || reason.code == "http_403" {
                Error::Unauthorised { call, status: number, reason }
            } else {
                Error::Refused { call, status: number, reason }
            }
        }
        408 | 500..=599 => unsettled(call, Cause::Status(number)),
        400..=499 => Error::Refused { call, status: number, reason: reason(number, body) },
        // Redirects and everything else the API does not document.
        _ if call.effect() == Effect::Once => Error::Unknown { call, cause: Cause::Status(number) },
        _ => Error::Malformed { call, what: format!("unexpected HTTP {number}").into() },
    }
}

/// A request that left and brought no usable answer.
pub(super) fn unsettled(call: Call, cause: Cause) -> Error {
    match call.effect() {
        Effect::Once => Error::Unknown { call, cause },
        Effect::Read | Effect::Repeatable => Error::Unavailable { call, cause },
    }
}

/// A success whose body is not what was promised. For a call that is sent once this is an unknown outcome: the order
/// exists, only its number could not be read.
pub(super) fn unreadable(call: Call, what: impl Into<Cow<'static, str>>) -> Error {
    match call.effect() {
        Effect::Once => Error::Unknown { call, cause: Cause::UnreadableSuccess },
        Effect::Read | Effect::Repeatable => Error::Malformed { call, what: what.into() },
    }
}

/// The JSON of a success. The error tells where the JSON breaks, not what stands there.
pub(super) fn json<T: DeserializeOwned>(call: Call, body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|e| {
        let kind = match e.classify() {
            serde_json::error::Category::Data => "JSON of another shape",
            _ => "no JSON",
        };
        unreadable(call, format!("{kind} at line {} column {}", e.line(), e.column()))
    })
}

/// `Retry-After` in seconds; its date form is not used by this API.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).clamp(Duration::from_secs(1), LONGEST_RETRY_AFTER))
}

/// Both shapes in which errors come: a list under `errors`, or one object there (seen in recorded answers).
#[derive(Deserialize)]
struct Failure {
    #[serde(alias = "error")]
    errors: OneOrMany,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    Many(Vec<Item>),
    One(Item),
}

#[derive(Deserialize, Default)]
struct Item {
    #[serde(default)]
    code: Option<String>,
    #[serde(default, alias = "description")]
    message: Option<String>,
}

fn reason(status: u16, body: &[u8]) -> Reason {
    let mut items = match serde_json::from_slice(body) {
        Ok(Failure { errors: OneOrMany::Many(items) }) => items,
        Ok(Failure { errors: OneOrMany::One(item) }) => vec![item],
        Err(_) => Vec::new(),
    };
    let more = items.len().saturating_sub(1);
    let first = if items.is_empty() { Item::default() } else { items.swap_remove(0) };
    let code = first.code.filter(|code| !code.is_empty());
    Reason {
        code: code.map_or_else(|| format!("http_{status}"), |code| masked::code(&code)),
        message: first.message.map(|message| masked::message(&message)).unwrap_or_default(),
        more,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SILENCE: Duration = Duration::from_secs(30);

    fn fail(call: Call, status: u16, body: &str) -> Error {
        failure(call, StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), body.as_bytes(), SILENCE)
    }

    #[test]
    fn both_shapes_of_errors_are_read() {
        for body in [
            r#"{"errors":[{"code":"not_found|order","message":"The specified order was not found."}]}"#,
            r#"{"errors":{"code":"not_found|order","message":"The specified order was not found."}}"#,
            r#"{"error":{"code":"not_found|order","description":"The specified order was not found."}}"#,
        ] {
            let error = fail(Call::OrderInfo, 404, body);
            assert!(error.is_not_found());
            assert_eq!(
                error.to_string(),
                "CertCentral refused order-info (HTTP 404): not_found|order (The specified order was not found.)"
            );
        }
    }

    #[test]
    fn an_answer_without_errors_still_has_a_code() {
        for body in ["", "<html>", "{}", "[]", r#"{"errors":[]}"#, r#"{"errors":"no"}"#] {
            let Error::Refused { reason, .. } = fail(Call::OrderInfo, 404, body) else { panic!("{body}") };
            assert_eq!(reason, Reason { code: "http_404".to_owned(), message: String::new(), more: 0 });
        }
    }

    /// The whole table: what each status is for a call that reads and for one that is sent once.
    #[test]
    fn the_table_of_statuses() {
        let kind = |error: &Error| match error {
            Error::Refused { .. } => "refused",
            Error::Unknown { .. } => "unknown",
            Error::Unavailable { .. } => "unavailable",
            Error::RateLimited { .. } => "rate limited",
            Error::Unauthorised { .. } => "unauthorised",
            Error::Malformed { .. } => "malformed",
            _ => "unsent",
        };
        for (status, read, once) in [
            (301, "malformed", "unknown"),
            (307, "malformed", "unknown"),
            (400, "refused", "refused"),
            (401, "unauthorised", "unauthorised"),
            (403, "unauthorised", "unauthorised"),
            (404, "refused", "refused"),
            (406, "refused", "refused"),
            (408, "unavailable", "unknown"),
            (409, "refused", "refused"),
            (429, "rate limited", "rate limited"),
            (500, "unavailable", "unknown"),
            (502, "unavailable", "unknown"),
            (503, "unavailable", "unknown"),
            (504, "unavailable", "unknown"),
        ] {
            assert_eq!(kind(&fail(Call::OrderInfo, status, "")), read, "{status}");
            assert_eq!(kind(&fail(Call::OrderDcvToken, status, "")), read, "{status}");
            assert_eq!(kind(&fail(Call::PlaceOrder, status, "")), once, "{status}");
        }
    }

    #[test]
    fn a_403_about_the_order_is_no_fault_of_the_key() {
        let body = |code: &str| format!(r#"{{"errors":[{{"code":"{code}","message":"no"}}]}}"#);
        let key = fail(Call::PlaceOrder, 403, &body("access_denied|missing_permission"));
        assert!(matches!(key, Error::Unauthorised { .. }));
        let order = fail(Call::PlaceOrder, 403, &body("domain_locked"));
        assert!(matches!(order, Error::Refused { status: 403, .. }));
    }

    #[test]
    fn retry_after_is_believed_within_reason() {
        for (text, seconds) in [("7", 7), ("0", 1), ("999999", 3600), ("soon", 30)] {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, text.parse().unwrap());
            let error = failure(Call::OrderInfo, StatusCode::TOO_MANY_REQUESTS, &headers, b"", SILENCE);
            let after = Duration::from_secs(seconds);
            assert_eq!(error, Error::RateLimited { call: Call::OrderInfo, after });
        }
    }

    /// R90: neither the reader's errors nor the vendor's carry the data of the answer.
    #[test]
    fn errors_do_not_quote_the_answer() {
        let unreadable = json::<u64>(Call::OrderInfo, br#""Taro Yamada""#).unwrap_err();
        assert!(!format!("{unreadable} {unreadable:?}").contains("Yamada"));
        let body =
            r#"{"errors":[{"code":"bad|taro@example.jp","message":"Taro Yamada taro@example.jp"},{}]}"#;
        let refused = fail(Call::AddOrganisation, 400, body);
        assert_eq!(
            refused.to_string(),
            "CertCentral refused add-organisation (HTTP 400): bad|… (…) and 1 more"
        );
        assert!(!format!("{refused:?}").to_lowercase().contains("yamada"));
    }

    /// R13: an order whose confirmation cannot be read was placed; it must be looked for, not placed again.
    #[test]
    fn an_unreadable_success_of_an_order_is_an_unknown_outcome() {
        let error = json::<u64>(Call::PlaceOrder, b"<html>").unwrap_err();
        assert_eq!(error, Error::Unknown { call: Call::PlaceOrder, cause: Cause::UnreadableSuccess });
    }
}
