//! Erased orders.

use procedure::order::{Actor, Ending};
use procedure::{Decision, Text, samples};

use super::fixture::{Case, opened, order_of, sends};
use crate::store::{Ask, EventRecord, Store};

pub(super) async fn run<S: Store>(fresh: &impl AsyncFn() -> S) {
    the_skeleton_takes_the_place_of_the_state(&fresh().await).await;
    traces_go_until_it_is_closed(&fresh().await).await;
}

async fn erased(store: &dyn Store) -> crate::store::Committed {
    let (record, _) = opened(store, 1).await;
    let mut order = record.order.clone();
    order.end(Ending::Cancelled, None, samples::now()).expect("it can be ended");
    let record = Case::new(2).must(store, Some(&record), &sends(order)).await;
    let case = Case::new(3);
    let skeleton = record.order.erase(Actor::Staff, case.at).expect("it is over");
    let what = Text::fixed("消去", "erased");
    let decision = Decision::of(record.order.clone()).because(Actor::Staff, what).erase(skeleton);
    case.apply(store, Some(&record), &decision).await.expect("the commit goes through")
}

/// R90: what is kept is read back; the order itself is gone, and stays listed for its customer as erased.
async fn the_skeleton_takes_the_place_of_the_state(store: &dyn Store) {
    let committed = erased(store).await;
    let record = committed.erased.expect("it is erased");
    assert_eq!((committed.order, record.version, record.pending), (None, 3, true));
    let id = order_of(1).id;
    assert_eq!(store.erased(&id).await.expect("read"), Some(record.clone()));
    assert_eq!(store.order(&id).await.expect("read"), None);
    let loaded = store.load(Some(&id), &Case::new(9).event).await.expect("loaded");
    assert_eq!((loaded.order, loaded.erased), (None, Some(record)));
    let rows = store.by_customer(&samples::customer(), &Ask::first(10)).await.expect("listed").items;
    assert_eq!(rows.iter().map(crate::store::CustomerRow::is_erased).collect::<Vec<_>>(), [true]);
    // Nothing opens an order in its place.
    let again = Case::new(4).apply(store, None, &sends(order_of(1))).await;
    assert!(again.is_err(), "{again:?}");
}

/// R89, R90: outboxes, texts, refusals and what waits are erased, repeatably; the erasure is due until it is closed.
async fn traces_go_until_it_is_closed(store: &dyn Store) {
    let case = Case::new(8);
    let waiting = crate::store::Received { subject: Some(order_of(1).id), ..case.received("waiting") };
    store.receive(&waiting).await.expect("kept");
    let record = erased(store).await.erased.expect("it is erased");
    for _ in 0..2 {
        store.erase_traces(&record, case.at).await.expect("erased");
    }
    let lines = store.history(&record.erased.id, &Ask::first(10)).await.expect("read").items;
    assert_eq!(lines.len(), 3);
    for line in &lines[1..] {
        assert!(line.outbox.is_empty() && line.claim.is_none(), "{line:?}");
        assert_eq!(line.entry.as_ref().map(|entry| entry.actor), Some(Actor::Customer));
        assert!(line.entry.as_ref().is_some_and(|entry| !entry.what.ja.contains("申込み")), "{line:?}");
    }
    assert!(lines[0].entry.as_ref().is_some_and(|entry| entry.what.ja == "消去"));
    let event: Option<EventRecord> = store.event(&waiting.key).await.expect("read");
    let event = event.expect("there");
    assert!(event.data.is_none() && event.done.is_some());
    assert_eq!(store.unhandled(case.at).await.expect("read"), []);
    store.close_erasure(&record).await.expect("closed");
    assert!(!store.erased(&record.erased.id).await.expect("read").expect("there").pending);
}
