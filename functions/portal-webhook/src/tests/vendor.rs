//! DigiCert's webhooks.

use std::sync::Arc;

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use platform::envelope::Envelope;
use platform::intake::Intake;
use platform::store::MemoryStore;
use platform::store::conformance::Case;
use platform::store::table::faults::{Call, Fault};
use procedure::event::{EventKind, Room};
use procedure::order::{Ending, Order};
use procedure::{Decision, OrderId, Product, samples};
use serde_json::{Value, json};

use super::support::{Log, Sent, intake};
use crate::{Answer, Door, VendorCall, receive_vendor};

const KEY: &str = "0123456789abcdef0123456789abcdef";

struct Vendor {
    intake: Intake,
    store: Arc<MemoryStore>,
    queue: Arc<Sent>,
    door: Door,
}

impl Vendor {
    fn new() -> Self {
        let (intake, store, queue) = intake();
        let door = Door { keys: KEY.parse().ok(), sources: "216.168.240.0/20".parse().unwrap() };
        Self { intake, store, queue, door }
    }

    /// Puts an order into the store that the vendor has under `number`.
    async fn holds(&self, n: u32, number: &str) -> Order {
        let id = OrderId::derived("/test", &samples::id(&format!("order-{n}")));
        let mut order = Order { id, ..samples::accepted(Product::DigicertSecureServerId) };
        let policy = procedure::policy::Policy::default();
        order.intend_placement(&policy, samples::now()).unwrap();
        order.placed(&samples::id(number), &policy, samples::now()).unwrap();
        Case::new(n).must(&*self.store, None, &Decision::of(order.clone())).await;
        order
    }

    async fn call(&self, key: Option<&str>, source: Option<&str>, body: &[u8], now: Timestamp) -> Answer {
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            headers.insert("x-webhook-key", key.parse().unwrap());
        }
        let source = source.map(|text| text.parse().unwrap());
        let call = VendorCall { headers: &headers, body, source, now };
        receive_vendor(&call, &self.door, &self.intake).await
    }

    async fn post(&self, body: &Value) -> Answer {
        self.call(Some(KEY), Some("216.168.241.7"), body.to_string().as_bytes(), samples::now()).await
    }

    /// What was queued since the last look.
    fn queued(&self) -> Vec<(Room, Envelope)> {
        let sent = std::mem::take(&mut *self.queue.0.lock().unwrap());
        sent.into_iter().map(|(room, body)| (room, Envelope::decode(body.as_bytes()).unwrap())).collect()
    }
}

/// As the vendor documents it.
fn issued(order: u32) -> Value {
    json!({ "event": "certificate_issued", "data": { "order_id": order, "certificate_id": 23456 } })
}

/// R18, R52: a webhook makes us ask about each order of ours with that number, its reissue too, and says nothing
/// itself: the event has no report.
#[tokio::test]
async fn a_webhook_makes_us_ask() {
    let vendor = Vendor::new();
    let orders = [vendor.holds(1, "12345").await, vendor.holds(2, "12345").await];
    vendor.holds(3, "12346").await;
    let chain = json!([{ "subject_common_name": "example.com", "pem": "-----BEGIN CERTIFICATE-----" }]);
    let mut with_chain = issued(12345);
    with_chain["data"]["certificate_chain"] = chain;
    assert_eq!(vendor.post(&with_chain).await.status, 200);
    let mut asked: Vec<OrderId> = Vec::new();
    for (room, envelope) in vendor.queued() {
        assert_eq!(
            (room, envelope.event_kind()),
            (Room::VendorStatusChanged, Some(EventKind::VendorStatusChanged))
        );
        let key = platform::store::EventKey { source: envelope.source.clone(), id: envelope.id.clone() };
        let record = platform::store::Store::event(&*vendor.store, &key).await.unwrap().unwrap();
        assert_eq!(record.data.unwrap().0, json!({}), "no report, and nothing of what was posted");
        asked.extend(envelope.subject);
    }
    asked.sort();
    let mut expected = orders.map(|order| order.id);
    expected.sort();
    assert_eq!(asked, expected);
}

/// R41, R90: an unknown number, one of an order that ended, and an event about no order are answered like a known one.
#[tokio::test]
async fn the_answer_tells_nothing() {
    let vendor = Vendor::new();
    vendor.holds(1, "12345").await;
    let mut ended = vendor.holds(2, "777").await;
    let record = platform::store::Store::order(&*vendor.store, &ended.id).await.unwrap();
    ended.end(Ending::Cancelled, None, samples::now()).unwrap();
    Case::new(9).must(&*vendor.store, record.as_ref(), &Decision::of(ended)).await;
    let known = vendor.post(&issued(12345)).await;
    assert_eq!(vendor.queued().len(), 1);
    for body in [
        issued(777),
        issued(99_999),
        json!({ "event": "order_rejected", "data": { "order_id": "99999" } }),
        json!({ "event": "domain_validated", "data": { "domain_id": 1 } }),
        json!({ "event": "certificate_issued", "data": { "order_id": -1 } }),
        json!({ "event": "certificate_issued", "data": { "order_id": 1.5 } }),
        json!({ "event": "certificate_issued", "data": { "order_id": [12345] } }),
        json!({ "event": "certificate_issued", "data": null }),
    ] {
        assert_eq!(vendor.post(&body).await, known, "{body}");
    }
    assert_eq!(vendor.queued().len(), 0);
}

