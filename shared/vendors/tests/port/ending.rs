//! Orders withdrawn, certificates revoked, answers passed on (A26, R17).

use procedure::vendor::{VendorError, VendorPort, VendorReply, VendorRequest};
use procedure::{Product, samples};
use serde_json::{Value, json};
use vendors::{CertCentralPort, PortSettings};

use super::support::server::Answer;
use super::support::{Server, answers, empty, sample};
use super::world::*;

const OV: Product = Product::DigicertSecureServerId;
const ORDER: &str = "/order/certificate/700000001";

async fn cancel(port: &CertCentralPort, number: &str) -> Result<VendorReply, VendorError> {
    let request = VendorRequest::Cancel { vendor_order: samples::id(number) };
    port.request(&samples::accepted(OV), &request, attempt(1, at(1))).await
}

fn withdrawal(server: &Server, answer: Answer) {
    let body = json!({"status": "canceled", "note": format!("Withdrawn: {}", reference())});
    server.expect_json("PUT", &format!("{ORDER}/status"), body, answer);
}

fn shows(server: &Server, status: &str, change: Value) {
    server.expect("GET", ORDER, info(700_000_001, status, change));
}

/// A26: an order under examination, or our reissue within an order, is withdrawn.
#[tokio::test]
async fn what_is_examined_is_withdrawn() {
    for (status, change) in [
        ("pending", json!({"alternative_order_id": reference()})),
        ("waiting_pickup", json!({})),
        ("reissue_pending", our_reissue("approved")),
        ("reissue_pending", our_reissue("pending")),
    ] {
        let server = Server::start().await;
        shows(&server, status, change);
        withdrawal(&server, empty(204));
        assert_eq!(cancel(&port(&server), "700000001").await, Ok(VendorReply::Done), "{status}");
        server.finish();
    }
}

/// A26: an order that nobody has approved cannot be cancelled: its request is rejected, and no other one.
#[tokio::test]
async fn a_request_that_waits_for_us_is_rejected() {
    let server = Server::start().await;
    let port = port(&server);
    let requests = json!([
        {"id": 3, "type": "new_request", "status": "pending"},
        {"id": 4, "type": "revoke", "status": "pending"},
        {"id": 2, "type": "new_request", "status": "rejected"}
    ]);
    shows(&server, "needs_approval", json!({ "requests": requests }));
    let body = json!({"status": "rejected", "processor_comment": format!("Withdrawn: {}", reference())});
    server.expect_json("PUT", "/request/3/status", body, empty(204));
    assert_eq!(cancel(&port, "700000001").await, Ok(VendorReply::Done));
    shows(&server, "needs_approval", json!({}));
    assert_eq!(codes(cancel(&port, "700000001").await), ["vendor.status"]);
    server.finish();
}

/// A26, R89: what is withdrawn already is done; a lost reply is looked up by the next attempt.
#[tokio::test]
async fn an_order_is_withdrawn_once() {
    let server = Server::start().await;
    let port = port(&server);
    shows(&server, "pending", json!({}));
    withdrawal(&server, empty(504));
    assert_eq!(cancel(&port, "700000001").await, Err(VendorError::Unknown));
    for status in ["canceled", "rejected", "expired", "revoked"] {
        shows(&server, status, json!({}));
        assert_eq!(cancel(&port, "700000001").await, Ok(VendorReply::Done), "{status}");
    }
    shows(&server, "issued", our_reissue("rejected"));
    assert_eq!(cancel(&port, "700000001").await, Ok(VendorReply::Done));
    assert_eq!(server.count("PUT", ""), 1);
    server.finish();
}

/// A26: an issued certificate, somebody else's reissue, a whole order for a reissue, and an unknown order are not
/// withdrawn; staff are told.
#[tokio::test]
async fn what_must_not_be_withdrawn_is_left_to_staff() {
    let server = Server::start().await;
    let port = port(&server);
    for (status, change) in [
        ("issued", json!({})),
        ("issued", our_reissue("approved")),
        ("reissue_pending", json!({"alternative_order_id": reference()})),
        ("pending", our_reissue("pending")),
        ("pending", our_reissue("approved")),
        ("processing", json!({})),
        ("approved", json!({})),
        ("under_review_2027", json!({})),
    ] {
        shows(&server, status, change);
        let told = findings(cancel(&port, "700000001").await).remove(0);
        assert_eq!((told.code.as_ref(), told.evidence.as_deref()), ("vendor.status", Some(status)));
    }
    server.expect("GET", ORDER, not_found());
    assert_eq!(codes(cancel(&port, "700000001").await), ["vendor.no_such_order"]);
    assert_eq!(codes(cancel(&port, "SS1234567").await), ["vendor.no_such_order"]);
    assert_eq!(server.count("PUT", ""), 0);
    server.finish();
}

