//! The main of a function behind an HTTP API (payload format 2.0) or a function URL, which send the same.

use std::io::Write as _;
use std::net::IpAddr;
use std::process::ExitCode;
use std::time::Duration;

use async_trait::async_trait;
use aws_lambda_events::event::lambda_function_urls::{LambdaFunctionUrlRequest, LambdaFunctionUrlResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::{Value, json};
use tracing::{Instrument as _, field::Empty};

use super::lambda::{block_on, deadline, names, now};
use super::metrics::{Names, call_line};
use super::{Setup, StartError};
use crate::envelope::TraceParent;
use crate::trace;

/// How long before the function is stopped a call that is still worked on is answered that it was not done.
const RESERVE: SignedDuration = SignedDuration::from_secs(2);

/// An HTTP call.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The path, without a query.
    pub path: &'a str,
    /// The address that called the API.
    pub source: Option<IpAddr>,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The raw body.
    pub body: &'a [u8],
    /// When it came.
    pub now: Timestamp,
}

/// Answers HTTP calls.
#[async_trait]
pub trait Respond: Send + Sync {
    /// The status and the JSON body of the answer to a call. The ids that the call is about are recorded on the present
    /// span as `event` and `order`, for the line that is logged of every call.
    async fn respond(&self, call: &Call<'_>) -> (u16, Value);
}

/// Answers calls until Lambda ends the instance; `function` is its name in logs, `secrets` are the variables that are
/// secret.
pub fn serve<A: Respond>(
    function: &'static str,
    secrets: &'static [&'static str],
    make: impl FnOnce(&Setup) -> Result<A, StartError>,
) -> ExitCode {
    block_on(async {
        let setup = Setup::from_environment(secrets).await?;
        let answering = make(&setup)?;
        let names = setup.read(names)?;
        let (answering, names) = (&answering, &names);
        let serve = async |event: LambdaEvent<LambdaFunctionUrlRequest>| {
            let until = deadline(event.context.deadline, now())? - RESERVE;
            let (answer, line) = call(answering, function, names, event.payload, until).await;
            write(&line);
            Ok::<_, lambda_runtime::Error>(answer)
        };
        lambda_runtime::run(service_fn(serve)).await.map_err(StartError::Lambda)
    })
}

fn write(line: &str) {
    if let Err(error) = writeln!(std::io::stdout(), "{line}") {
        tracing::warn!(%error, "metrics not written");
    }
}

/// Answers a call within its trace, logs it, and counts it: the answer and the line of its metrics.
async fn call(
    answering: &dyn Respond,
    function: &'static str,
    names: &Names,
    request: LambdaFunctionUrlRequest,
    until: Timestamp,
) -> (LambdaFunctionUrlResponse, String) {
    let began = now();
    let trace = trace::of_headers(&request.headers);
    let span = tracing::info_span!(
        "call",
        function,
        trace = trace.as_ref().map(TraceParent::trace_id),
        event = Empty,
        order = Empty,
        outcome = Empty,
        status = Empty,
        ms = Empty,
    );
    let left = Duration::try_from(until.duration_since(began)).unwrap_or_default();
    let work = tokio::time::timeout(left, answer(answering, &request).instrument(span.clone()));
    let done = match trace {
        Some(trace) => trace::within(trace, work).await,
        None => work.await,
    };
    let (status, body) =
        done.unwrap_or_else(|_| (503, json!({ "error": "not done in time; send it again" })));
    let took = now().duration_since(began).as_millis();
    span.record("outcome", outcome(status)).record("status", status);
    span.record("ms", u64::try_from(took).unwrap_or_default());
    span.in_scope(|| match status {
        500.. => tracing::error!("not handled"),
        400.. => tracing::warn!("refused"),
        _ => tracing::info!("handled"),
    });
    (response(status, &body), call_line(names, status, took, now()))
}

/// A word for logs.
const fn outcome(status: u16) -> &'static str {
    match status {
        500.. => "error",
        400.. => "refused",
        _ => "accepted",
    }
}

async fn answer(answering: &dyn Respond, request: &LambdaFunctionUrlRequest) -> (u16, Value) {
    let body = request.body.as_deref().unwrap_or_default().as_bytes();
    let decoded;
    let body = if request.is_base64_encoded {
        let Ok(bytes) = STANDARD.decode(body) else {
            return (400, json!({ "error": "the body is not base64" }));
        };
        decoded = bytes;
        &decoded
    } else {
        body
    };
    let path = request.raw_path.as_deref().unwrap_or("/");
    let source = request.request_context.http.source_ip.as_deref().and_then(|ip| ip.parse().ok());
    answering.respond(&Call { path, source, headers: &request.headers, body, now: now() }).await
}

