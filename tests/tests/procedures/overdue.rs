//! A vendor that does not do what it was asked for in time.

use certflow::demo::world::{Case, Event, Milestone, World};
use jiff::SignedDuration;
use platform::envelope::{Content, Envelope, Kind};
use platform::store::Ask;
use procedure::event::{Event as Fact, VendorStatusChanged};
use procedure::order::{Phase, Stage};
use procedure::vendor::{VendorReport, VendorStatus};
use procedure::{OrderId, Party, Product, Validation};
use simulation::certcentral::{Fault, Trouble};
use simulation::examination::Plan;

use super::support::{Play, is_at_rest, letters, story};

/// BR 4.9.1.1, A26, R88, R90: the key is out, and the vendor answers no request to revoke the certificate: once the 24 hours
/// are over staff are told, once, and the revocation is theirs to see to, until they record it. No letter goes out meanwhile.
#[tokio::test]
async fn a_vendor_that_never_revokes() {
    let plans = [Plan::usual(Validation::Ov), Plan::swift()];
    let out = story(Product::DigicertSecureServerId).at_vendor(plans).with_turn(
        Milestone::Issued,
        SignedDuration::from_hours(24 * 10),
        Event::KeyCompromised,
    );
    let mut play = Play::of(vec![out]).await;
    let path = "/certificate/".to_owned();
    play.world.outside.certcentral.trouble(Trouble {
        method: "PUT",
        path,
        times: 10_000,
        fault: Fault::Refused(503),
    });
    play.run_new().await;
    let asked = |world: &World| world.cases().find_map(revocation);
    play.run_while(30, |world| asked(world).is_none()).await;
    let (old, until) = asked(&play.world).unwrap();
    let told_by = letters(play.world.case(&old).unwrap());

    play.run_while(5, |_| true).await;
    let case = play.world.case(&old).unwrap();
    let codes: Vec<&str> = case.order.attention.iter().map(|known| &*known.code).collect();
    assert!(codes.contains(&"revocation.overdue"), "{codes:?}");
    let owed = case.order.acts().into_iter().find(|act| act.code == "revoke").unwrap();
    assert_eq!((owed.by, owed.until), (Party::Provider, Some(until)));
    assert_eq!(letters(case), told_by, "staff alone can do something about it");
    let lines = told(&play, &old).await;
    assert!(
        matches!(&lines[..], [at] if *at >= until && *at < until + SignedDuration::from_hours(1)),
        "{lines:?}"
    );

    record_revoked(&play, &old).await;
    play.run_while(1, |_| true).await;
    let case = play.world.case(&old).unwrap();
    assert_eq!(case.order.stage(), Stage::Revoked);
    assert!(case.order.attention.iter().all(|known| known.code != "revocation.overdue"));
    assert_eq!(letters(case).last(), Some(&"revoked"));
    assert!(play.world.cases().all(is_at_rest));
}

/// The order to be revoked, and until when.
fn revocation(case: &Case) -> Option<(OrderId, jiff::Timestamp)> {
    let Phase::Issued(issued) = &case.order.phase else { return None };
    Some((case.order.id.clone(), issued.revocation.as_ref()?.until()))
}

/// When the history says that it is late.
async fn told(play: &Play, order: &OrderId) -> Vec<jiff::Timestamp> {
    let lines = play.world.machine.store().history(order, &Ask::first(500)).await.unwrap().items;
    let late = |entry: &procedure::order::Entry| entry.what.en.contains("24 hours are over");
    lines.iter().filter(|line| line.entry.as_ref().is_some_and(late)).map(|line| line.at).collect()
}

/// Staff record what they read in the vendor's console.
async fn record_revoked(play: &Play, order: &OrderId) {
    let vendor_order = play.world.case(order).unwrap().order.vendor_order().unwrap().clone();
    let report = VendorReport {
        vendor_order,
        observed_at: play.world.outside.now(),
        status: VendorStatus::Revoked,
        items: Vec::new(),
        asked: Default::default(),
    };
    let fact: Fact = VendorStatusChanged { report: Some(report) }.into();
    let envelope = Envelope {
        id: "revoked".parse().unwrap(),
        source: "urn:test:staff".parse().unwrap(),
        kind: Kind::Event(fact.kind()),
        subject: Some(order.clone()),
        time: None,
        content: Content::Inline(fact.data()),
        traceparent: None,
    };
    play.world.machine.intake().accept(envelope).await.unwrap();
}
