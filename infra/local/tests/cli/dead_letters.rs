//! Messages that failed too often: told, tried again, discarded.

use std::num::NonZeroU32;
use std::time::Duration;

use ::procedure::Product;
use ::procedure::event::EventKind;
use certflow::embedded::Queue;
use jiff::Timestamp;
use platform::envelope::{Content, Envelope, Kind};
use serde_json::Value;

use super::support::{Place, text};

/// When the dead messages were sent; before [`super::support::NOW`].
const SENT: &str = "2026-11-23T00:00:00Z";

/// Puts `body` with the dead letters of `queue`, with `reason` as its last failure; what names it.
async fn bury(place: &Place, queue: &str, body: &str, reason: &str) -> String {
    let file = place.data().join("queue.db");
    let queues = Queue::open(Some(&file), NonZeroU32::new(2).unwrap()).await.unwrap();
    let mut now: Timestamp = SENT.parse().unwrap();
    let sent = queues.send(queue, body, Duration::ZERO, now).await.unwrap();
    for _ in 0..2 {
        for message in queues.receive(queue, 10, Duration::from_secs(60), now).await.unwrap() {
            queues.fail(&message.receipt, Duration::ZERO, reason, now).await.unwrap();
        }
        now += Duration::from_secs(60);
    }
    assert!(queues.receive(queue, 10, Duration::from_secs(60), now).await.unwrap().is_empty());
    queues.close().await;
    sent.to_string()
}

fn only(answer: &Value) -> &Value {
    let letters = answer["dead_letters"].as_array().unwrap();
    assert_eq!(letters.len(), 1, "{answer}");
    &letters[0]
}

/// R89: what cannot be read is told with the reason, tried again when asked, and deleted only by name.
#[tokio::test]
async fn a_poison_message_is_told_tried_again_and_discarded() {
    let place = Place::new();
    place.submit(Product::CybertrustSureServer);
    let message = bury(&place, "order-submitted", "secret body", "not an event").await;

    let answer = place.done(&["dead-letters"]);
    let letter = only(&answer);
    assert_eq!(letter["function"], "order-submitted");
    assert_eq!((&letter["message"], &letter["receives"]), (&message.as_str().into(), &2.into()));
    assert_eq!((&letter["standing"], &letter["reason"]), (&"unreadable".into(), &"not an event".into()));
    assert_eq!(letter["sent"], SENT);
    assert!(!answer.to_string().contains("secret body"), "a body may hold anything");
    assert!(place.done(&["dead-letters", "mail-feedback"])["dead_letters"].as_array().unwrap().is_empty());
    assert_eq!(place.done(&["queue"])["queues"]["order-submitted"]["dead"], 1);

    for (lang, words) in [("en", "It is no event"), ("ja", "イベントとして読み取れません")] {
        let page = place.run(&["dead-letters", "--lang", lang]);
        assert_eq!(page.status, 0, "{page:?}");
        assert!(page.stdout.contains(words) && page.stdout.contains("2026-11-23 09:00"), "{page:?}");
    }

    let moved = place.done(&["dead-letters", "redrive", "order-submitted", "--message", &message]);
    assert_eq!((&moved["messages"], &moved["failed"]), (&1.into(), &1.into()));
    assert_eq!(place.done(&["queue"])["queues"]["order-submitted"]["dead"], 0);

    let message = bury(&place, "mail-feedback", "{}", "not an event").await;
    let unknown = ["dead-letters", "discard", "mail-feedback", "--message", "999"];
    assert_eq!(place.refused(&unknown), "dead_letter.unknown");
    let elsewhere = ["dead-letters", "redrive", "order-submitted", "--message", &message];
    assert_eq!(place.refused(&elsewhere), "dead_letter.unknown");
    assert_eq!(
        place.refused(&["dead-letters", "redrive", "order-submitted", "--message", "x"]),
        "dead_letter.unknown"
    );
    place.done(&["dead-letters", "discard", "mail-feedback", "--message", &message]);
    assert!(place.done(&["dead-letters"])["dead_letters"].as_array().unwrap().is_empty());
}

