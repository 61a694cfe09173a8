//! What stands between the functions and AWS: it passes every call on, every message twice, and keeps what it saw.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use tokio::net::TcpListener;

/// A call that a function made.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Such as `AmazonSQS.SendMessage`, `SendRawEmail`, `GET` for S3.
    pub(super) operation: String,
    pub(super) request: Bytes,
    pub(super) status: u16,
    pub(super) answer: Bytes,
}

/// The gate. Calls are taken once it knows where to.
#[derive(Clone)]
pub(super) struct Gate {
    pub(super) url: String,
    shared: Arc<Shared>,
}

struct Shared {
    http: reqwest::Client,
    beyond: Mutex<String>,
    calls: Mutex<Vec<Call>>,
}

impl Gate {
    pub(super) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (beyond, calls) = (Mutex::default(), Mutex::default());
        let shared = Arc::new(Shared { http: super::http(), beyond, calls });
        let router = Router::new().fallback(pass).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, shared }
    }

    /// Passes calls on to `endpoint`.
    pub(super) fn lead_to(&self, endpoint: &str) {
        *self.shared.beyond.lock().unwrap() = endpoint.to_owned();
    }

    /// Every call so far.
    pub(super) fn calls(&self) -> Vec<Call> {
        self.shared.calls.lock().unwrap().clone()
    }
}

async fn pass(State(gate): State<Arc<Shared>>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 4 * 1024 * 1024).await.unwrap();
    let operation = operation(&parts.method, &parts.headers, &body);
    // R89: what a queue may do, it does to every message.
    let times = if operation.ends_with(".SendMessage") { 2 } else { 1 };
    let mut last = None;
    for _ in 0..times {
        let answer = gate.forward(&parts.method, &parts.uri, &parts.headers, &body).await;
        last = Some(answer);
    }
    let (status, headers, answer) = last.unwrap();
    let call = Call { operation, request: body, status: status.as_u16(), answer: answer.clone() };
    gate.calls.lock().unwrap().push(call);
    let mut response = Response::new(Body::from(answer));
    *response.status_mut() = status;
    for (name, value) in &headers {
        if !matches!(name.as_str(), "transfer-encoding" | "content-length" | "connection") {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

impl Shared {
    async fn forward(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> (StatusCode, HeaderMap, Bytes) {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let url = format!("{}{path}", self.beyond.lock().unwrap());
        // Host and all else as it was signed. Functions call AWS over TLS, which ends here.
        let mut headers = headers.clone();
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        let call = self.http.request(method.clone(), url).headers(headers).body(body.clone());
        match call.send().await {
            Ok(answer) => {
                (answer.status(), answer.headers().clone(), answer.bytes().await.unwrap_or_default())
            }
            Err(_) => (StatusCode::BAD_GATEWAY, HeaderMap::new(), Bytes::new()),
        }
    }
}

/// JSON protocols name the operation in a field, the query protocol in the body, S3 by method and path.
fn operation(method: &Method, headers: &HeaderMap, body: &[u8]) -> String {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    let action = || form(body).into_iter().find(|(name, _)| name == "Action").map(|(_, value)| value);
    target.map(str::to_owned).or_else(action).unwrap_or_else(|| method.to_string())
}

/// The fields of a form.
pub(super) fn form(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body).into_owned().collect()
}
