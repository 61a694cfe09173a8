//! A panic costs one record, and its text is nobody's to read. A process of its own, as the hook is the process's.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::io;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use platform::react::{BatchLimits, Error, Handler, Outcome, Record, handle_batch};
use platform::{SystemClock, logs};

struct Talkative;

#[async_trait]
impl Handler for Talkative {
    async fn handle(&self, body: &[u8], _: Option<Timestamp>) -> Result<Outcome, Error> {
        match body {
            b"plain" => Ok(Outcome::Ignored),
            name => panic!("no such person: {}", String::from_utf8_lossy(name)),
        }
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// R85, R89, R90: the record fails alone; the log names the record and the place in the code.
#[tokio::test]
async fn a_panic_fails_its_record_and_is_logged_by_its_place() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = logs::subscriber("info", move || writer.clone()).unwrap();
    let _logging = tracing::subscriber::set_default(subscriber);
    logs::keep_panics_private();
    let record = |id: &str, body: &str| Record { id: id.to_owned(), body: body.as_bytes().to_vec() };
    let records = [record("one", "plain"), record("two", "山田太郎"), record("three", "plain")];
    let limits = BatchLimits {
        deadline: Timestamp::now() + SignedDuration::from_secs(60),
        reserve: SignedDuration::from_secs(5),
        at_once: 2,
    };
    assert_eq!(handle_batch(&Talkative, &records, &limits, &SystemClock).await, ["two"]);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("\"record\":\"two\"") && text.contains("tests/panic.rs"), "{text}");
    assert!(!text.contains("山田"), "{text}");
}