/// R18, R20: an event about a domain makes us ask about the open orders of DigiCert's under it, whatever member names it,
/// and about no others; what is not a domain, or names no order of ours, is answered alike.
#[tokio::test]
async fn an_event_about_a_domain_makes_us_ask() {
    let vendor = Vendor::new();
    let order = vendor.holds(1, "12345").await;
    let asked = async |body: Value| {
        assert_eq!(vendor.post(&body).await.status, 200);
        vendor.queued().into_iter().filter_map(|(_, envelope)| envelope.subject).collect::<Vec<_>>()
    };
    let event = |event: &str, data: Value| json!({ "event": event, "data": data });
    for data in [json!({"domain_id": 7, "domain_name": "Example.jp"}), json!({"name": "example.jp"})] {
        assert_eq!(asked(event("domain_validated", data)).await, std::slice::from_ref(&order.id));
    }
    for other in [
        event("domain_validated", json!({ "domain_name": "example.org" })),
        event("domain_validated", json!({ "domain_name": "mail.example.jp" })),
        event("domain_expired", json!({ "domain_name": "a b" })),
        event("domain_expired", json!({ "domain_name": 7 })),
        event("organization_validated", json!({ "name": "example.jp" })),
    ] {
        assert_eq!(asked(other).await, []);
    }
}

/// R89: the same hint within five minutes is one event; later, or about something else, it is another.
#[tokio::test]
async fn a_repeated_webhook_asks_once() {
    let vendor = Vendor::new();
    vendor.holds(1, "12345").await;
    let at = async |body: &Value, minutes: i64| {
        let now = samples::now() + SignedDuration::from_mins(minutes);
        let body = body.to_string();
        let answer = vendor.call(Some(KEY), Some("216.168.241.7"), body.as_bytes(), now).await;
        assert_eq!(answer.status, 200);
        let ids: Vec<String> = vendor.queued().iter().map(|(_, envelope)| envelope.id.to_string()).collect();
        assert_eq!(ids.len(), 1, "a message may come twice; its id tells");
        ids[0].clone()
    };
    let first = at(&issued(12345), 0).await;
    assert_eq!(at(&issued(12345), 4).await, first);
    assert_ne!(at(&issued(12345), 5).await, first);
    let mut reissued = issued(12345);
    reissued["data"]["certificate_id"] = json!(23457);
    assert_ne!(at(&reissued, 0).await, first);
    let revoked =
        json!({ "event": "certificate_revoked", "data": { "order_id": 12345, "certificate_id": 23456 } });
    assert_ne!(at(&revoked, 0).await, first);
}

/// Who has not the secret, comes from elsewhere, or sends too much or no event, is turned away and changes nothing.
#[tokio::test]
async fn others_are_turned_away() {
    let vendor = Vendor::new();
    vendor.holds(1, "12345").await;
    let good = issued(12345).to_string();
    let inside = Some("216.168.241.7");
    let large = vec![b' '; 256 * 1024 + 1];
    for (key, source, body, status) in [
        (None, inside, good.as_bytes(), 401),
        (Some("0123456789abcdef0123456789abcdeg"), inside, good.as_bytes(), 401),
        (Some(KEY), Some("192.0.2.1"), good.as_bytes(), 403),
        (Some(KEY), None, good.as_bytes(), 403),
        (None, Some("192.0.2.1"), good.as_bytes(), 403),
        (Some(KEY), inside, large.as_slice(), 413),
        (Some(KEY), inside, b"{", 400),
        (Some(KEY), inside, b"\xff", 400),
        (Some(KEY), inside, b"[]", 400),
        (Some(KEY), inside, b"{\"data\":{\"order_id\":12345}}", 400),
    ] {
        let answer = vendor.call(key, source, body, samples::now()).await;
        assert_eq!(answer.status, status, "{key:?} {source:?}");
        assert!(!answer.body.to_string().contains("12345"));
    }
    let closed = Vendor { door: Door { keys: None, sources: Default::default() }, ..Vendor::new() };
    assert_eq!(closed.call(Some(KEY), inside, good.as_bytes(), samples::now()).await.status, 404);
    assert_eq!(vendor.queued().len() + closed.queued().len(), 0);
}

