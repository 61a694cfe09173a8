//! Webhooks as a portal sends them.

use std::sync::Arc;

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use platform::intake::Intake;
use platform::webhook::{Secrets, sign};
use procedure::event::Room;
use procedure::{Product, samples};
use serde_json::{Value, json};

use super::support::{Sent, intake};
use crate::{Answer, receive};

fn secrets(text: &str) -> Secrets {
    text.parse().unwrap()
}

fn ours() -> Secrets {
    secrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
}

struct Portal {
    intake: Intake,
    queue: Arc<Sent>,
}

impl Portal {
    fn new() -> Self {
        let (intake, _, queue) = intake();
        Self { intake, queue }
    }

    async fn send(&self, id: &str, body: &[u8], secrets: &Secrets, sent: Timestamp) -> Answer {
        let mut headers = HeaderMap::new();
        for (name, value) in sign(id, body, secrets, sent).unwrap() {
            headers.insert(name, value.parse().unwrap());
        }
        receive(&headers, body, &ours(), &self.intake, samples::now()).await
    }

    async fn post(&self, id: &str, event: &Value) -> Answer {
        self.send(id, event.to_string().as_bytes(), &ours(), samples::now()).await
    }
}

fn submitted(id: &str) -> Value {
    json!({
        "specversion": "1.0", "id": id, "source": "https://portal.example.jp/", "type": "certflow.order-submitted.v1",
        "datacontenttype": "application/json",
        "data": { "customer": "C-1001", "application": samples::draft(Product::Bizcert) },
    })
}

fn code(answer: &Answer) -> &str {
    answer.body["findings"][0]["code"].as_str().unwrap_or("")
}

/// R7: an application sent through the portal is kept, queued by reference, and answered with its order's number.
#[tokio::test]
async fn an_application_is_kept_and_queued_without_personal_data() {
    let portal = Portal::new();
    let answer = portal.post("e1", &submitted("e1")).await;
    assert_eq!(answer.status, 202, "{:?}", answer.body);
    assert!(answer.body["order"].as_str().unwrap().starts_with("CF-"));
    let sent = portal.queue.0.lock().unwrap();
    assert_eq!((sent.len(), sent[0].0), (1, Room::OrderSubmitted));
    for personal in ["example.jp\"", "山田", "03-1234", "CERTIFICATE REQUEST", "tanto@"] {
        assert!(!sent[0].1.contains(personal), "{personal} in {}", sent[0].1);
    }
}

/// R89: the same webhook twice names the same order; the same id with another body is refused.
#[tokio::test]
async fn a_repeated_webhook_is_the_same_order() {
    let portal = Portal::new();
    let first = portal.post("e1", &submitted("e1")).await;
    let second = portal.post("e1", &submitted("e1")).await;
    assert_eq!(first.body["order"], second.body["order"]);
    let mut other = submitted("e1");
    other["data"]["application"]["names"] = json!(["other.example.jp"]);
    let refused = portal.post("e1", &other).await;
    assert_eq!((refused.status, code(&refused)), (409, "event.reused"));
}

/// R7: a wrong signature, an old one, an oversized or malformed body each get their own answer.
#[tokio::test]
async fn bad_webhooks_are_told_apart() {
    let portal = Portal::new();
    let body = submitted("e1").to_string();
    let foreign = secrets("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let wrong = portal.send("e1", body.as_bytes(), &foreign, samples::now()).await;
    assert_eq!(wrong.status, 401);
    let old = samples::now() - SignedDuration::from_mins(6);
    let old = portal.send("e1", body.as_bytes(), &ours(), old).await;
    assert_eq!(old.status / 100, 4);
    let large = portal.send("e1", &vec![b' '; 257 * 1024], &ours(), samples::now()).await;
    assert_eq!(large.status, 413);
    let malformed = portal.send("e1", b"{\"specversion\":", &ours(), samples::now()).await;
    assert_eq!(malformed.status, 400);
    let codes = [&wrong, &old, &large, &malformed].map(code);
    assert!(codes.iter().all(|code| !code.is_empty()), "{codes:?}");
    assert_eq!(portal.queue.0.lock().unwrap().len(), 0);
}

/// R12, R90: a portal speaks for customers alone, under the id it signed.
#[tokio::test]
async fn a_portal_speaks_for_customers_alone() {
    let portal = Portal::new();
    let mut held = submitted("e1");
    held["type"] = json!("certflow.order-held.v1");
    assert_eq!(code(&portal.post("e1", &held).await), "webhook.not_a_customers_act");
    // R82: what staff did at the vendor is theirs to say.
    for news in ["handed_over", "original_forwarded", "telegram_requested"] {
        held["type"] = json!("certflow.document-received.v1");
        held["data"] = json!({ "record": { "news": news } });
        assert_eq!(code(&portal.post("e1", &held).await), "webhook.not_a_customers_act", "{news}");
    }
    assert_eq!(code(&portal.post("e2", &submitted("e1")).await), "webhook.other_id");
    let mut cancelled = submitted("e3");
    cancelled["type"] = json!("certflow.order-cancelled.v1");
    cancelled["subject"] = json!("CF-0000-0000-0000");
    cancelled["data"] = json!({ "by": "staff", "reason": "x" });
    assert_eq!(code(&portal.post("e3", &cancelled).await), "webhook.not_in_the_customers_name");
}
