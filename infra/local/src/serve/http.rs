//! The HTTP side: webhooks in, orders out.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use platform::intake::Intake;
use platform::store::Ask;
use platform::trace;
use platform::webhook::{MAX_BODY, Proxies, Secrets};
use portal_webhook::{
    Answer, Door, STAFF_PATH, Speaker, VENDOR_PATH, VendorCall, receive_from, receive_vendor,
};
use procedure::OrderId;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use super::answer;
use super::keys::Keys;
use crate::machine::{Machine, MachineError};
use crate::view::erase::ErasedView;
use crate::view::order::{OrderView, SHORT_HISTORY};

/// How long a sender may take for a body.
const PATIENCE: Duration = Duration::from_secs(10);
/// Requests answered at once; others wait. With their bodies they take at most 16 MiB.
const AT_ONCE: usize = 64;

struct Shared {
    machine: Arc<Machine>,
    intake: Intake,
    keys: Keys,
    door: Door,
    proxies: Proxies,
    places: Semaphore,
}

/// Answers requests until `stop` says true, then those that have begun.
pub(super) async fn serve(
    listener: TcpListener,
    machine: Arc<Machine>,
    mut keys: Keys,
    mut stop: watch::Receiver<bool>,
) -> Result<(), MachineError> {
    let intake = machine.intake();
    let sources = machine.settings().certcentral.webhook_sources.clone();
    let door = Door { keys: keys.vendor.take(), sources };
    let proxies = machine.settings().serve.trusted_proxies.clone();
    let shared = Arc::new(Shared { machine, intake, keys, door, proxies, places: Semaphore::new(AT_ONCE) });
    let router = Router::new()
        .route("/webhooks/portal", post(webhook))
        .route(STAFF_PATH, post(staff_webhook))
        .route(VENDOR_PATH, post(vendor_webhook))
        .route("/orders/{order}", get(order))
        .route("/healthz", get(health))
        .fallback(async || answer::unknown_page())
        .with_state(shared);
    let stopped = async move {
        // An error means that the one who stops us is gone: stop as well.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stopped).await;
    served.map_err(|error| MachineError::Work(format!("http: {error}")))
}

async fn webhook(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response {
    signed(&shared, Speaker::Portal, &shared.keys.secrets, request).await
}

async fn staff_webhook(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response {
    signed(&shared, Speaker::Staff, &shared.keys.staff, request).await
}

async fn signed(shared: &Shared, speaker: Speaker, secrets: &Secrets, request: Request<Body>) -> Response {
    let Ok(_place) = shared.places.acquire().await else { return answer::unavailable() };
    let (parts, body) = request.into_parts();
    let body = match whole(body).await {
        Ok(body) => body,
        Err(response) => return response,
    };
    let now = shared.machine.now();
    let work = receive_from(speaker, &parts.headers, &body, secrets, &shared.intake, now);
    answered(traced(&parts.headers, work).await)
}

/// DigiCert's webhooks.
async fn vendor_webhook(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(caller): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    let Ok(_place) = shared.places.acquire().await else { return answer::unavailable() };
    let (parts, body) = request.into_parts();
    let body = match whole(body).await {
        Ok(body) => body,
        Err(response) => return response,
    };
    let (source, now) = (shared.proxies.caller(caller.ip(), &parts.headers), shared.machine.now());
    let call = VendorCall { headers: &parts.headers, body: &body, source, now };
    answered(traced(&parts.headers, receive_vendor(&call, &shared.door, &shared.intake)).await)
}

/// `work` as part of the call's trace.
async fn traced<F: Future>(headers: &HeaderMap, work: F) -> F::Output {
    match trace::of_headers(headers) {
        Some(trace) => trace::within(trace, work).await,
        None => work.await,
    }
}

/// The body, or the answer to one that is too large or too slow.
async fn whole(body: Body) -> Result<Bytes, Response> {
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(answer::too_large());
    }
    match tokio::time::timeout(PATIENCE, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(answer::too_large()),
        Err(_) => Err(answer::too_slow()),
    }
}

fn answered(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(answer.body)).into_response()
}

async fn order(State(shared): State<Arc<Shared>>, Path(order): Path<String>, headers: HeaderMap) -> Response {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !shared.keys.admits(authorization) {
        return answer::unauthorised();
    }
    let order: OrderId = match order.parse() {
        Ok(order) => order,
        Err(finding) => return answer::found(StatusCode::BAD_REQUEST, finding),
    };
    let Ok(_place) = shared.places.acquire().await else { return answer::unavailable() };
    let store = shared.machine.store();
    let ask = Ask::first(SHORT_HISTORY);
    let (record, history) = tokio::join!(store.order(&order), store.history(&order, &ask));
    match (record, history) {
        (Ok(Some(record)), Ok(history)) => {
            let view = OrderView::of(&record, shared.machine.policy(), shared.machine.now());
            Json(view.with_history(&history.items, history.next.is_some(), false)).into_response()
        }
        (Ok(None), Ok(history)) => match store.erased(&order).await {
            Ok(Some(record)) => Json(ErasedView::of(&record, &history.items)).into_response(),
            Ok(None) => answer::unknown_order(&order),
            Err(error) => {
                tracing::error!(%error, "an order could not be read");
                answer::unavailable()
            }
        },
        (Err(error), _) | (_, Err(error)) => {
            tracing::error!(%error, "an order could not be read");
            answer::unavailable()
        }
    }
}

/// Whether table and queues answer; nothing about orders, as anybody may ask.
async fn health(State(shared): State<Arc<Shared>>) -> Response {
    let machine = &shared.machine;
    let table = machine.store().watermark().await;
    let queues = machine.queue().counts(machine.now()).await;
    match (table, queues) {
        (Ok(sweep), Ok(_)) => {
            let swept = sweep.map(|sweep| sweep.until);
            Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "swept_until": swept }))
                .into_response()
        }
        _ => answer::unavailable(),
    }
}