/// R89: what could not be kept is not answered as if it were, so that it is sent again.
#[tokio::test]
async fn what_is_not_kept_is_sent_again() {
    let vendor = Vendor::new();
    vendor.holds(1, "12345").await;
    for call in [Call::Query, Call::Put] {
        vendor.store.faults().inject(call, 1, Fault::Lost);
        assert_eq!(vendor.post(&issued(12345)).await.status, 503, "{call:?}");
    }
    assert_eq!(vendor.post(&issued(12345)).await.status, 200);
    assert_eq!(vendor.queued().len(), 1);
}

/// R18, R52: every type of event that CertCentral documents is answered 200, as its test event wants; those that name an
/// order of ours make us ask, whatever they say of it, and the others ask nobody.
#[tokio::test]
async fn every_documented_event_is_taken() {
    let vendor = Vendor::new();
    vendor.holds(1, "12345").await;
    let approval = |status| {
        let emails = json!(["approver1@example.com", "approver2@example.com"]);
        json!({ "order_id": 12345, "certificate_id": 1, "orderApprovalEmailStatus": status, "orderApprovalEmails": emails })
    };
    let mut hints = std::collections::BTreeSet::new();
    for (event, data, asks) in [
        ("certificate_issued", json!({ "order_id": 12345, "certificate_id": 1 }), 1),
        ("certificate_revoked", json!({ "order_id": 12345, "certificate_id": 1 }), 1),
        ("order_approval_email_sent", approval("sent"), 1),
        ("order_approval_email_sent", approval("complete"), 1),
        ("order_rejected", json!({ "order_id": 12345, "certificate_id": 1 }), 1),
        ("organization_validated", json!({ "organization_id": 12345 }), 0),
        ("organization_expired", json!({ "organization_id": 12345 }), 0),
        ("organization_revalidation_notice", json!({ "organization_id": 12345 }), 0),
        ("domain_validated", json!({ "domain_id": 12345 }), 0),
        ("domain_expired", json!({ "domain_id": 12345 }), 0),
        ("domain_revalidation_notice", json!({ "domain_id": 12345 }), 0),
        ("challenge_webhook_endpoint", json!({ "token": "1b2c", "webhook_id": 12345 }), 0),
        ("an_event_of_tomorrow", json!({ "order_id": 12345 }), 1),
    ] {
        let answer = vendor.post(&json!({ "event": event, "data": data })).await;
        let queued = vendor.queued();
        assert_eq!((answer.status, queued.len()), (200, asks), "{event}");
        for (_, envelope) in queued {
            assert!(!envelope.encode().windows(8).any(|part| part == b"approver"), "{event}");
            assert!(hints.insert(envelope.id), "{event}: a hint of its own");
        }
    }
    assert_eq!(vendor.post(&json!({ "event": "test_webhook_endpoint" })).await.status, 200);
}

/// R90: the token that proves the endpoint to be ours is where staff can read it, whole and in one line; no other event
/// puts anything of its data into a log.
#[tokio::test]
async fn the_challenge_is_told_to_staff() {
    let (vendor, log) = (Vendor::new(), Log::default());
    let subscriber = platform::logs::subscriber("trace", log.clone()).unwrap();
    let _guard = tracing::subscriber::set_default(subscriber);
    // `tracing` decides once per place in the code whether anybody listens: every place is passed once, then asked anew.
    vendor.post(&json!({ "event": "challenge_webhook_endpoint", "data": { "token": "0" } })).await;
    vendor.post(&json!({ "event": "certificate_issued" })).await;
    vendor.post(&issued(99_999)).await;
    tracing::callsite::rebuild_interest_cache();
    log.told();
    let long = "0a".repeat(200);
    for token in [json!(long), json!(987_654_321), json!("two\nlines")] {
        vendor.post(&json!({ "event": "challenge_webhook_endpoint", "data": { "token": token } })).await;
    }
    for event in ["certificate_issued", "domain_validated", "not_a_challenge", "order_approval_email_sent"] {
        let mut data = json!({ "token": "hidden-1", "domain": "hidden-2", "orderApprovalEmails": ["hidden-3@example.com"] });
        vendor.post(&json!({ "event": event, "data": data })).await;
        data["order_id"] = json!(99_999);
        data["orderApprovalEmailStatus"] = json!("hidden-4");
        vendor.post(&json!({ "event": event, "data": data })).await;
    }
    let told = log.told();
    for token in [&*long, "987654321", "twolines"] {
        assert!(told.contains(&format!("\"token\":\"{token}\"")), "{token}: {told}");
    }
    assert!(told.contains("CertCentral") && !told.contains("hidden"), "{told}");
    assert_eq!(told.matches("about no order of ours").count(), 4, "{told}");
}
