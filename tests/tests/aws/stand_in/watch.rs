//! What `cargo lambda watch` is to the functions and to `certflow pump`: the runtime's interface, at which each function
//! polls, and the interface at which functions are invoked. The functions are the binaries that are there already.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as Named, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

/// What a function is told of its time: as `cargo lambda watch` tells it, a span.
const TEN_MINUTES: &str = "600000";

/// Functions at work; they end with this value.
pub(super) struct Watch {
    pub(super) url: String,
    functions: Arc<Functions>,
    processes: Vec<Child>,
}

type Functions = HashMap<&'static str, Function>;
type Answer = Result<Bytes, Bytes>;

struct Function {
    polled: AtomicBool,
    events: mpsc::UnboundedSender<(Bytes, oneshot::Sender<Answer>)>,
    waiting: tokio::sync::Mutex<mpsc::UnboundedReceiver<(Bytes, oneshot::Sender<Answer>)>>,
    asked: Mutex<HashMap<String, oneshot::Sender<Answer>>>,
    count: AtomicU64,
}

impl Drop for Watch {
    fn drop(&mut self) {
        for process in &mut self.processes {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

impl Watch {
    /// Starts every one of `names` with `variables`, and those that `cargo lambda watch` sets; `log` is where they log.
    pub(super) async fn start(
        names: impl IntoIterator<Item = &'static str>,
        binaries: &Path,
        variables: &[(String, String)],
        log: &Path,
    ) -> Self {
        let functions = names.into_iter().map(|name| {
            let (events, waiting) = mpsc::unbounded_channel();
            let (polled, waiting) = (AtomicBool::new(false), tokio::sync::Mutex::new(waiting));
            (name, Function { polled, events, waiting, asked: Mutex::default(), count: AtomicU64::new(0) })
        });
        let functions = Arc::new(functions.collect::<Functions>());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/.rt/{name}/2018-06-01/runtime/invocation/next", get(next))
            .route("/.rt/{name}/2018-06-01/runtime/invocation/{id}/response", post(response))
            .route("/.rt/{name}/2018-06-01/runtime/invocation/{id}/error", post(error))
            .route("/2015-03-31/functions/{name}/invocations", post(invoke))
            .with_state(functions.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let log = std::fs::File::create(log).unwrap();
        let start = |name: &&str| {
            let mut command = Command::new(binaries.join(name));
            command.env_clear().envs(variables.iter().cloned()).envs([
                ("AWS_LAMBDA_FUNCTION_NAME", *name),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "4096"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                ("AWS_LAMBDA_RUNTIME_API", &format!("http://{address}/.rt/{name}")),
            ]);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log.try_clone().unwrap());
            command.spawn().unwrap()
        };
        let processes = functions.keys().map(start).collect();
        Self { url: format!("http://{address}"), functions, processes }
    }

    /// Those that have not asked for an event yet.
    pub(super) fn silent(&self) -> Vec<&'static str> {
        let silent = self.functions.iter().filter(|(_, function)| !function.polled.load(Ordering::Relaxed));
        silent.map(|(name, _)| *name).collect()
    }

    /// Whether one of them ended.
    pub(super) fn has_lost_one(&mut self) -> bool {
        self.processes.iter_mut().any(|process| process.try_wait().unwrap().is_some())
    }
}

async fn next(State(functions): State<Arc<Functions>>, Named(name): Named<String>) -> Response {
    let function = &functions[name.as_str()];
    function.polled.store(true, Ordering::Relaxed);
    let (event, answer) = function.waiting.lock().await.recv().await.unwrap();
    let id = function.count.fetch_add(1, Ordering::Relaxed).to_string();
    function.asked.lock().unwrap().insert(id.clone(), answer);
    let headers = [
        ("lambda-runtime-aws-request-id", id),
        ("lambda-runtime-deadline-ms", TEN_MINUTES.to_owned()),
        ("lambda-runtime-invoked-function-arn", format!("arn:aws:lambda:x:1:function:{name}")),
    ];
    (headers, event).into_response()
}

async fn response(
    State(functions): State<Arc<Functions>>,
    Named((name, id)): Named<(String, String)>,
    body: Bytes,
) -> StatusCode {
    answered(&functions[name.as_str()], &id, Ok(body))
}

async fn error(
    State(functions): State<Arc<Functions>>,
    Named((name, id)): Named<(String, String)>,
    body: Bytes,
) -> StatusCode {
    answered(&functions[name.as_str()], &id, Err(body))
}

fn answered(function: &Function, id: &str, answer: Answer) -> StatusCode {
    let caller = function.asked.lock().unwrap().remove(id);
    let _ = caller.unwrap().send(answer);
    StatusCode::ACCEPTED
}

async fn invoke(
    State(functions): State<Arc<Functions>>,
    Named(name): Named<String>,
    event: Bytes,
) -> Response {
    let (tell, told) = oneshot::channel();
    functions[name.as_str()].events.send((event, tell)).unwrap();
    match told.await.unwrap() {
        Ok(answer) => answer.into_response(),
        Err(error) => (StatusCode::OK, [("x-amz-function-error", "Unhandled")], error).into_response(),
    }
}
