//! Lists are whole, in order, page by page.

use procedure::{Party, samples};

use super::fixture::{Case, opened, told};
use super::order_of;
use crate::store::{Ask, Cursor, Store, StoreError};

pub(super) async fn run<S: Store>(fresh: &impl AsyncFn() -> S) {
    history_comes_newest_first(&fresh().await).await;
    the_most_urgent_comes_first(&fresh().await).await;
    a_cursor_belongs_to_its_list(&fresh().await).await;
}

async fn history_comes_newest_first(store: &dyn Store) {
    let (mut record, _) = opened(store, 1).await;
    for n in 2..=12 {
        record = Case::new(n).must(store, Some(&record), &told(order_of(1))).await;
    }
    let (mut seen, mut ask) = (Vec::new(), Ask::first(5));
    for _ in 0..10 {
        let page = store.history(&record.order.id, &ask).await.expect("listed");
        assert!(page.items.len() <= 5);
        seen.extend(page.items.iter().map(|line| line.key.sequence));
        let Some(next) = page.next else { break };
        // As a client sends it back.
        let next: Cursor = next.to_string().parse().expect("a cursor");
        ask.after = Some(next);
    }
    assert_eq!(seen, (1..=12).rev().collect::<Vec<_>>());
}

async fn the_most_urgent_comes_first(store: &dyn Store) {
    for n in [3, 1, 2] {
        let mut order = order_of(n);
        let policy = Case::new(0).policy;
        let at = Case::new(n * 1_440).at;
        order.intend_placement(&policy, at).expect("accepted");
        order.placed(&samples::id("V-1"), &policy, at).expect("being placed");
        Case::new(n).must(store, None, &told(order)).await;
    }
    let (mut seen, mut ask) = (Vec::new(), Ask::first(1));
    for _ in 0..5 {
        let page = store.waiting(Party::Customer, &ask).await.expect("listed");
        seen.extend(page.items.into_iter().map(|row| row.order));
        let Some(next) = page.next else { break };
        ask.after = Some(next);
    }
    assert_eq!(seen, [order_of(1).id, order_of(2).id, order_of(3).id]);
}

async fn a_cursor_belongs_to_its_list(store: &dyn Store) {
    for n in 1..=3 {
        opened(store, n).await;
    }
    let page = store.waiting(Party::Provider, &Ask::first(1)).await.expect("listed");
    let ask = Ask { after: page.next, limit: 1 };
    assert!(ask.after.is_some());
    for result in [
        store.waiting(Party::Customer, &ask).await.map(drop),
        store.by_customer(&samples::customer(), &ask).await.map(drop),
        store.held(&ask).await.map(drop),
    ] {
        assert!(matches!(result, Err(StoreError::Refused(_))), "{result:?}");
    }
    assert!("not a cursor".parse::<Cursor>().is_err());
}
