//! Batches: one bad record costs one record.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use procedure::samples;

use crate::react::{BatchLimits, Error, Handler, Outcome, Record, handle_batch};
use crate::testing::TestClock;

/// Does what the message says.
struct Obedient;

#[async_trait]
impl Handler for Obedient {
    async fn handle(&self, body: &[u8], _: Option<Timestamp>) -> Result<Outcome, Error> {
        match body {
            b"panic" => panic!("as told"),
            b"fail" => Err(Error::WrongOrder),
            b"hang" => std::future::pending().await,
            _ => Ok(Outcome::Ignored),
        }
    }
}

async fn run(bodies: &[&str], seconds: i64, at_once: usize) -> Vec<String> {
    let body = |body: &&str| Record { id: (*body).to_owned(), body: body.as_bytes().to_vec() };
    let records: Vec<Record> = bodies.iter().map(body).collect();
    let limits = BatchLimits {
        deadline: samples::now() + SignedDuration::from_secs(seconds),
        reserve: SignedDuration::from_secs(5),
        at_once,
    };
    handle_batch(&Obedient, &records, &limits, &*TestClock::new()).await
}

/// R89: a panic, an error and a record without end fail alone.
#[tokio::test(start_paused = true)]
async fn one_bad_record_never_fails_the_others() {
    for at_once in [0, 1, 4, 10] {
        assert_eq!(
            run(&["a", "panic", "b", "fail", "hang", "c"], 60, at_once).await,
            ["panic", "fail", "hang"]
        );
    }
}

/// R89: what cannot be finished before the deadline is left to the queue.
#[tokio::test(start_paused = true)]
async fn nothing_is_begun_after_the_deadline() {
    assert_eq!(run(&["a", "b"], 5, 1).await, ["a", "b"]);
    assert!(run(&[], 5, 1).await.is_empty());
}
