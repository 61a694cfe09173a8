//! The usual path, and its other ends.

use jiff::SignedDuration;
use procedure::event::{Event, EventKind, Room};
use procedure::notice::Recipient;
use procedure::order::Order;
use procedure::vendor::VendorError;
use procedure::{Decision, Finding, Moment, Product, Refusal, Text, samples};

use super::{accepted, examination_due, placing, review};
use crate::Clock as _;
use crate::dispatch::SendError;
use crate::react::{Error, Handler as _, Outcome};
use crate::store::table::faults::Call;
use crate::store::{Ask, Delivery, EventKey, OutcomeKind, Store as _, WhyHeld};
use crate::testing::{Scripted, World, envelope, event_of};

/// R13, R89: one read, one transaction, each send, one mark.
#[tokio::test]
async fn an_event_costs_one_read_one_transaction_its_sends_and_one_mark() {
    let world = World::new();
    world.open(accepted()).await;
    let before = world.faults.calls();
    let outcome = world.worker(placing()).handle(&review().encode(), None).await.unwrap();
    let Outcome::Applied { order, version: 2, unsent: 0 } = outcome else { panic!("{outcome:?}") };
    let calls = world.faults.calls();
    let cost = |call| calls.get(&call).copied().unwrap_or(0) - before.get(&call).copied().unwrap_or(0);
    let costs = [Call::Get, Call::Transact, Call::Update, Call::Put, Call::Query].map(cost);
    assert_eq!(costs, [1, 1, 1, 0, 0]);
    assert_eq!(world.vendor.placed(), std::slice::from_ref(&order));
    let sent = world.queue.sent();
    let ids: Vec<_> = sent.iter().map(|(room, event)| (*room, event.id.as_str())).collect();
    let id = |rest: &str| format!("{order}.2.{rest}");
    assert_eq!(ids.len(), 2);
    assert!(ids[0].1.starts_with(&id("2.reply-")));
    assert_eq!(ids[1], (Room::VendorStatusChanged, id("3").as_str()));
    assert_eq!(event_of(&sent[0].1).kind(), EventKind::OrderPlaced);
    let mails = world.mailer.sent();
    let to: Vec<_> = mails.iter().map(|mail| mail.to.join(",")).collect();
    assert_eq!(to, ["tanto@example.jp", "taro.yamada@example.jp"]);
    assert_eq!(mails[0].message_id, format!("<{order}.2.0@example.jp>"));
    assert_eq!((&mails[1].tags.order, mails[1].tags.notice), (&order, "application_received"));
    let line = &world.store.history(&order, &Ask::first(1)).await.unwrap().items[0];
    assert!(line.outbox.iter().all(|entry| matches!(entry.delivery, Delivery::Sent { attempt: 1, .. })));
}

/// P5: that a letter arrives is news to whom an earlier one did not reach, and to nobody else.
#[tokio::test]
async fn a_letter_is_watched_while_its_recipient_counts_as_unreachable() {
    let world = World::new();
    let mut order = accepted();
    order.undeliverable.insert(Recipient::Notification);
    world.open(order).await;
    world.worker(placing()).handle(&review().encode(), None).await.unwrap();
    let watched: Vec<_> = world.mailer.sent().iter().map(|mail| (mail.tags.to, mail.is_watched)).collect();
    assert_eq!(watched, [(Recipient::Notification, true), (Recipient::ResponsiblePerson, false)]);
}

/// R89: nothing to send, nothing to mark.
#[tokio::test]
async fn an_event_that_sends_nothing_marks_nothing() {
    fn hold(order: Option<Order>, _: &Event, at: &Moment<'_>) -> Result<Decision, Refusal> {
        let mut order = procedure::order::existing(order)?;
        order.put_on_hold(procedure::order::EnquiryText::new("comment", "wait").unwrap(), at.now)?;
        Ok(Decision::of(order))
    }
    let world = World::new();
    world.open(accepted()).await;
    let before = world.faults.calls();
    let worker = world.worker(Scripted { room: Room::VendorReviewRequested, decide: hold });
    let outcome = worker.handle(&review().encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { version: 2, unsent: 0, .. }));
    assert_eq!(world.faults.calls().values().sum::<u64>() - before.values().sum::<u64>(), 2);
    // The same order again: only the event is recorded.
    let other = envelope("review-2", &samples::order_id(), &event_of(&review()));
    assert_eq!(worker.handle(&other.encode(), None).await.unwrap(), Outcome::Ignored);
    assert_eq!(world.store.order(&samples::order_id()).await.unwrap().unwrap().version, 2);
}

