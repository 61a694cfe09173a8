//! One event, one transaction, all or nothing.

use procedure::{Decision, Finding, Product, Refusal, Text, samples};

use super::fixture::{Case, event, opened, order_of, sends, told};
use crate::store::{Ask, CommitError, Delivery, OutcomeKind, Store, Verdict};

pub(super) async fn run<S: Store>(fresh: &impl AsyncFn() -> S) {
    an_order_is_opened_with_all_that_belongs_to_it(&fresh().await).await;
    every_phase_of_an_order_comes_back_as_it_was(&fresh().await).await;
    an_event_is_applied_once(&fresh().await).await;
    a_stale_decision_writes_nothing(&fresh().await).await;
    a_refusal_leaves_the_order_and_a_line_of_history(&fresh().await).await;
    a_refusal_without_an_order_is_recorded_with_its_event(&fresh().await).await;
    what_changes_nothing_is_recorded_alone(&fresh().await).await;
    what_is_more_than_a_transaction_holds_is_refused(&fresh().await).await;
}

async fn an_order_is_opened_with_all_that_belongs_to_it(store: &dyn Store) {
    let (case, order) = (Case::new(1), order_of(1));
    let committed = case.apply(store, None, &sends(order.clone())).await.expect("committed");
    let loaded = store.load(Some(&order.id), &case.event).await.expect("loaded");
    assert_eq!(loaded.order, committed.order);
    let record = loaded.order.expect("the order");
    assert_eq!((record.version, &record.order), (1, &order));
    let done = loaded.event.expect("the event").done.expect("done");
    assert_eq!((done.outcome, done.version, done.in_history), (OutcomeKind::Applied, Some(1), true));
    let history = store.history(&order.id, &Ask::first(10)).await.expect("history").items;
    assert_eq!(history.first(), committed.history.as_ref());
    let claim = history[0].claim.as_ref().expect("born claimed");
    assert_eq!((claim.worker.as_str(), claim.attempt, claim.until), ("worker/1", 1, case.lease_until()));
    assert!(history[0].outbox.iter().all(|entry| entry.delivery == Delivery::NEW));
    assert_eq!(history[0].outbox.len(), 3);
}

async fn every_phase_of_an_order_comes_back_as_it_was(store: &dyn Store) {
    let products = Product::ALL.into_iter();
    let orders = products.flat_map(|product| {
        [samples::accepted(product), samples::examining(product), samples::issued(product, 199)]
    });
    for (n, mut order) in (100..).zip(orders) {
        order.id = order_of(n).id;
        Case::new(n).must(store, None, &told(order.clone())).await;
        let read = store.order(&order.id).await.expect("read").expect("there");
        assert_eq!(read.order, order);
    }
}

async fn an_event_is_applied_once(store: &dyn Store) {
    let (first, _) = opened(store, 1).await;
    let again = Case::new(1).apply(store, Some(&first), &told(order_of(1))).await;
    assert!(matches!(again, Err(CommitError::Duplicate)), "{again:?}");
    let stale = Case::new(1).apply(store, None, &told(order_of(1))).await;
    assert!(matches!(stale, Err(CommitError::Duplicate)), "duplicate before moved: {stale:?}");
    assert_eq!(store.order(&first.order.id).await.expect("read").expect("there").version, 1);
}

async fn a_stale_decision_writes_nothing(store: &dyn Store) {
    let (first, _) = opened(store, 1).await;
    let second = Case::new(2).must(store, Some(&first), &told(order_of(1))).await;
    assert_eq!(second.version, 2);
    for base in [None, Some(&first)] {
        let stale = Case::new(3).apply(store, base, &sends(order_of(1))).await;
        assert!(matches!(stale, Err(CommitError::VersionMoved)), "{stale:?}");
    }
    assert_eq!(store.event(&event(3)).await.expect("read"), None);
    assert_eq!(store.history(&first.order.id, &Ask::first(10)).await.expect("history").items.len(), 2);
    assert_eq!(Case::new(3).must(store, Some(&second), &told(order_of(1))).await.version, 3);
}

async fn a_refusal_leaves_the_order_and_a_line_of_history(store: &dyn Store) {
    let (first, _) = opened(store, 1).await;
    Case::new(2).refuse(store, Some(&first), &no()).await.expect("recorded");
    let record = store.order(&first.order.id).await.expect("read").expect("there");
    assert_eq!((record.version, record.order), (2, first.order));
    let done = store.event(&event(2)).await.expect("read").expect("there").done.expect("done");
    assert_eq!((done.outcome, done.findings.len()), (OutcomeKind::Refused, 1));
    let history = store.history(&record_id(), &Ask::first(1)).await.expect("history").items;
    let entry = history[0].entry.as_ref().expect("told");
    assert!(entry.what.en.contains("test.no") && history[0].outbox.is_empty());
}

async fn a_refusal_without_an_order_is_recorded_with_its_event(store: &dyn Store) {
    Case::new(1).refuse(store, None, &no()).await.expect("recorded");
    let done = store.event(&event(1)).await.expect("read").expect("there").done.expect("done");
    assert_eq!((done.outcome, done.order), (OutcomeKind::Refused, None));
    let again = Case::new(1).refuse(store, None, &no()).await;
    assert!(matches!(again, Err(CommitError::Duplicate)));
}

async fn what_changes_nothing_is_recorded_alone(store: &dyn Store) {
    let (first, _) = opened(store, 1).await;
    let case = Case::new(2);
    store.commit(&case.commit(Some(&first), Verdict::Ignored)).await.expect("recorded");
    let loaded = store.load(Some(&first.order.id), &case.event).await.expect("loaded");
    assert_eq!(loaded.order.map(|record| record.version), Some(1));
    let done = loaded.event.and_then(|event| event.done).expect("done");
    assert_eq!((done.outcome, done.in_history), (OutcomeKind::Ignored, false));
}

/// A27 bounds the names; changing all of fifty at once is still more than one transaction holds.
async fn what_is_more_than_a_transaction_holds_is_refused(store: &dyn Store) {
    let names = |of: &str| {
        let mut draft = samples::draft(Product::DigicertSecureServerId);
        draft.names = (0..50).map(|n| format!("{of}{n}.jp")).collect();
        let mut order = samples::accepted_from(&draft);
        order.id = record_id();
        Decision::of(order)
    };
    let first = Case::new(1).must(store, None, &names("a")).await;
    let error = Case::new(2).apply(store, Some(&first), &names("b")).await;
    assert!(
        matches!(&error, Err(CommitError::TooLarge(finding)) if finding.code == "order.too_large"),
        "{error:?}"
    );
    assert_eq!(store.event(&event(2)).await.expect("read"), None);
}

fn record_id() -> procedure::OrderId {
    order_of(1).id
}

fn no() -> Refusal {
    Finding::stop(
        "test.no",
        "test",
        "R89",
        Text::fixed("いいえ。", "No."),
        Text::fixed("やめます。", "Stop."),
    )
    .into()
}
