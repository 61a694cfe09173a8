//! An intake to look into.

use std::io;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use platform::Clock;
use platform::dispatch::{Queue, QueueError};
use platform::intake::Intake;
use platform::store::{MemoryStore, Store};
use procedure::event::Room;
use procedure::samples;
use tracing_subscriber::fmt::MakeWriter;

/// A log to read.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// What was logged since the last look.
    pub(super) fn told(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A clock that stands.
struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        samples::now()
    }
}

/// Queues that keep what they are sent.
#[derive(Default)]
pub(super) struct Sent(pub(super) Mutex<Vec<(Room, String)>>);

#[async_trait::async_trait]
impl Queue for Sent {
    async fn send(&self, room: Room, body: &[u8]) -> Result<(), QueueError> {
        self.0.lock().unwrap().push((room, String::from_utf8(body.to_vec()).unwrap()));
        Ok(())
    }
}

/// The way in, with the store and the queues behind it.
pub(super) fn intake() -> (Intake, Arc<MemoryStore>, Arc<Sent>) {
    let (store, queue) = (Arc::new(MemoryStore::in_memory()), Arc::new(Sent::default()));
    let intake = Intake {
        store: store.clone() as Arc<dyn Store>,
        queue: queue.clone(),
        clock: Arc::new(Fixed),
        requeue_after: SignedDuration::from_mins(5),
    };
    (intake, store, queue)
}