fn response(status: u16, body: &Value) -> LambdaFunctionUrlResponse {
    let mut answer = LambdaFunctionUrlResponse::default();
    answer.status_code = i64::from(status);
    answer.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.body = Some(body.to_string());
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says what it was given; at `/slow` it never does.
    struct Echo;

    #[async_trait]
    impl Respond for Echo {
        async fn respond(&self, call: &Call<'_>) -> (u16, Value) {
            if call.path == "/slow" {
                return std::future::pending().await;
            }
            let id = call.headers["webhook-id"].to_str().ok();
            tracing::Span::current().record("event", id).record("order", "CF-1");
            let (body, source) = (String::from_utf8_lossy(call.body), call.source);
            (202, json!({ "id": id, "body": body, "path": call.path, "source": source }))
        }
    }

    fn request(path: &str, body: &str, base64: bool) -> LambdaFunctionUrlRequest {
        serde_json::from_value(json!({
            "version": "2.0", "routeKey": "POST /webhooks", "rawPath": path, "rawQueryString": "",
            "headers": {
                "webhook-id": "msg_1", "content-type": "application/json",
                "x-forwarded-for": "216.168.240.1", "forwarded": "for=216.168.240.1",
                "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            },
            "requestContext": {
                "accountId": "123456789012", "apiId": "a", "domainName": "a.example", "domainPrefix": "a",
                "http": { "method": "POST", "path": path, "protocol": "HTTP/1.1",
                          "sourceIp": "192.0.2.1", "userAgent": "portal" },
                "requestId": "r", "routeKey": "POST /webhooks", "stage": "$default",
                "time": "22/Nov/2026:09:00:00 +0000", "timeEpoch": 1_795_338_000_000_i64
            },
            "body": body, "isBase64Encoded": base64
        }))
        .unwrap()
    }

    async fn called(path: &str, body: &str, base64: bool) -> (i64, Value, Value) {
        let names = Names { namespace: "certflow/test".into(), function: "t-portal-webhook".into() };
        let until = now() + SignedDuration::from_millis(200);
        let (answer, line) = call(&Echo, "portal-webhook", &names, request(path, body, base64), until).await;
        let body = serde_json::from_str(&answer.body.unwrap()).unwrap();
        (answer.status_code, body, serde_json::from_str(&line).unwrap())
    }

    #[tokio::test]
    async fn the_raw_body_reaches_the_function_whichever_way_it_comes() {
        // `source` is who the platform says called, whatever a header says.
        for (text, base64) in [("{\"a\":1}", false), ("eyJhIjoxfQ==", true)] {
            let (status, body, metrics) = called("/webhooks", text, base64).await;
            assert_eq!(status, 202);
            let expected = json!({
                "id": "msg_1", "body": "{\"a\":1}", "path": "/webhooks", "source": "192.0.2.1",
            });
            assert_eq!(body, expected);
            assert_eq!((&metrics["Handled"], &metrics["Failed"]), (&json!(1), &Value::Null));
        }
        let (status, _, metrics) = called("/webhooks", "%%%", true).await;
        assert_eq!((status, &metrics["Refused"]), (400, &json!(1)));
    }

    /// R89: before Lambda stops the function, the caller hears that it has to send the call again.
    #[tokio::test]
    async fn a_call_that_takes_too_long_is_answered_before_the_deadline() {
        let (status, body, metrics) = called("/slow", "{}", false).await;
        assert_eq!((status, &metrics["Failed"]), (503, &json!(1)));
        assert!(body["error"].as_str().unwrap().contains("send it again"));
    }

    /// R85, R90: one line a call, with function, trace, event, order, outcome and duration, and nothing of the body.
    #[tokio::test]
    async fn a_call_is_logged_by_its_ids() {
        let lines = crate::testing::Lines::default();
        let _logging = crate::testing::listen(&lines);
        called("/webhooks", "{}", false).await;
        tracing::callsite::rebuild_interest_cache();
        lines.clear();
        called("/webhooks", "{\"name\":\"山田\"}", false).await;
        let text = lines.text();
        let line: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!(line["message"], "handled");
        let span = &line["span"];
        assert_eq!((&span["function"], &span["event"]), (&json!("portal-webhook"), &json!("msg_1")));
        assert_eq!((&span["order"], &span["outcome"]), (&json!("CF-1"), &json!("accepted")));
        assert_eq!(span["trace"], "0af7651916cd43dd8448eb211c80319c");
        assert!(span["ms"].is_number() && !text.contains("山田"), "{text}");
    }
}
