//! Staff's webhooks.

use std::sync::Arc;

use http::HeaderMap;
use platform::intake::Intake;
use platform::webhook::{Secrets, sign};
use procedure::samples;
use serde_json::{Value, json};

use super::support::{Sent, intake};
use crate::{Answer, Speaker, receive_from};

const STAFF: &str = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const PORTAL: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

struct Desk {
    intake: Intake,
    queue: Arc<Sent>,
}

impl Desk {
    fn new() -> Self {
        let (intake, _, queue) = intake();
        Self { intake, queue }
    }

    async fn send(&self, event: &Value, secret: &str) -> Answer {
        let secrets: Secrets = secret.parse().unwrap();
        let (id, body) = (event["id"].as_str().unwrap(), event.to_string());
        let mut headers = HeaderMap::new();
        for (name, value) in sign(id, body.as_bytes(), &secrets, samples::now()).unwrap() {
            headers.insert(name, value.parse().unwrap());
        }
        let ours: Secrets = STAFF.parse().unwrap();
        receive_from(Speaker::Staff, &headers, body.as_bytes(), &ours, &self.intake, samples::now()).await
    }

    async fn post(&self, kind: &str, data: Value) -> Answer {
        let event = json!({
            "specversion": "1.0", "id": format!("desk-{kind}"), "source": "https://desk.example.jp/",
            "subject": "CF-7K3M-9QX2-TBEA", "type": format!("certflow.{kind}.v1"), "data": data,
        });
        self.send(&event, STAFF).await
    }
}

fn code(answer: &Answer) -> &str {
    answer.body["findings"][0]["code"].as_str().unwrap_or("")
}

fn report(status: &str) -> Value {
    let report = json!({
        "vendor_order": "SS1234567", "observed_at": "2026-11-24T01:00:00Z", "status": { "status": status },
        "items": [{ "item": { "check": "organisation" }, "state": "passed" }],
    });
    json!({ "report": report })
}

/// R13, R17, R51, R52: every result of the desk's work can be entered by webhook: the order's number, a passed answer, a
/// withdrawal, a revocation, the vendor's checks, its calls, its questions, the certificate.
#[tokio::test]
async fn every_result_of_the_desk_is_taken() {
    let call =
        json!({ "callee": "responsible_person", "outcome": "completed", "at": "2026-11-24T01:00:00Z" });
    for (kind, data) in [
        ("order-placed", json!({ "vendor_order": "SS1234567", "by": "staff" })),
        ("enquiry-closed", json!({ "enquiry": "Q-1" })),
        ("enquiry-raised", json!({ "enquiry": "Q-1", "question": "登記簿の住所をお知らせください。" })),
        ("vendor-status-changed", report("cancelled")),
        ("vendor-status-changed", report("revoked")),
        ("vendor-status-changed", report("examining")),
        ("phone-check-logged", call),
        ("certificate-issued", json!({ "chain": "-----BEGIN CERTIFICATE-----" })),
        ("certificate-installed", json!({ "at": "2026-11-24T01:00:00Z" })),
        ("order-held", json!({ "comment": "登記を確認中" })),
        ("order-released", json!({})),
        ("resend-requested", json!({ "mail": "approval" })),
        ("document-received", json!({ "record": { "news": "handed_over" } })),
        (
            "document-received",
            json!({ "record": { "news": "original_forwarded", "id": "juminhyo", "vendor_receipt": "2026-11-27" } }),
        ),
        ("document-received", json!({ "record": { "news": "telegram_requested" } })),
        ("order-rejected", json!({ "by": "staff", "reason": "審査不可" })),
    ] {
        let desk = Desk::new();
        let answer = desk.post(kind, data).await;
        assert_eq!(answer.status, 202, "{kind}: {:?}", answer.body);
        assert_eq!(desk.queue.0.lock().unwrap().len(), 1, "{kind}");
    }
}

/// R12, R90: staff speak in their own name and with their own secret; a customer's act is the portal's to send.
#[tokio::test]
async fn staff_speak_for_themselves() {
    let desk = Desk::new();
    let placed = |by: Value| json!({ "vendor_order": "SS1234567", "by": by });
    for by in [json!("vendor"), json!("customer"), Value::Null] {
        assert_eq!(code(&desk.post("order-placed", placed(by)).await), "webhook.not_in_staffs_name");
    }
    assert_eq!(
        code(&desk.post("order-placed", json!({ "vendor_order": "SS1" })).await),
        "webhook.not_in_staffs_name"
    );
    for kind in
        ["order-submitted", "application-amended", "sweep-requested", "mail-feedback", "order-succeeded"]
    {
        assert_eq!(code(&desk.post(kind, json!({})).await), "webhook.not_a_staffs_act", "{kind}");
    }
    let held = json!({
        "specversion": "1.0", "id": "e1", "source": "https://portal.example.jp/", "subject": "CF-1",
        "type": "certflow.order-held.v1", "data": { "comment": "x" },
    });
    assert_eq!(desk.send(&held, PORTAL).await.status, 401, "the portal's secret opens nothing here");
    assert_eq!(desk.queue.0.lock().unwrap().len(), 0);
}