async fn revoke(port: &CertCentralPort, key: bool, attempt: u32) -> Result<VendorReply, VendorError> {
    let request = VendorRequest::Revoke {
        vendor_order: samples::id("700000001"),
        serial: "0a1b2c".to_owned(),
        key_compromised: key,
    };
    port.request(&samples::accepted(OV), &request, super::world::attempt(attempt, at(1))).await
}

fn revocation(server: &Server, reason: &str, skip: bool, answer: Answer) {
    let body = json!({"revocation_reason": reason, "comments": reference(), "skip_approval": skip});
    server.expect_json("PUT", "/certificate/0A1B2C/revoke", body, answer);
}

/// A26: a certificate is revoked by its serial number; a compromised key says so, and no other reason is made up.
#[tokio::test]
async fn a_certificate_is_revoked_with_its_reason() {
    let server = Server::start().await;
    let port = port(&server);
    revocation(&server, "keyCompromise", true, empty(204));
    revocation(&server, "unspecified", true, empty(204));
    assert_eq!(revoke(&port, true, 1).await, Ok(VendorReply::Done));
    assert_eq!(revoke(&port, false, 1).await, Ok(VendorReply::Done));
    server.finish();
}

/// A26, R89: after a lost reply the vendor is looked at first; what is revoked already, by whomever, is done.
#[tokio::test]
async fn a_revocation_is_looked_up() {
    let server = Server::start().await;
    let port = port(&server);
    revocation(&server, "keyCompromise", true, empty(204).late());
    assert_eq!(revoke(&impatient(&server), true, 1).await, Err(VendorError::Unknown));
    shows(&server, "revoked", json!({}));
    assert_eq!(revoke(&port, true, 2).await, Ok(VendorReply::Done));
    // Not to be seen: asked again.
    shows(&server, "issued", json!({}));
    revocation(&server, "keyCompromise", true, empty(204));
    assert_eq!(revoke(&port, true, 3).await, Ok(VendorReply::Done));
    let no = r#"{"errors":[{"code":"order_not_issued","message":"No."}]}"#;
    revocation(&server, "keyCompromise", true, answers(400, no));
    shows(&server, "revoked", json!({}));
    assert_eq!(revoke(&port, true, 1).await, Ok(VendorReply::Done));
    revocation(&server, "keyCompromise", true, answers(400, no));
    shows(&server, "reissue_pending", json!({}));
    assert_eq!(codes(revoke(&port, true, 1).await), ["vendor.refused"]);
    server.finish();
}

/// A26: a revocation that waits for an administrator of the account is work for staff, and is not asked for again.
#[tokio::test]
async fn a_revocation_may_wait_for_staff() {
    let server = Server::start().await;
    let port = port_with(&server, PortSettings { approve_in_certcentral: true, ..settings() });
    revocation(&server, "unspecified", false, answers(201, sample("revocation.json")));
    assert_eq!(revoke(&port, false, 1).await, Ok(VendorReply::AtDesk));
    let waiting = json!([{"id": 4, "type": "revoke", "status": "pending", "comments": reference()}]);
    shows(&server, "issued", json!({"requests": waiting}));
    assert_eq!(revoke(&port, false, 2).await, Ok(VendorReply::AtDesk));
    server.finish();
}

/// R17: the API takes no answers; staff pass them on.
#[tokio::test]
async fn answers_are_passed_on_by_staff() {
    let server = Server::start().await;
    let request =
        VendorRequest::Answer { vendor_order: samples::id("700000001"), enquiry: samples::id("Q-1") };
    let reply = port(&server).request(&samples::accepted(OV), &request, attempt(1, at(1))).await;
    assert_eq!(reply, Ok(VendorReply::AtDesk));
    server.finish();
}
