//! Outboxes: sent once by whoever holds the claim, taken over when the claim is over.

use jiff::{SignedDuration, Timestamp};

use super::fixture::{Case, opened};
use super::order_of;
use crate::store::{Ask, Delivery, DuePartition, DueWhat, HistoryRecord, Resolution, Store, WhyHeld, day_of};

pub(super) async fn run<S: Store>(fresh: &impl AsyncFn() -> S) {
    what_is_sent_is_marked_and_no_longer_due(&fresh().await).await;
    what_failed_is_due_again(&fresh().await).await;
    a_claim_that_is_over_can_be_taken(&fresh().await).await;
    what_is_held_waits_for_staff(&fresh().await).await;
}

fn sent(at: Timestamp) -> Delivery {
    Delivery::Sent { attempt: 1, at, receipt: Some("receipt".to_owned()) }
}

async fn read(store: &dyn Store, record: &HistoryRecord) -> HistoryRecord {
    store.load_outbox(&record.key).await.expect("loaded").history.expect("there")
}

/// When the outbox is next due, if it is.
async fn due_at(store: &dyn Store, record: &HistoryRecord) -> Option<Timestamp> {
    let far = Case::new(3 * 1_440).at;
    for day in day_of(Case::new(0).at).series(jiff::Span::new().days(1)).take(3) {
        for shard in 0..store.shards_on(day) {
            let page = store.due(DuePartition { day, shard }, far, &Ask::first(100)).await.expect("listed");
            let ours =
                |what: &DueWhat| matches!(what, DueWhat::Outbox { history, .. } if *history == record.key);
            if let Some(row) = page.items.iter().find(|row| ours(&row.what)) {
                return Some(row.at);
            }
        }
    }
    None
}

async fn what_is_sent_is_marked_and_no_longer_due(store: &dyn Store) {
    let (_, mut record) = opened(store, 1).await;
    let case = Case::new(1);
    assert_eq!(due_at(store, &record).await, Some(case.lease_until()));
    let results: Vec<_> = (0..3).map(|n| (n, sent(case.at))).collect();
    assert!(store.mark(&mut record, &results, case.at).await.expect("marked"));
    assert!(record.outbox.iter().all(|entry| entry.delivery == sent(case.at)));
    assert_eq!(read(store, &record).await, record);
    assert_eq!(due_at(store, &record).await, None);
    assert!(store.mark(&mut record, &results, case.at).await.expect("a mark repeated changes nothing"));
}

async fn what_failed_is_due_again(store: &dyn Store) {
    let (_, mut record) = opened(store, 1).await;
    let case = Case::new(1);
    let retry_at = case.at + SignedDuration::from_mins(1);
    let results = [(0, sent(case.at)), (2, Delivery::Pending { unsent_through: 1, lost: None })];
    assert!(store.mark(&mut record, &results, retry_at).await.expect("marked"));
    let found = read(store, &record).await;
    assert_eq!(found, record);
    assert_eq!(found.claim.as_ref().map(|claim| claim.until), Some(retry_at));
    assert_eq!(due_at(store, &record).await, Some(retry_at));
    // The entry nobody reported may have been sent; the other one was not.
    assert!(found.outbox[1].is_uncertain(2) && !found.outbox[2].is_uncertain(2));
}

async fn a_claim_that_is_over_can_be_taken(store: &dyn Store) {
    let (_, mut record) = opened(store, 1).await;
    let case = Case::new(1);
    let over = case.lease_until();
    let until = over + SignedDuration::from_mins(15);
    let early =
        store.claim(&record, "thief", over - SignedDuration::from_secs(1), until).await.expect("asked");
    assert_eq!(early, None);
    let taken = store.claim(&record, "second", over, until).await.expect("asked").expect("free");
    let claim = taken.claim.as_ref().expect("claimed");
    assert_eq!((claim.worker.as_str(), claim.attempt, claim.until), ("second", 2, until));
    assert_eq!(due_at(store, &record).await, Some(until));
    // Whoever read it at the same time comes too late, and so does the one who lost it.
    assert_eq!(store.claim(&record, "third", over, until).await.expect("asked"), None);
    assert!(!store.mark(&mut record, &[(0, sent(over))], over).await.expect("asked"));
    assert_eq!(read(store, &record).await, taken);
}

async fn what_is_held_waits_for_staff(store: &dyn Store) {
    let (_, mut record) = opened(store, 1).await;
    let case = Case::new(1);
    let held = Delivery::Held { why: WhyHeld::UnknownOutcome, at: case.at };
    let results = [(0, held.clone()), (1, held), (2, sent(case.at))];
    assert!(store.mark(&mut record, &results, case.at).await.expect("marked"));
    assert_eq!(due_at(store, &record).await, None);
    assert_eq!(store.held(&Ask::first(10)).await.expect("listed").items, [record.key.clone()]);
    let later = case.at + SignedDuration::from_hours(1);
    assert!(store.resolve(&record.key, 1, Resolution::Drop, later).await.expect("resolved"));
    assert!(!store.resolve(&record.key, 1, Resolution::Send, later).await.expect("no longer held"));
    assert!(!store.resolve(&record.key, 2, Resolution::Send, later).await.expect("never held"));
    assert_eq!(store.held(&Ask::first(10)).await.expect("listed").items.len(), 1);
    assert!(store.resolve(&record.key, 0, Resolution::Send, later).await.expect("resolved"));
    assert!(store.held(&Ask::first(10)).await.expect("listed").items.is_empty());
    assert_eq!(due_at(store, &record).await, Some(later));
    let free = read(store, &record).await;
    let until = later + SignedDuration::from_mins(15);
    let taken = store.claim(&free, "second", later, until).await.expect("asked").expect("free");
    assert!(!taken.outbox[0].is_uncertain(2), "staff have looked");
    let unknown = crate::store::HistoryKey { order: order_of(9).id, sequence: 1 };
    assert!(!store.resolve(&unknown, 0, Resolution::Drop, later).await.expect("asked"));
}
