//! Events from outside: kept with their data until they are done.

use super::fixture::{Case, event, told};
use super::order_of;
use crate::store::{OutcomeKind, Payload, Reception, Store};

pub(super) async fn run<S: Store>(fresh: &impl AsyncFn() -> S) {
    an_accepted_event_keeps_its_data_until_it_is_done(&fresh().await).await;
    an_event_is_accepted_once(&fresh().await).await;
    an_unknown_event_is_nothing(&fresh().await).await;
}

async fn an_accepted_event_keeps_its_data_until_it_is_done(store: &dyn Store) {
    let (case, received) = (Case::new(1), Case::new(1).received("application"));
    assert_eq!(store.receive(&received).await.expect("received"), Reception::New);
    let loaded = store.load(Some(&order_of(1).id), &case.event).await.expect("loaded");
    let kept = loaded.event.expect("kept");
    assert_eq!(kept.data, Some(received.data.clone()));
    assert_eq!((kept.digest, kept.done), (received.digest.clone(), None));
    case.must(store, None, &told(order_of(1))).await;
    let done = store.event(&case.event).await.expect("read").expect("there");
    assert_eq!(done.data, None);
    assert_eq!(done.done.map(|done| done.outcome), Some(OutcomeKind::Applied));
}

async fn an_event_is_accepted_once(store: &dyn Store) {
    let case = Case::new(1);
    store.receive(&case.received("one")).await.expect("received");
    let Reception::Known(known) = store.receive(&case.received("other")).await.expect("received") else {
        unreachable!("the name is taken")
    };
    assert_eq!(known.digest, case.received("one").digest);
    assert_eq!(known.data, Some(Payload(serde_json::json!({ "content": "one" }))));
    case.must(store, None, &told(order_of(1))).await;
    let Reception::Known(known) = store.receive(&case.received("one")).await.expect("received") else {
        unreachable!("it is done")
    };
    assert!(known.done.is_some() && known.data.is_none());
}

async fn an_unknown_event_is_nothing(store: &dyn Store) {
    assert_eq!(store.event(&event(1)).await.expect("read"), None);
    let loaded = store.load(None, &event(1)).await.expect("loaded");
    assert_eq!((loaded.order, loaded.event), (None, None));
}