/// R89: an event that was dealt with meanwhile says so; trying its message again sends nothing twice.
#[tokio::test]
async fn an_event_that_was_dealt_with_is_told_from_one_that_was_not() {
    let place = Place::new();
    let draft = place.draft("a.json", &::procedure::samples::draft(Product::CybertrustSureServer));
    let submitted = place.done(&["submit", text(&draft), "--event-id", "evt-1"]);
    let order = submitted["order"].as_str().unwrap();
    let message = |id: &str| {
        let envelope = Envelope {
            id: id.parse().unwrap(),
            source: "urn:certflow:cli".parse().unwrap(),
            kind: Kind::Event(EventKind::OrderSubmitted),
            subject: None,
            time: None,
            content: Content::Stored,
            traceparent: None,
        };
        String::from_utf8(envelope.encode()).unwrap()
    };
    bury(&place, "order-submitted", &message("evt-1"), "the store failed").await;
    let answer = place.done(&["dead-letters"]);
    let letter = only(&answer);
    assert_eq!((&letter["standing"], &letter["order"]), (&"done".into(), &order.into()));
    assert_eq!(
        (&letter["event"]["id"], &letter["type"]),
        (&"evt-1".into(), &"certflow.order-submitted.v1".into())
    );
    let before = place.done(&["letters", order]);
    let moved = place.done(&["dead-letters", "redrive", "order-submitted"]);
    assert_eq!((&moved["messages"], &moved["handled"], &moved["failed"]), (&1.into(), &1.into(), &0.into()));
    assert_eq!(place.done(&["letters", order]), before);

    bury(&place, "order-submitted", &message("evt-2"), "x").await;
    assert_eq!(only(&place.done(&["dead-letters"]))["standing"], "lost");
    bury(&place, "phone-check-logged", &message("evt-1"), "x").await;
    let answer = place.done(&["dead-letters", "phone-check-logged"]);
    assert_eq!(only(&answer)["standing"], "misrouted");
    // An empty list, redriven, is no error.
    assert_eq!(place.done(&["dead-letters", "redrive", "expiry-nearing"])["messages"], 0);
}

/// R85, P17: a message that cannot be read, with people in its values and in the names of its fields, is told without
/// any of them: not as the reason of its failure, not as advice.
#[tokio::test]
async fn a_poison_message_is_told_without_people() {
    let place = Place::new();
    place.submit(Product::CybertrustSureServer);
    let poison = |change: fn(&mut Value)| {
        let mut event: Value = serde_json::from_slice(&super::webhooks::submitted(
            "evt-9",
            &::procedure::samples::draft(Product::CybertrustSureServer),
        ))
        .unwrap();
        change(&mut event);
        event.to_string()
    };
    let bodies = [
        poison(|event| event["data"]["application"]["tokumei_kibou"] = "匿名希望".into()),
        poison(|event| event["data"]["application"]["organisation"]["匿名希望"] = 1.into()),
        poison(|event| event["data"]["application"] = "匿名希望".into()),
        poison(|event| event["subject"] = "匿名希望".into()),
        poison(|event| event["type"] = "匿名希望".into()),
    ];
    let count = bodies.len();
    for body in bodies {
        bury(&place, "order-submitted", &body, "not tried yet").await;
    }
    // Tried again until it fails too often, so that the reasons are those of the program itself.
    place.done(&["dead-letters", "redrive", "order-submitted"]);
    for day in 25..=30 {
        for hour in [1, 5, 9] {
            place.done(&["sweep", "--now", &format!("2026-11-{day}T{hour:02}:00")]);
        }
    }
    let answer = place.run(&["dead-letters", "--json"]);
    let letters = answer.json()["dead_letters"].clone();
    let reasons = letters.as_array().unwrap().iter().map(|letter| letter["reason"].to_string());
    assert_eq!(reasons.filter(|reason| reason.contains("not an event")).count(), count, "{letters}");
    let queued = place.run(&["queue", "--json"]);
    for secret in ["tokumei", "匿名希望"] {
        for told in [&answer, &queued] {
            assert!(!format!("{told:?}").contains(secret), "{secret}: {told:?}");
        }
    }
}
