//! A server on loopback that takes exactly the requests it was told to expect, in order, and answers as told.
//!
//! It holds every request to the documentation ([`documented`]) and to what its test says: method, path, query, headers,
//! and a JSON body that must be equal. A field that the documentation does not know, lacks or bounds otherwise fails the
//! test, even where the test says the same as the client.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Response;
use serde_json::Value;

use super::{KEY, documented};

/// What to answer.
#[derive(Clone)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    fate: Fate,
}

/// What becomes of an answer on its way.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Arrives,
    Lost,
    Late,
}

impl Answer {
    /// The connection breaks before the body: the vendor did it, and nobody hears of it.
    pub(crate) fn lost(self) -> Self {
        Self { fate: Fate::Lost, ..self }
    }

    /// Longer than any client waits.
    pub(crate) fn late(self) -> Self {
        Self { fate: Fate::Late, ..self }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// A JSON answer.
pub(crate) fn answers(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    let headers = vec![("content-type", "application/json".to_owned())];
    Answer { status, headers, body: body.into(), fate: Fate::Arrives }
}

/// An answer without a body.
pub(crate) fn empty(status: u16) -> Answer {
    Answer { status, headers: Vec::new(), body: Vec::new(), fate: Fate::Arrives }
}

struct Expected {
    method: &'static str,
    /// Path and decoded query, such as `/order/certificate?limit=1`.
    target: String,
    body: Option<Value>,
    answer: Answer,
}

#[derive(Default)]
struct Script {
    expected: VecDeque<Expected>,
    problems: Vec<String>,
    /// Method and path of every request that came.
    seen: Vec<(String, String)>,
}

type Shared = Arc<Mutex<Script>>;

/// The server; [`Server::finish`] tells whether all went as told.
pub(crate) struct Server {
    base: String,
    script: Shared,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let script = Shared::default();
        let router = Router::new().fallback(handle).with_state(Arc::clone(&script));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/services/v2", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { base, script }
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Expects a request without a body.
    pub(crate) fn expect(&self, method: &'static str, target: &str, answer: Answer) {
        self.push(Expected { method, target: target.to_owned(), body: None, answer });
    }

    /// Expects a request with exactly this JSON.
    pub(crate) fn expect_json(&self, method: &'static str, target: &str, body: Value, answer: Answer) {
        self.push(Expected { method, target: target.to_owned(), body: Some(body), answer });
    }

    fn push(&self, expected: Expected) {
        self.script.lock().unwrap().expected.push_back(expected);
    }

    /// How many requests of `method` came whose path begins so.
    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        let script = self.script.lock().unwrap();
        script.seen.iter().filter(|(m, p)| m == method && p.starts_with(path)).count()
    }

    /// Every expected request came, and no other.
    pub(crate) fn finish(self) {
        let script = self.script.lock().unwrap();
        assert!(script.problems.is_empty(), "{:#?}", script.problems);
        let missing: Vec<_> = script.expected.iter().map(|e| format!("{} {}", e.method, e.target)).collect();
        assert!(missing.is_empty(), "never came: {missing:#?}");
    }
}

async fn handle(State(script): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let answer = take(&script, &parts, &body);
    if answer.fate == Fate::Late {
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    let body = match answer.fate {
        Fate::Lost => {
            let broken = io::Error::from(io::ErrorKind::ConnectionReset);
            Body::from_stream(futures::stream::iter([Err::<Vec<u8>, _>(broken)]))
        }
        Fate::Arrives | Fate::Late => Body::from(answer.body),
    };
    response.body(body).unwrap()
}

/// Holds the request against what was expected, and tells what to answer.
fn take(script: &Shared, parts: &Parts, body: &[u8]) -> Answer {
    let mut script = script.lock().unwrap();
    let path = parts.uri.path().strip_prefix("/services/v2").unwrap_or("not below the base");
    let path = decoded(path);
    script.seen.push((parts.method.to_string(), path.clone()));
    let Some(expected) = script.expected.pop_front() else {
        script.problems.push(format!("unexpected {} {}", parts.method, parts.uri));
        return empty(501);
    };
    let mut problem = |what: String| script.problems.push(format!("{} {}: {what}", parts.method, parts.uri));
    let header = |name: header::HeaderName| parts.headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let target = parts.uri.query().map_or(path.clone(), |query| format!("{path}?{}", decoded(query)));
    if (parts.method.as_str(), target.as_str()) != (expected.method, expected.target.as_str()) {
        problem(format!("expected {} {}", expected.method, expected.target));
    }
    documented::problems(parts.method.as_str(), &target, body).into_iter().for_each(&mut problem);
    if parts.headers.get("x-dc-devkey").is_none_or(|key| key != KEY) {
        problem("no key".to_owned());
    }
    if header(header::CONTENT_TYPE) != Some("application/json") {
        problem(format!("content-type {:?}", header(header::CONTENT_TYPE)));
    }
    if !matches!(header(header::ACCEPT), Some("application/json" | "*/*")) {
        problem(format!("accept {:?}", header(header::ACCEPT)));
    }
    if !header(header::USER_AGENT).is_some_and(|agent| agent.starts_with("certflow/")) {
        problem(format!("user-agent {:?}", header(header::USER_AGENT)));
    }
    if parts.method != "GET" && header(header::CONTENT_LENGTH).is_none() {
        problem("no content-length".to_owned());
    }
    for name in [header::AUTHORIZATION, header::COOKIE, header::REFERER] {
        if header(name.clone()).is_some() {
            problem(format!("header {name}"));
        }
    }
    match (&expected.body, body.is_empty()) {
        (None, true) => {}
        (None, false) => problem("a body where none is documented".to_owned()),
        (Some(wanted), _) => match serde_json::from_slice::<Value>(body) {
            Ok(got) if got == *wanted => {}
            Ok(got) => problem(format!("body {got:#} instead of {wanted:#}")),
            Err(error) => problem(format!("body: {error}")),
        },
    }
    expected.answer
}

/// Paths and queries as people write them.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).unwrap());
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).unwrap()
}
