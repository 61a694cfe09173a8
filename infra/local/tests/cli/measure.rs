//! Measurements, run by hand: `cargo test -p certflow --test cli measure -- --ignored --nocapture`.

use std::sync::Arc;
use std::time::Instant;

use ::procedure::order::{Actor, Order};
use ::procedure::{Decision, EventId, OrderId, Product, Text, samples};
use certflow::machine::{FixedClock, Machine};
use jiff::SignedDuration;
use platform::envelope::{Digest, Kind, Source};
use platform::store::{Commit, EventKey, Store, Verdict};

use super::support::Place;

/// Orders in the data folder.
const ORDERS: u32 = 10_000;

/// 10,000 orders in the data folder: `show` and `list --waiting-on customer`, process start included.
#[tokio::test]
#[ignore = "a measurement"]
async fn measure_looking_among_ten_thousand_orders() {
    let place = Place::new();
    let machine = Machine::open(&place.data(), Arc::new(FixedClock(samples::now()))).await.unwrap();
    let sample = samples::examining(Product::CybertrustSureServer);
    for n in 0..ORDERS {
        put(machine.store(), &sample, n, machine.policy()).await;
    }
    machine.close().await;
    let order = OrderId::derived("measure", &event(ORDERS / 2)).to_string();
    for command in [
        &["show", &order][..],
        &["list", "--waiting-on", "customer"],
        &["list"],
        &["list", "--customer", "C-77"],
        &["list", "--domain", "example.jp"],
        &["show", &order, "--json"],
    ] {
        let mut times = Vec::new();
        for _ in 0..20 {
            let begun = Instant::now();
            let ran = place.run(command);
            times.push(begun.elapsed());
            assert_eq!(ran.status, 0, "{ran:?}");
        }
        times.sort();
        println!("{command:?}: median {:.1?}, slowest {:.1?}", times[10], times[19]);
    }
}

async fn put(store: &dyn Store, sample: &Order, n: u32, policy: &::procedure::policy::Policy) {
    let id = event(n);
    let order = Order {
        id: OrderId::derived("measure", &id),
        customer: samples::id(&format!("C-{}", n % 1_000)),
        ..sample.clone()
    };
    let source: Source = "measure".parse().unwrap();
    let subject = Some(order.id.clone());
    let decision = Decision::of(order).because(Actor::System, Text::fixed("測定", "measured"));
    let kind = Kind::from_type("certflow.order-placed.v1").unwrap();
    let at = samples::now();
    let commit = Commit {
        event: EventKey { source, id },
        kind,
        digest: Digest::of(kind, subject.as_ref(), &n.into()),
        subject,
        received_at: None,
        base: None,
        verdict: Verdict::Applied(&decision),
        room: ::procedure::event::Room::VendorStatusChanged,
        worker: "measure",
        lease_until: at + SignedDuration::from_mins(1),
        at,
        policy,
    };
    store.commit(&commit).await.unwrap();
}

fn event(n: u32) -> EventId {
    samples::id(&format!("E-{n}"))
}
