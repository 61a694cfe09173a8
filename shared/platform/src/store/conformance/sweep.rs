//! What is due is found, and nothing that is not.

use jiff::{SignedDuration, Timestamp};
use procedure::Decision;
use procedure::order::Lane;

use super::fixture::{Case, event, told};
use super::order_of;
use crate::store::{Ask, DuePartition, DueWhat, Store, Watermark, day_of};

pub(super) async fn run<S: Store>(fresh: &impl AsyncFn() -> S) {
    an_order_is_due_from_its_moment_on(&fresh().await).await;
    what_was_due_long_ago_is_due_now(&fresh().await).await;
    an_accepted_event_is_due_until_it_is_done(&fresh().await).await;
    what_is_due_comes_oldest_first_in_pages(&fresh().await).await;
    the_watermark_is_remembered(&fresh().await).await;
}

async fn due(store: &dyn Store, until: Timestamp) -> Vec<(Timestamp, DueWhat)> {
    let mut found = Vec::new();
    let mut day = day_of(Case::new(0).at);
    while day <= day_of(until) {
        for shard in 0..store.shards_on(day) {
            let page = store.due(DuePartition { day, shard }, until, &Ask::first(100)).await.expect("listed");
            found.extend(page.items.into_iter().map(|row| (row.at, row.what)));
        }
        day = day.tomorrow().expect("a day");
    }
    found
}

async fn an_order_is_due_from_its_moment_on(store: &dyn Store) {
    let case = Case { at: Case::new(1).at + SignedDuration::from_millis(300), ..Case::new(1) };
    let mut order = order_of(1);
    order.phase = procedure::order::Phase::Accepted { since: case.at };
    let at = order.due(&case.policy).expect("it has to be submitted").at;
    assert_eq!(at.subsec_millisecond(), 300);
    let record = case.must(store, None, &told(order.clone())).await;
    let up = at + SignedDuration::from_millis(700);
    assert_eq!(due(store, at).await, [], "a fraction of a second too early");
    assert_eq!(
        due(store, up).await,
        [(up, DueWhat::Order { order: order.id.clone(), lane: Lane::Placement })]
    );
    order.put_on_hold(hold(), case.at).expect("open");
    Case::new(2).must(store, Some(&record), &Decision::of(order)).await;
    assert_eq!(due(store, up + SignedDuration::from_hours(48)).await, []);
}

/// The sweep has left past days behind, so nothing may be filed under them.
async fn what_was_due_long_ago_is_due_now(store: &dyn Store) {
    let case = Case::new(3 * 1_440);
    let order = order_of(1);
    assert!(order.due(&case.policy).is_some_and(|due| due.at < case.at));
    case.must(store, None, &told(order.clone())).await;
    assert_eq!(
        due(store, case.at).await,
        [(case.at, DueWhat::Order { order: order.id, lane: Lane::Placement })]
    );
}

async fn an_accepted_event_is_due_until_it_is_done(store: &dyn Store) {
    let case = Case::new(1);
    let received = case.received("application");
    store.receive(&received).await.expect("received");
    let early = received.requeue_at - SignedDuration::from_secs(1);
    assert_eq!(due(store, early).await, []);
    let expected = (received.requeue_at, DueWhat::Intake { event: event(1) });
    assert_eq!(due(store, received.requeue_at).await, [expected]);
    let mut order = order_of(1);
    order.put_on_hold(hold(), case.at).expect("open");
    case.must(store, None, &Decision::of(order)).await;
    assert_eq!(due(store, received.requeue_at).await, []);
}

async fn what_is_due_comes_oldest_first_in_pages(store: &dyn Store) {
    for n in [4, 2, 5, 1, 3] {
        let mut order = order_of(n);
        order.phase = procedure::order::Phase::Accepted { since: Case::new(n).at };
        Case::new(n).must(store, None, &Decision::of(order)).await;
    }
    let until = Case::new(60).at;
    let mut seen = Vec::new();
    for shard in 0..store.shards_on(day_of(until)) {
        let (mut ask, from) = (Ask::first(2), seen.len());
        for _ in 0..5 {
            let partition = DuePartition { day: day_of(until), shard };
            let page = store.due(partition, until, &ask).await.expect("listed");
            assert!(page.items.len() <= 2);
            seen.extend(page.items.into_iter().map(|row| row.at));
            let Some(next) = page.next else { break };
            ask.after = Some(next);
        }
        assert!(seen[from..].is_sorted());
    }
    assert_eq!(seen.len(), 5);
}

async fn the_watermark_is_remembered(store: &dyn Store) {
    assert_eq!(store.watermark().await.expect("read"), None);
    for n in [1, 2_000] {
        let watermark = Watermark { day: day_of(Case::new(n).at), until: Case::new(n).at };
        store.set_watermark(watermark).await.expect("written");
        assert_eq!(store.watermark().await.expect("read"), Some(watermark));
    }
}

fn hold() -> procedure::order::EnquiryText {
    procedure::order::EnquiryText::new("comment", "wait").expect("a comment")
}
