//! Which order an event is about, and at what time.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use procedure::event::{ApprovalMailReceived, Event, PlacementOverdue, Room};
use procedure::order::{EnquiryText, Order, existing};
use procedure::{Decision, Finding, Moment, OrderId, Product, Refusal, Text, samples};

use super::{accepted, review};
use crate::Clock as _;
use crate::envelope::{Content, Envelope};
use crate::react::{FactError, Gather, Handler as _, Outcome, Reaction};
use crate::store::table::faults::Call;
use crate::store::{EventKey, Payload, Received, Store as _};
use crate::testing::{Scripted, World, envelope};

/// Finds the order of a mail by its key in the vault.
struct ByMail;

#[async_trait]
impl Reaction for ByMail {
    type Facts = ();

    fn room(&self) -> Room {
        Room::ApprovalMailReceived
    }

    async fn locate(&self, cx: &Gather<'_>, event: &Event) -> Result<Option<OrderId>, FactError> {
        let Event::ApprovalMailReceived(event) = event else { return Ok(None) };
        match event.mail.as_str() {
            "known" => {
                let rows = cx.store.by_domain(&samples::id("example.jp"), &Default::default()).await?;
                Ok(rows.items.into_iter().next().map(|row| row.order))
            }
            "unheard-of" => Ok(None),
            _ => Err(FactError::Refused(no())),
        }
    }

    async fn gather(&self, cx: &Gather<'_>, order: Option<&Order>, _: &Event) -> Result<(), FactError> {
        assert_eq!(cx.subject, order.map(|order| &order.id));
        Ok(())
    }

    fn decide(&self, order: Option<Order>, _: &Event, (): (), at: &Moment<'_>) -> Result<Decision, Refusal> {
        let mut order = existing(order)?;
        order.put_on_hold(EnquiryText::new("comment", "mail").unwrap(), at.now)?;
        Ok(Decision::of(order))
    }
}

fn no() -> Refusal {
    let (message, remedy) = (Text::fixed("いいえ。", "No."), Text::fixed("やめます。", "Stop."));
    Finding::stop("mail.no", "mail", "R41", message, remedy).into()
}

fn mail(key: &str) -> Envelope {
    let event = ApprovalMailReceived { mail: key.to_owned() }.into();
    Envelope { subject: None, ..envelope(key, &samples::order_id(), &event) }
}

/// R41: an event that names no order finds it, at the price of one more read.
#[tokio::test]
async fn an_event_without_a_subject_finds_its_order() {
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(ByMail);
    let outcome = worker.handle(&mail("known").encode(), None).await.unwrap();
    assert!(
        matches!(&outcome, Outcome::Applied { order, .. } if *order == samples::order_id()),
        "{outcome:?}"
    );
    let calls = world.faults.calls();
    assert_eq!((calls[&Call::Get], calls[&Call::Query], calls[&Call::Transact]), (2, 1, 2));
}

/// R41: a mail for no order, or one not to be trusted, is refused and recorded, and changes nothing.
#[tokio::test]
async fn an_event_for_no_order_is_refused() {
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(ByMail);
    for key in ["unheard-of", "forged"] {
        let outcome = worker.handle(&mail(key).encode(), None).await.unwrap();
        assert!(matches!(outcome, Outcome::Refused(_)), "{outcome:?}");
        let event = EventKey { source: mail(key).source, id: mail(key).id };
        assert!(world.store.event(&event).await.unwrap().unwrap().done.is_some());
    }
    assert_eq!(world.store.order(&samples::order_id()).await.unwrap().unwrap().version, 1);
}

fn holding() -> Scripted {
    Scripted {
        room: Room::VendorReviewRequested,
        decide: |order, _, at| {
            let mut order = existing(order)?;
            order.put_on_hold(EnquiryText::new("comment", "wait").unwrap(), at.now)?;
            Ok(Decision::of(order))
        },
    }
}

/// R89: what was accepted is handled as it was accepted, whichever message brings it first; another event under its name
/// ends nothing.
#[tokio::test]
async fn an_accepted_event_is_handled_as_it_was_accepted() {
    let world = World::new();
    world.open(accepted()).await;
    let event = review();
    let Content::Inline(data) = &event.content else { panic!("{event:?}") };
    let key = EventKey { source: event.source.clone(), id: event.id.clone() };
    let received = Received {
        key: key.clone(),
        kind: event.kind,
        subject: event.subject.clone(),
        digest: event.digest(event.subject.as_ref()).unwrap(),
        data: Payload(data.clone()),
        at: world.clock.now(),
        requeue_at: world.clock.now(),
    };
    world.store.receive(&received).await.unwrap();
    let worker = world.worker(holding());

    let other = envelope(event.id.as_str(), &samples::order_id(), &PlacementOverdue {}.into());
    let outcome = worker.handle(&other.encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Refused(refusal) if refusal.code() == "event.reused"));
    assert_eq!(world.store.event(&key).await.unwrap().unwrap().done, None);

    let nameless = Envelope { subject: None, ..event.clone() };
    let outcome = worker.handle(&nameless.encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { order, .. } if order == samples::order_id()));
    for again in [nameless, event.by_reference()] {
        let outcome = worker.handle(&again.encode(), None).await.unwrap();
        assert_eq!(outcome, Outcome::Repeated { unsent: 0 });
    }
}

async fn decided_at(source: &str, ahead: SignedDuration) -> Timestamp {
    let world = World::new();
    world.open(accepted()).await;
    let time = Some(world.clock.now() + ahead);
    let event = Envelope { time, source: source.parse().unwrap(), ..review() };
    world.worker(holding()).handle(&event.encode(), None).await.unwrap();
    world.order(&samples::order_id()).await.hold.unwrap().since
}

/// R88: what the sweep's clock found due is due here too; nobody else's clock is believed, nor one that is far off.
#[tokio::test]
async fn the_time_of_an_event_of_our_own_counts() {
    let (now, own) = (samples::now(), "/certflow/renewal-sweep");
    let minutes = SignedDuration::from_mins;
    assert_eq!(decided_at(own, minutes(2)).await, now + minutes(2));
    assert_eq!(decided_at(own, minutes(-2)).await, now);
    assert_eq!(decided_at(own, minutes(6)).await, now);
    assert_eq!(decided_at("/portal", minutes(2)).await, now);
}

/// A27: more than one transaction holds is refused and recorded, not tried for ever.
#[tokio::test]
async fn what_cannot_be_stored_is_refused() {
    fn names(of: &str) -> Order {
        let mut draft = samples::draft(Product::DigicertSecureServerId);
        draft.names = (0..50).map(|n| format!("{of}{n}.jp")).collect();
        samples::accepted_from(&draft)
    }
    let world = World::new();
    world.open(names("a")).await;
    let worker = world.worker(Scripted {
        room: Room::VendorReviewRequested,
        decide: |_, _, _| Ok(Decision::of(names("b"))),
    });
    let outcome = worker.handle(&review().encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Refused(refusal) if refusal.code() == "order.too_large"));
    assert_eq!(world.order(&samples::order_id()).await, names("a"));
}