/// R89: a repeated event is recognised, one under a taken name is answered with no.
#[tokio::test]
async fn a_repeated_event_does_nothing_and_a_reused_name_is_refused() {
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(placing());
    worker.handle(&review().encode(), None).await.unwrap();
    let (mails, messages) = (world.mailer.sent().len(), world.queue.sent().len());
    for _ in 0..2 {
        let outcome = worker.handle(&review().encode(), None).await.unwrap();
        assert_eq!(outcome, Outcome::Repeated { unsent: 0 });
    }
    assert_eq!((world.mailer.sent().len(), world.queue.sent().len()), (mails, messages));
    let other = envelope("review-1", &samples::order_id(), &procedure::event::PlacementOverdue {}.into());
    let outcome = worker.handle(&other.encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Refused(refusal) if refusal.code() == "event.reused"));
}

/// R86: a refusal is an answer, recorded once.
#[tokio::test]
async fn a_refusal_is_recorded_and_not_retried() {
    fn no(_: Option<Order>, _: &Event, _: &Moment<'_>) -> Result<Decision, Refusal> {
        let (message, remedy) = (Text::fixed("いいえ。", "No."), Text::fixed("やめます。", "Stop."));
        Err(Finding::stop("test.no", "test", "R86", message, remedy).into())
    }
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(Scripted { room: Room::VendorReviewRequested, decide: no });
    let outcome = worker.handle(&review().encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Refused(refusal) if refusal.code() == "test.no"));
    let key = EventKey { source: review().source, id: review().id };
    let done = world.store.event(&key).await.unwrap().unwrap().done.unwrap();
    assert_eq!((done.outcome, done.findings.len()), (OutcomeKind::Refused, 1));
    assert_eq!(worker.handle(&review().encode(), None).await.unwrap(), Outcome::Repeated { unsent: 0 });
}

/// R89: one send that fails leaves the others sent and marked; it is tried again when its time has come.
#[tokio::test]
async fn one_failing_send_leaves_the_others_marked() {
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(placing());
    world.mailer.fail([SendError::Throttled]);
    world.vendor.fail([VendorError::Unavailable]);
    let outcome = worker.handle(&review().encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { unsent: 2, .. }), "{outcome:?}");
    assert_eq!((world.mailer.sent().len(), world.vendor.placed().len(), world.queue.sent().len()), (1, 0, 1));
    assert_eq!(worker.handle(&review().encode(), None).await.unwrap(), Outcome::InProgress);
    world.clock.forward(SignedDuration::from_mins(1));
    let outcome = worker.handle(&review().encode(), None).await.unwrap();
    assert_eq!(outcome, Outcome::Repeated { unsent: 0 });
    assert_eq!((world.mailer.sent().len(), world.vendor.placed().len(), world.queue.sent().len()), (2, 1, 2));
    assert_eq!(world.vendor.attempts(), [1, 2]);
}

/// R13, R89: an attempt learns when the last one of unknown outcome was made, whatever came before and between; one that
/// crashed without a word may have been made only now. How long a vendor wants to be left alone is kept to, up to an hour.
#[tokio::test]
async fn an_attempt_knows_when_the_last_one_was_lost() {
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(placing());
    let errors = [
        VendorError::Unavailable,
        VendorError::Unknown,
        VendorError::RateLimited { after_seconds: 9 * 60 },
        VendorError::Unsettled { after_seconds: 1 << 20 },
    ];
    world.vendor.fail(errors);
    let start = world.clock.now();
    for (wait, attempts, held) in
        [(0, 1, 0), (1, 2, 0), (2, 3, 0), (8, 3, 0), (1, 4, 0), (59, 4, 0), (1, 4, 1)]
    {
        world.clock.forward(SignedDuration::from_mins(wait));
        worker.handle(&review().encode(), None).await.unwrap();
        assert_eq!(world.vendor.attempts().len(), attempts);
        assert_eq!(world.store.held(&Ask::first(10)).await.unwrap().items.len(), held);
    }
    let lost = start + SignedDuration::from_mins(1);
    assert_eq!(world.vendor.lost(), [None, None, Some(lost), Some(lost)]);

    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(placing());
    world.trip.set(5);
    assert!(world.deliver(&worker, &review()).await.is_none());
    assert_eq!((world.vendor.attempts(), world.vendor.placed()), (vec![1], vec![]));
    world.clock.forward(SignedDuration::from_hours(1));
    world.worker(placing()).handle(&review().encode(), None).await.unwrap();
    assert_eq!(world.vendor.lost(), [None, Some(world.clock.now())]);
}

