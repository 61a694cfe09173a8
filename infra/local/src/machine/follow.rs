//! What became of an event, and of the events that followed from it.

use std::collections::{BTreeSet, VecDeque};

use jiff::Timestamp;
use platform::envelope::Source;
use platform::store::{
    Delivery, EventKey, EventRecord, HistoryKey, HistoryRecord, Outgoing, Store, StoreError,
};

/// Most events that one event is followed through.
const MOST: usize = 200;

/// What became of an event.
#[derive(Debug)]
pub struct Followed {
    /// The event itself.
    pub event: Option<EventRecord>,
    /// The lines of history that it and what followed from it wrote, in the order of events.
    pub lines: Vec<HistoryRecord>,
    /// Whether nothing more is to come of it now.
    pub settled: bool,
}

/// Follows an event through what it sent, as far as that has come at `now`.
///
/// # Errors
/// Any [`StoreError`].
pub async fn follow(store: &dyn Store, now: Timestamp, event: &EventKey) -> Result<Followed, StoreError> {
    let mut followed = Followed { event: None, lines: Vec::new(), settled: true };
    let mut seen = BTreeSet::from([event.clone()]);
    let mut ahead = VecDeque::from([event.clone()]);
    while let Some(key) = ahead.pop_front() {
        let record = store.event(&key).await?;
        let done = record.as_ref().and_then(|record| record.done.clone());
        if key == *event {
            followed.event = record;
        }
        let Some(done) = done else {
            followed.settled = false;
            continue;
        };
        let (Some(order), Some(sequence)) = (done.order, done.version) else {
            continue;
        };
        let line = store.load_outbox(&HistoryKey { order, sequence }).await?.history;
        if let Some(line) = line {
            for next in follow_ups(&line) {
                if seen.len() < MOST && seen.insert(next.clone()) {
                    ahead.push_back(next);
                }
            }
            // A send that failed waits for the sweep: it is told as it is, not waited for.
            followed.settled &= !is_being_sent(&line, now);
            followed.lines.push(line);
        }
    }
    Ok(followed)
}

/// The events that a line has put on queues: its follow-ups, and the vendor's replies.
fn follow_ups(line: &HistoryRecord) -> impl Iterator<Item = EventKey> {
    let source = Source::of_room(line.room);
    line.outbox.iter().filter_map(move |entry| match (&entry.send, &entry.delivery) {
        (Outgoing::Event { .. } | Outgoing::Vendor { .. }, Delivery::Sent { receipt: Some(id), .. }) => {
            Some(EventKey { source: source.clone(), id: id.parse().ok()? })
        }
        _ => None,
    })
}

/// Whether its worker may still be sending: no entry is marked yet.
fn is_being_sent(line: &HistoryRecord, now: Timestamp) -> bool {
    let untouched = |entry: &platform::store::OutboxEntry| entry.delivery == Delivery::NEW;
    let held = line.claim.as_ref().is_some_and(|claim| claim.attempt == 1 && !claim.is_over(now));
    held && line.outbox.iter().all(untouched) && line.has_pending()
}
