//! The pump between the embedded queue, which counts receipts and has a dead-letter queue as SQS does, and a function
//! that answers as told.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use procedure::event::Room;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{Invoke, Moved, Source, Watch, batch, serve, step};
use crate::embedded::Queue;
use crate::embedded::queue::{Message, Receipt};
use crate::stack::Error;
use crate::stack::sqs::Received;

const ROOM: Room = Room::OrderSubmitted;
const VISIBILITY: Duration = Duration::from_secs(30);

/// An embedded queue in simulated time, which passes as fast as tokio's.
struct Local {
    queue: Queue,
    began: tokio::time::Instant,
    taken: Mutex<Vec<(String, Receipt)>>,
    hides: AtomicUsize,
}

impl Local {
    async fn new(max_receives: u32) -> Self {
        Self {
            queue: Queue::open(None, NonZeroU32::new(max_receives).unwrap()).await.unwrap(),
            began: tokio::time::Instant::now(),
            taken: Mutex::default(),
            hides: AtomicUsize::new(0),
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + self.began.elapsed()
    }

    async fn put(&self, body: &str) {
        self.queue.send(ROOM.name(), body, Duration::ZERO, self.now()).await.unwrap();
    }

    fn receipt(&self, name: &str) -> Receipt {
        let taken = self.taken.lock().unwrap();
        taken.iter().rev().find(|(known, _)| known == name).unwrap().1.clone()
    }

    async fn counts(&self) -> (u64, u64, u64) {
        let counts = self.queue.counts(self.now()).await.unwrap();
        counts.get(ROOM.name()).map_or((0, 0, 0), |counts| (counts.visible, counts.in_flight, counts.dead))
    }
}

#[async_trait]
impl Source for Local {
    fn room(&self) -> Room {
        ROOM
    }

    fn arn(&self) -> &str {
        "arn:aws:sqs:ap-northeast-1:000000000000:certflow-order-submitted"
    }

    fn visibility(&self) -> Duration {
        VISIBILITY
    }

    async fn receive(&self) -> Result<Vec<Received>, Error> {
        let messages = self.queue.receive(ROOM.name(), 10, VISIBILITY, self.now()).await.unwrap();
        if messages.is_empty() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let mut taken = self.taken.lock().unwrap();
        Ok(messages
            .into_iter()
            .map(|Message { id, receipt, body, attempts, .. }| {
                let name = format!("{id}.{attempts}");
                taken.push((name.clone(), receipt));
                let count = [("ApproximateReceiveCount", attempts.to_string())];
                Received::plain(&id.to_string(), &name, &body, &count)
            })
            .collect())
    }

    async fn delete(&self, receipt: &str) -> Result<(), Error> {
        let receipt = self.receipt(receipt);
        self.queue.delete(&receipt).await.map(drop).unwrap();
        Ok(())
    }

    async fn hide_on(&self, receipt: &str) -> Result<(), Error> {
        self.hides.fetch_add(1, Ordering::Relaxed);
        let receipt = self.receipt(receipt);
        self.queue.change_visibility(&receipt, VISIBILITY, self.now()).await.map(drop).unwrap();
        Ok(())
    }

