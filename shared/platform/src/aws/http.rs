//! The main of a function behind an HTTP API (payload format 2.0) or a function URL, which send the same.

use std::net::IpAddr;
use std::process::ExitCode;

use async_trait::async_trait;
use aws_lambda_events::event::lambda_function_urls::{LambdaFunctionUrlRequest, LambdaFunctionUrlResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::{Value, json};

use super::lambda::{block_on, now};
use super::{Setup, StartError, trace};

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
    /// The status and the JSON body of the answer to a call.
    async fn respond(&self, call: &Call<'_>) -> (u16, Value);
}

/// Answers calls until Lambda ends the instance; `secrets` are the variables that are secret.
pub fn serve<A: Respond>(
    secrets: &'static [&'static str],
    make: impl FnOnce(&Setup) -> Result<A, StartError>,
) -> ExitCode {
    block_on(async {
        let setup = Setup::from_environment(secrets).await?;
        let answering = make(&setup)?;
        let answering = &answering;
        let serve = async |event: LambdaEvent<LambdaFunctionUrlRequest>| {
            Ok::<_, lambda_runtime::Error>(answer(answering, event.payload).await)
        };
        lambda_runtime::run(service_fn(serve)).await.map_err(StartError::Lambda)
    })
}

async fn answer(answering: &dyn Respond, request: LambdaFunctionUrlRequest) -> LambdaFunctionUrlResponse {
    let headers = request.headers;
    let body = request.body.unwrap_or_default();
    let body = if request.is_base64_encoded { STANDARD.decode(&body).ok() } else { Some(body.into_bytes()) };
    let (status, body) = match body {
        None => (400, json!({ "error": "the body is not base64" })),
        Some(body) => {
            let path = request.raw_path.as_deref().unwrap_or("/");
            let source = request.request_context.http.source_ip.as_deref().and_then(|ip| ip.parse().ok());
            let call = Call { path, source, headers: &headers, body: &body, now: now() };
            let work = answering.respond(&call);
            match trace::of_headers(&headers) {
                Some(trace) => trace::within(trace, work).await,
                None => work.await,
            }
        }
    };
    let mut answer = LambdaFunctionUrlResponse::default();
    answer.status_code = i64::from(status);
    answer.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.body = Some(body.to_string());
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Echo;

    #[async_trait]
    impl Respond for Echo {
        async fn respond(&self, call: &Call<'_>) -> (u16, Value) {
            let id = call.headers["webhook-id"].to_str().ok();
            let (body, source) = (String::from_utf8_lossy(call.body), call.source);
            (202, json!({ "id": id, "body": body, "path": call.path, "source": source }))
        }
    }

    fn call(body: &str, base64: bool) -> LambdaFunctionUrlRequest {
        serde_json::from_value(json!({
            "version": "2.0", "routeKey": "POST /webhooks", "rawPath": "/webhooks", "rawQueryString": "",
            "headers": { "webhook-id": "msg_1", "content-type": "application/json" },
            "requestContext": {
                "accountId": "123456789012", "apiId": "a", "domainName": "a.example", "domainPrefix": "a",
                "http": { "method": "POST", "path": "/webhooks", "protocol": "HTTP/1.1",
                          "sourceIp": "192.0.2.1", "userAgent": "portal" },
                "requestId": "r", "routeKey": "POST /webhooks", "stage": "$default",
                "time": "22/Nov/2026:09:00:00 +0000", "timeEpoch": 1_795_338_000_000_i64
            },
            "body": body, "isBase64Encoded": base64
        }))
        .unwrap()
    }

    #[tokio::test]
    async fn the_raw_body_reaches_the_function_whichever_way_it_comes() {
        for request in [call("{\"a\":1}", false), call("eyJhIjoxfQ==", true)] {
            let answer = answer(&Echo, request).await;
            assert_eq!(answer.status_code, 202);
            let body: Value = serde_json::from_str(&answer.body.unwrap()).unwrap();
            let expected = json!({
                "id": "msg_1", "body": "{\"a\":1}", "path": "/webhooks", "source": "192.0.2.1",
            });
            assert_eq!(body, expected);
        }
        assert_eq!(answer(&Echo, call("%%%", true)).await.status_code, 400);
    }
}
