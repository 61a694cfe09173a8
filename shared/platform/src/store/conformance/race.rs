//! Many at once: of those who decided on the same version one wins, and nothing is lost.

use futures::future::join_all;

use super::fixture::{Case, opened, told};
use super::order_of;
use crate::store::{Ask, CommitError, Store};

pub(super) async fn run<S: Store>(fresh: &impl AsyncFn() -> S) {
    one_of_many_wins(&fresh().await).await;
    every_event_gets_through_in_the_end(&fresh().await).await;
    a_claim_goes_to_one(&fresh().await).await;
}

async fn one_of_many_wins(store: &dyn Store) {
    let (record, _) = opened(store, 1).await;
    let tries = (2..10).map(|n| {
        let record = &record;
        async move { Case::new(n).apply(store, Some(record), &told(order_of(1))).await }
    });
    let results = join_all(tries).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let lost = |error: &CommitError| matches!(error, CommitError::VersionMoved | CommitError::Store(_));
    assert!(results.iter().filter_map(|result| result.as_ref().err()).all(lost), "{results:?}");
    assert_eq!(store.order(&record.order.id).await.expect("read").expect("there").version, 2);
}

async fn every_event_gets_through_in_the_end(store: &dyn Store) {
    let (record, _) = opened(store, 1).await;
    let id = record.order.id;
    let tries = (2..10).map(|n| {
        let id = &id;
        async move {
            for _ in 0..100 {
                let base = store.order(id).await.expect("read").expect("there");
                if Case::new(n).apply(store, Some(&base), &told(order_of(1))).await.is_ok() {
                    return;
                }
            }
            unreachable!("100 tries against 8 others");
        }
    });
    join_all(tries).await;
    let history = store.history(&id, &Ask::first(100)).await.expect("listed").items;
    assert_eq!(
        history.iter().map(|line| line.key.sequence).collect::<Vec<_>>(),
        (1..=9).rev().collect::<Vec<_>>()
    );
}

async fn a_claim_goes_to_one(store: &dyn Store) {
    let (_, record) = opened(store, 1).await;
    let over = Case::new(1).lease_until();
    let claims =
        (0..8).map(|n| {
            let record = &record;
            async move {
                store.claim(record, &format!("worker-{n}"), over, Case::new(100).at).await.expect("asked")
            }
        });
    assert_eq!(join_all(claims).await.iter().flatten().count(), 1);
}