    async fn is_empty(&self) -> Result<bool, Error> {
        let (visible, in_flight, _) = self.counts().await;
        Ok(visible + in_flight == 0)
    }
}

/// A function: fails on what says `poison`, breaks off on `crash`, and takes as long as it is told.
#[derive(Default)]
struct Function {
    lasts: Duration,
    batches: Mutex<Vec<Value>>,
}

#[async_trait]
impl Invoke for Function {
    async fn invoke(&self, room: Room, event: Vec<u8>) -> Result<Vec<u8>, String> {
        assert_eq!(room, ROOM);
        let event: Value = serde_json::from_slice(&event).unwrap();
        self.batches.lock().unwrap().push(event.clone());
        tokio::time::sleep(self.lasts).await;
        let records = event["Records"].as_array().unwrap();
        if records.iter().any(|record| record["body"] == "crash") {
            return Err("the function failed".to_owned());
        }
        let failed = records.iter().filter(|record| record["body"] == "poison");
        let failed: Vec<_> = failed.map(|record| json!({ "itemIdentifier": record["messageId"] })).collect();
        Ok(json!({ "batchItemFailures": failed }).to_string().into_bytes())
    }
}

/// R89: a failed message comes back alone, by the queue's own count, and ends with the dead letters.
#[tokio::test(start_paused = true)]
async fn a_poison_message_ends_with_the_dead_letters_and_its_neighbours_are_dealt_with() {
    let queue = Arc::new(Local::new(3).await);
    for body in ["a", "poison", "b"] {
        queue.put(body).await;
    }
    let function = Arc::new(Function::default());
    let mut told = Vec::new();
    let sources = [Arc::clone(&queue) as Arc<dyn Source>];
    serve::drive(&sources, function.clone(), true, std::future::pending(), |moved| {
        told.push((moved.handled, moved.failed));
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(told, [(2, 1), (0, 1), (0, 1)]);
    assert_eq!(queue.counts().await, (0, 0, 1));
    assert!(queue.began.elapsed() >= 2 * VISIBILITY, "it came back before its time");
    let batches = function.batches.lock().unwrap();
    let counts: Vec<&Value> = batches[1..]
        .iter()
        .map(|batch| &batch["Records"][0]["attributes"]["ApproximateReceiveCount"])
        .collect();
    assert_eq!(counts, ["2", "3"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_fails_has_failed_for_all_and_batches_are_of_ten() {
    let queue = Local::new(5).await;
    for _ in 0..11 {
        queue.put("crash").await;
    }
    let function = Function::default();
    let moved = step(&queue, &function).await.unwrap().unwrap();
    assert_eq!((moved.handled, moved.failed), (0, 10));
    assert!(moved.problem.is_some());
    assert_eq!(queue.counts().await, (1, 10, 0));
}

/// The first call of `watch` compiles for minutes: no message may come back meanwhile, or lose a receipt by it.
#[tokio::test(start_paused = true)]
async fn messages_stay_hidden_while_their_function_works() {
    let queue = Local::new(1).await;
    queue.put("a").await;
    let function = Function { lasts: VISIBILITY * 10, ..Function::default() };
    let moved = step(&queue, &function).await.unwrap().unwrap();
    assert_eq!((moved.handled, moved.failed, moved.problem), (1, 0, None));
    assert_eq!(queue.counts().await, (0, 0, 0));
    assert!(queue.hides.load(Ordering::Relaxed) >= 18);
}

#[tokio::test(start_paused = true)]
async fn what_the_pump_had_in_hand_when_it_was_stopped_comes_back() {
    let queue = Arc::new(Local::new(5).await);
    queue.put("a").await;
    let function = Function { lasts: Duration::from_secs(3_600), ..Function::default() };
    let stop = tokio::time::sleep(Duration::from_secs(5));
    let sources = [Arc::clone(&queue) as Arc<dyn Source>];
    serve::drive(&sources, Arc::new(function), false, stop, |_: &Moved| Ok(())).await.unwrap();
    tokio::time::sleep(VISIBILITY).await;
    assert_eq!(queue.counts().await, (1, 0, 0));
}

/// AWS Lambda developer guide, "Implementing partial batch responses".
#[test]
fn answers_are_read_as_lambda_reads_them() {
    let messages = [Received::plain("1", "r", "a", &[]), Received::plain("2", "r", "b", &[])];
    let failed = |answer: &str| batch::failed(answer.as_bytes(), &messages);
    for none in ["", "null", "{}", r#"{"batchItemFailures":[]}"#, r#"{"batchItemFailures":null}"#] {
        assert_eq!(failed(none), Ok(BTreeSet::new()), "{none}");
    }
    let one = failed(r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#);
    assert_eq!(one, Ok(BTreeSet::from(["2".to_owned()])));
    for all in [
        "nonsense",
        r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#,
        r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#,
        r#"{"batchItemFailures":[{"other":"2"}]}"#,
        r#"{"batchItemFailures":[{"itemIdentifier":"3"}]}"#,
        r#"{"batchItemFailures":"x"}"#,
    ] {
        assert!(failed(all).is_err(), "{all}");
    }
}

#[test]
fn watch_is_on_this_machine() {
    for here in ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000/"] {
        assert!(Watch::at(here).is_ok(), "{here}");
    }
    for elsewhere in ["https://127.0.0.1", "http://10.0.0.1:9000", "http://example.jp", "127.0.0.1:9000", ""]
    {
        assert!(Watch::at(elsewhere).is_err(), "{elsewhere}");
    }
}

/// Over HTTP, as `cargo lambda watch` answers: what fails there fails here, with a reason.
#[tokio::test]
async fn the_function_is_called_over_http() {
    use axum::http::StatusCode;
    use axum::routing::post;
    let (tell, mut heard) = mpsc::unbounded_channel();
    let route = post(async move |axum::extract::Path(name): axum::extract::Path<String>, body: String| {
        tell.send((name, body.clone())).unwrap();
        match body.as_str() {
            "fail" => (StatusCode::INTERNAL_SERVER_ERROR, "{}".to_owned()),
            _ => (StatusCode::OK, r#"{"batchItemFailures":[]}"#.to_owned()),
        }
    });
    let router = axum::Router::new().route("/2015-03-31/functions/{name}/invocations", route);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(axum::serve(listener, router).into_future());
    let watch = Watch::at(&url).unwrap();
    let answer = watch.invoke(ROOM, b"batch".to_vec()).await.unwrap();
    assert_eq!(answer, br#"{"batchItemFailures":[]}"#);
    assert_eq!(heard.recv().await.unwrap(), ("order-submitted".to_owned(), "batch".to_owned()));
    assert!(watch.invoke(ROOM, b"fail".to_vec()).await.unwrap_err().contains("500"));
    server.abort();
    let _ = server.await;
    assert!(watch.invoke(ROOM, b"batch".to_vec()).await.unwrap_err().contains("does not answer"));
}
