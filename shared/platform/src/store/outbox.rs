//! Changes of an outbox after its event was committed.

use jiff::Timestamp;
use serde_dynamo::AttributeValue;

use super::record::code::to_attribute;
use super::record::{Claim, Delivery, HistoryRecord, WhyDropped};
use super::table::{Condition, Path, Update};
use super::{Key, Shards, StoreError};

/// What staff decide about a send that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// Send it at the next opportunity.
    Send,
    /// Do not send it.
    Drop,
}

/// The update that marks `results`, on condition that `record`'s claim still stands. `record` is changed likewise.
pub(super) fn mark(
    record: &mut HistoryRecord,
    results: &[(usize, Delivery)],
    retry_at: Timestamp,
    shards: &Shards,
) -> Result<Update, StoreError> {
    let condition = claimed_by(record);
    let key = Key::history(&record.key);
    let mut set = Vec::new();
    for (n, delivery) in results {
        if let Some(entry) = record.outbox.get_mut(*n) {
            entry.delivery = delivery.clone();
            set.push((delivery_path(*n), to_attribute(&key, delivery)?));
        }
    }
    if record.has_pending()
        && let Some(claim) = &mut record.claim
    {
        claim.until = retry_at;
        set.push((Path::of("claim").member("until"), to_attribute(&key, &retry_at)?));
    }
    Ok(with_due(Update { key, set, remove: Vec::new(), condition }, record, shards))
}

/// The update that gives the outbox to a new holder, on condition that the old claim stands as read.
pub(super) fn claim(
    record: &mut HistoryRecord,
    worker: &str,
    until: Timestamp,
    shards: &Shards,
) -> Result<Update, StoreError> {
    let condition = claimed_by(record);
    let attempt = record.claim.as_ref().map_or(0, |claim| claim.attempt) + 1;
    let claim = Claim { worker: worker.to_owned(), attempt, until };
    let key = Key::history(&record.key);
    let set = vec![(Path::of("claim"), to_attribute(&key, &claim)?)];
    record.claim = Some(claim);
    Ok(with_due(Update { key, set, remove: Vec::new(), condition }, record, shards))
}

/// The update by which staff decide about entry `n`; `None` when it is not held.
pub(super) fn resolve(
    record: &mut HistoryRecord,
    n: usize,
    resolution: Resolution,
    at: Timestamp,
    shards: &Shards,
) -> Result<Option<Update>, StoreError> {
    let Some(claim) = record.claim.clone() else { return Ok(None) };
    let Some(entry) = record.outbox.get_mut(n).filter(|entry| entry.delivery.is_held()) else {
        return Ok(None);
    };
    entry.delivery = match resolution {
        // Staff looked and want it sent: what earlier attempts may have done no longer counts.
        Resolution::Send => Delivery::Pending { unsent_through: claim.attempt, lost: None },
        Resolution::Drop => Delivery::Dropped { why: WhyDropped::ByStaff, at },
    };
    let key = Key::history(&record.key);
    let mut set = vec![(delivery_path(n), to_attribute(&key, &record.outbox[n].delivery)?)];
    if resolution == Resolution::Send && claim.is_over(at) {
        let claim = Claim { until: at, ..claim };
        set.push((Path::of("claim").member("until"), to_attribute(&key, &claim.until)?));
        record.claim = Some(claim);
    }
    let state = delivery_path(n).member("state");
    let held = Condition::Equals(state, AttributeValue::S("held".to_owned()));
    let condition = Condition::All(vec![claimed_by(record), held]);
    Ok(Some(with_due(Update { key, set, remove: Vec::new(), condition }, record, shards)))
}

fn delivery_path(n: usize) -> Path {
    Path::of("outbox").index(n).member("delivery")
}

/// The place in the due index as it is now.
fn with_due(mut update: Update, record: &HistoryRecord, shards: &Shards) -> Update {
    let (pk, sk) = (Path::of("due_pk"), Path::of("due_sk"));
    match record.due(shards) {
        Some(due) => {
            update.set.push((pk, AttributeValue::S(due.pk)));
            update.set.push((sk, AttributeValue::S(due.sk)));
        }
        None => update.remove.extend([pk, sk]),
    }
    update
}

/// That the claim stands as it was read.
fn claimed_by(record: &HistoryRecord) -> Condition {
    let claim = Path::of("claim");
    match &record.claim {
        Some(held) => Condition::All(vec![
            Condition::Equals(claim.clone().member("worker"), AttributeValue::S(held.worker.clone())),
            Condition::Equals(claim.member("attempt"), AttributeValue::N(held.attempt.to_string())),
        ]),
        None => Condition::Missing("claim"),
    }
}