/// R89: a refused letter and one that failed too often are held for staff, not dropped and not tried for ever.
#[tokio::test]
async fn what_cannot_be_sent_is_held_for_staff() {
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(placing());
    world.mailer.fail([SendError::Refused]);
    world.vendor.fail(vec![VendorError::Unavailable; 9]);
    worker.handle(&review().encode(), None).await.unwrap();
    for _ in 0..6 {
        world.clock.forward(SignedDuration::from_hours(6));
        worker.handle(&review().encode(), None).await.unwrap();
    }
    assert_eq!(world.vendor.attempts(), [1, 2, 3, 4]);
    let key = world.store.held(&Ask::first(10)).await.unwrap().items.remove(0);
    let line = world.store.load_outbox(&key).await.unwrap().history.unwrap();
    let why: Vec<_> = line
        .outbox
        .iter()
        .filter_map(|entry| match entry.delivery {
            Delivery::Held { why, .. } => Some((entry.n, why)),
            _ => None,
        })
        .collect();
    assert_eq!(why, [(0, WhyHeld::Refused), (2, WhyHeld::TooManyAttempts)]);
}

/// R86: a letter that no longer says the truth is dropped.
#[tokio::test]
async fn a_letter_that_was_overtaken_is_not_sent() {
    fn announce(order: Option<Order>, _: &Event, _: &Moment<'_>) -> Result<Decision, Refusal> {
        Ok(Decision::of(procedure::order::existing(order)?).tell(procedure::notice::Notice::Issued))
    }
    let world = World::new();
    world.open(accepted()).await;
    let worker = world.worker(Scripted { room: Room::VendorReviewRequested, decide: announce });
    let outcome = worker.handle(&review().encode(), None).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { unsent: 0, .. }));
    assert!(world.mailer.sent().is_empty());
    let line = world.store.history(&samples::order_id(), &Ask::first(1)).await.unwrap().items.remove(0);
    assert!(matches!(line.outbox[0].delivery, Delivery::Dropped { .. }));
}

/// R89: what cannot be read is nobody's answer; it stays for the dead-letter queue.
#[tokio::test]
async fn what_cannot_be_read_is_an_error() {
    let world = World::new();
    let worker = world.worker(placing());
    let error = worker.handle(b"{}", None).await.unwrap_err();
    assert!(matches!(error, Error::Undecodable(finding) if finding.field == "specversion"));
    let error = worker.handle(&examination_due().encode(), None).await.unwrap_err();
    assert!(matches!(error, Error::Misrouted { room: Room::VendorReviewRequested, .. }));
    let stored = review().by_reference();
    let error = worker.handle(&stored.encode(), None).await.unwrap_err();
    assert!(matches!(error, Error::DataMissing { .. }));
}

/// R89: a function that decides about another order than the event's is at fault.
#[tokio::test]
async fn a_decision_about_another_order_is_an_error() {
    fn other(_: Option<Order>, _: &Event, _: &Moment<'_>) -> Result<Decision, Refusal> {
        let id = procedure::OrderId::derived("/test", &samples::id("other"));
        Ok(Decision::of(Order { id, ..samples::accepted(Product::Bizcert) }))
    }
    let world = World::new();
    let worker = world.worker(Scripted { room: Room::VendorReviewRequested, decide: other });
    assert!(matches!(worker.handle(&review().encode(), None).await, Err(Error::WrongOrder)));
}
