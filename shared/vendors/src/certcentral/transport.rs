//! One request to the vendor: admitted, sent, read within limits, and repeated where that is safe.

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Method};
use reqwest::{Response, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Call, Cause, Client, Error, answer, backoff};

/// Longest answer read, in bytes.
pub(super) const MAX_ANSWER: usize = 2 * 1024 * 1024;
/// Longest request sent, in bytes; an order with 250 names and a large CSR is below 64 KiB.
const MAX_REQUEST: usize = 256 * 1024;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request, ready to be sent any number of times.
pub(super) struct Request {
    call: Call,
    method: Method,
    url: Url,
    accept: HeaderValue,
    body: Option<Vec<u8>>,
}

impl Client {
    /// Reads: a GET whose answer is JSON.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        call: Call,
        path: &[&str],
        query: &[(&str, String)],
    ) -> Result<T, Error> {
        let url = self.config().base_url.join(path, query);
        let request = Request { call, method: Method::GET, url, accept: JSON, body: None };
        answer::json(call, &self.exchange(&request).await?)
    }

    /// Reads: a GET whose answer is not JSON.
    pub(super) async fn get_raw(
        &self,
        call: Call,
        path: &[&str],
        accept: HeaderValue,
    ) -> Result<Vec<u8>, Error> {
        let url = self.config().base_url.join(path, &[]);
        self.exchange(&Request { call, method: Method::GET, url, accept, body: None }).await
    }

    /// Changes something: the answer's body, empty when the vendor says 204.
    pub(super) async fn change<B: Serialize + ?Sized>(
        &self,
        call: Call,
        method: Method,
        path: &[&str],
        body: Option<&B>,
    ) -> Result<Vec<u8>, Error> {
        let url = self.config().base_url.join(path, &[]);
        let body = body.map(serde_json::to_vec).transpose();
        let body =
            body.map_err(|_| Error::Unsent { call, what: "the request cannot be written as JSON".into() })?;
        if body.as_ref().is_some_and(|body| body.len() > MAX_REQUEST) {
            return Err(Error::Unsent {
                call,
                what: format!("the request is over {MAX_REQUEST} bytes").into(),
            });
        }
        self.exchange(&Request { call, method, url, accept: JSON, body }).await
    }

    async fn exchange(&self, request: &Request) -> Result<Vec<u8>, Error> {
        let (call, config) = (request.call, self.config());
        let mut attempt = 1;
        loop {
            self.admitted(call).await?;
            let error = match self.attempt(request).await {
                Ok(body) => {
                    tracing::debug!(%call, attempt, bytes = body.len(), "CertCentral answered");
                    return Ok(body);
                }
                Err(error) => error,
            };
            if let Error::RateLimited { after, .. } = error {
                let until = self.shared.clock.now() + after;
                self.shared.limiter().hold(until);
            }
            let pause = backoff::pause(call, &error, attempt, config.attempts, config.longest_wait);
            tracing::warn!(%call, attempt, again = pause.is_some(), %error, "CertCentral call failed");
            let Some(pause) = pause else { return Err(error) };
            self.shared.clock.sleep(pause).await;
            attempt += 1;
        }
    }

    /// Waits until the rate limits admit the request, at most `longest_wait` in all.
    async fn admitted(&self, call: Call) -> Result<(), Error> {
        let clock = &self.shared.clock;
        let deadline = clock.now() + self.config().longest_wait;
        loop {
            let now = clock.now();
            let decision = self.shared.limiter().admit(now);
            let Err(wait) = decision else { return Ok(()) };
            if now + wait > deadline {
                return Err(Error::RateLimited { call, after: wait });
            }
            clock.sleep(wait).await;
        }
    }

    async fn attempt(&self, request: &Request) -> Result<Vec<u8>, Error> {
        let call = request.call;
        let http = self.shared.http(call.effect()).map_err(|error| lost(call, &error))?;
        let mut builder = http
            .request(request.method.clone(), request.url.clone())
            .header("X-DC-DEVKEY", self.config().key.header())
            .header(ACCEPT, request.accept.clone())
            .header(CONTENT_TYPE, JSON);
        builder = match &request.body {
            Some(body) => builder.body(body.clone()),
            // The API calls a request well formed when it has a length; the library leaves out that of nothing.
            None if request.method != Method::GET => builder.header(CONTENT_LENGTH, "0"),
            None => builder,
        };
        let response = builder.send().await.map_err(|error| lost(call, &error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = read(call, response).await;
        if status.is_success() {
            return body;
        }
        // What a failure says of itself is worth having, but the status alone decides.
        Err(answer::failure(call, status, &headers, &body.unwrap_or_default(), self.config().silence))
    }
}

/// The error of a request that brought no answer. The library's own text is dropped: it holds the URL.
fn lost(call: Call, error: &reqwest::Error) -> Error {
    if error.is_connect() || error.is_builder() {
        return Error::Unavailable { call, cause: Cause::NoConnection };
    }
    answer::unsettled(call, if error.is_timeout() { Cause::Timeout } else { Cause::ConnectionLost })
}

/// The body, or an error once it is longer than the limit.
async fn read(call: Call, mut response: Response) -> Result<Vec<u8>, Error> {
    let too_long = || answer::unreadable(call, format!("longer than {MAX_ANSWER} bytes"));
    if response.content_length().is_some_and(|length| length > MAX_ANSWER as u64) {
        return Err(too_long());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| lost(call, &error))? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(too_long());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
