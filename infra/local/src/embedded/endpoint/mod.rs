//! The embedded database on a loopback port, for the other processes of the same user.
//!
//! While `certflow serve` holds the data folder, a second `certflow` reads and writes through it, and so does any
//! DynamoDB client (`aws dynamodb --endpoint-url …`) that is given the key in `serve.json`.

mod advert;
mod signature;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::State;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::serve::ListenerExt;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use self::advert::Advert;
pub(super) use self::advert::{reach, withdraw};
use self::signature::Denied;
use super::dynamo::{Answer, Core};
use super::{Embedded, Error};

/// The largest request body, as on AWS.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// How long a client may take to send its request.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long closing waits for requests that are under way.
const FAREWELL: Duration = Duration::from_secs(5);

/// An open endpoint. Dropping it closes it at once; [`Endpoint::close`] lets running requests finish.
#[derive(Debug)]
pub struct Endpoint {
    address: SocketAddr,
    advert: PathBuf,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
}

impl Endpoint {
    /// Where it listens: 127.0.0.1 and a port the system chose.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes back `serve.json`, answers what has arrived, and closes: within five seconds. Close it before the
    /// database, so that the next owner's `serve.json` is not the one taken back.
    pub async fn close(mut self) {
        advert::remove(&self.advert);
        self.stop.send_replace(true);
        // Ended, panicked or out of time: dropping it closes it in any case.
        let _ = tokio::time::timeout(FAREWELL, &mut self.server).await;
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        advert::remove(&self.advert);
        self.server.abort();
    }
}

/// Offers `database` on 127.0.0.1 and writes where, with a key made for this run, to `<folder>/serve.json`
/// (mode 0600). Whoever cannot read that file cannot sign a request, and an unsigned request is refused.
///
/// # Errors
/// [`Error::NoRandomness`], [`Error::Endpoint`] when no port opens, [`Error::File`] when `serve.json` cannot be
/// written.
pub async fn serve(database: &Embedded, folder: &Path) -> Result<Endpoint, Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Error::Endpoint)?;
    let address = listener.local_addr().map_err(Error::Endpoint)?;
    let advert = Advert::new(address)?;
    let path = advert.write(folder)?;

    let shared = Arc::new(Shared { core: Arc::clone(database.core()), advert });
    let router = Router::new().route("/", post(answer)).with_state(shared);
    let (stop, mut stopped) = watch::channel(false);
    let server = tokio::spawn(async move {
        let stopped = async move {
            // An error means that the endpoint was dropped: stopped as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        let listener = listener.tap_io(|stream| {
            // Without it, an answer in two segments may wait 40 ms for the client's delayed acknowledgement.
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "the endpoint answers with delay");
            }
        });
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stopped).await {
            tracing::error!(%error, "the database endpoint ended");
        }
    });
    Ok(Endpoint { address, advert: path, stop, server })
}

struct Shared {
    core: Arc<Core>,
    advert: Advert,
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    // Who does not know the key's name is turned away before a byte of the body is read.
    if let Err(denied) = signature::known_key(&shared.advert.key, &parts.headers) {
        return refuse(denied);
    }
    if body.size_hint().lower() > MAX_BODY as u64 {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let body = match tokio::time::timeout(PATIENCE, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let key = &shared.advert.key;
    if let Err(denied) =
        signature::verify(key, &parts.method, &parts.uri, &parts.headers, &body, Timestamp::now())
    {
        return refuse(denied);
    }
    let target =
        parts.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    respond(shared.core.call(target, &body).await, shared.core.request_id())
}

fn refuse(denied: Denied) -> Response {
    respond(Answer::refused(denied.kind(), &denied.to_string()), String::new())
}

fn respond(answer: Answer, id: String) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [(header::CONTENT_TYPE.as_str(), "application/x-amz-json-1.0"), ("x-amzn-requestid", &id)];
    (status, headers, answer.body).into_response()
}

#[cfg(test)]
mod tests;
