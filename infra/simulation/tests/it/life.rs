//! After issue: reissue, cancel, revoke, expire, renew.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use simulation::When;
use simulation::certcentral::Approved;
use simulation::examination::{Plan, Rejection, What};

use crate::world::{World, csr, form};

/// An issued order for www.example.jp, and its certificate.
async fn issued(world: &World, product: &str) -> (u64, u64) {
    let organisation = world.organisation().await;
    world.vendor.plan_for("www.example.jp", Plan::swift());
    let order = world.place(product, form(organisation, &["www.example.jp"], &csr())).await;
    world.finish("example.jp");
    let info = world.get(&format!("/order/certificate/{order}")).await;
    assert_eq!(info["status"], "issued");
    (order, info["certificate"]["id"].as_u64().unwrap())
}

fn reissue() -> Value {
    json!({
        "certificate": {
            "common_name": "www.example.jp", "dns_names": ["www.example.jp"], "csr": csr(),
            "signature_hash": "sha256",
        },
        "skip_approval": true,
    })
}

/// Plays A3, A30: a reissue skips what is still valid; EV is confirmed again all the same.
#[tokio::test]
async fn a_reissue_needs_little_but_for_ev_a_confirmation() {
    for (product, ev) in [("ssl_securesite_flex", false), ("ssl_ev_securesite_flex", true)] {
        let world = World::new().await;
        let (order, first) = issued(&world, product).await;
        world.wait(SignedDuration::from_hours(24 * 100));
        let told = world.vendor.happenings(0).len();
        world.vendor.plan_for("www.example.jp", Plan::swift());
        let mut body = reissue();
        body["certificate"]["cert_validity"] = json!({ "days": 199 });
        let (status, placed) = world.post(&format!("/order/certificate/{order}/reissue"), body).await;
        assert_eq!((status, &placed["id"]), (201, &json!(order)));
        if ev {
            assert_eq!(world.status(order).await, "reissue_pending");
            let revoke = format!("/order/certificate/{order}/revoke");
            let refused = world.refused(Method::PUT, &revoke, json!({ "skip_approval": true })).await;
            assert_eq!(refused.1, "reissue_pending");
            let approved = world.vendor.approve(&world.token("hanako@example.co.jp"));
            assert_eq!(approved, Ok(Approved::Issuance));
            world.wait(SignedDuration::ZERO);
        }
        let info = world.get(&format!("/order/certificate/{order}")).await;
        assert_eq!(info["status"], "issued");
        assert_eq!(info["certificate"]["id"], placed["certificate_id"]);
        assert_ne!(info["certificate"]["id"], first);
        let story: Vec<What> = world.vendor.happenings(told).into_iter().map(|h| h.what).collect();
        let expected = match ev {
            true => {
                vec![What::ReissuePlaced, What::ConfirmationMailSent, What::IssuanceConfirmed, What::Issued]
            }
            false => vec![What::ReissuePlaced, What::Issued],
        };
        assert_eq!(story, expected);
    }
}

/// A reissue near the order's end is cut to it; one can be cancelled before; a rejected one changes nothing.
#[tokio::test]
async fn a_reissue_stays_within_its_order() {
    let world = World::new().await;
    let (order, first) = issued(&world, "ssl_securesite_flex").await;
    let path = format!("/order/certificate/{order}/reissue");
    let mut waiting = reissue();
    waiting["skip_approval"] = json!(false);
    assert_eq!(world.post(&path, waiting).await.0, 201);
    assert_eq!(world.refused(Method::POST, &path, reissue()).await.0, 400, "one at a time");
    let cancel = json!({ "status": "CANCELED", "note": "もう不要" });
    assert_eq!(world.put(&format!("/order/certificate/{order}/status"), cancel).await.0, 204);
    let info = world.get(&format!("/order/certificate/{order}")).await;
    assert_eq!((&info["status"], &info["certificate"]["id"]), (&json!("issued"), &json!(first)));
    assert_eq!(info["requests"][1]["status"], "rejected");
    assert_eq!(info["requests"][1]["processor_comment"], "もう不要");

    let rejection = Some(Rejection { when: When::NOW, reason: "no".to_owned() });
    world.vendor.plan_for("www.example.jp", Plan { rejection, ..Plan::swift() });
    assert_eq!(world.post(&path, reissue()).await.0, 201);
    assert_eq!(world.status(order).await, "issued");

    world.pass("2027-10-01T00:00:00Z");
    world.vendor.plan_for("www.example.jp", Plan { domain_mail: None, ..Plan::swift() });
    assert_eq!(world.post(&path, reissue()).await.0, 201);
    let info = world.get(&format!("/order/certificate/{order}")).await;
    assert_eq!(info["certificate"]["valid_till"], info["order_valid_till"], "{info}");
    let minutes = "/order/certificate/status-changes?minutes=10080";
    assert_eq!(world.get(minutes).await["orders"][0]["status"], "issued");
    world.pass("2027-11-24T00:00:00Z");
    assert_eq!(world.status(order).await, "expired");
    assert_eq!(world.get(minutes).await["orders"][0]["status"], "expired");
    world.pass("2027-12-24T00:00:00Z");
    assert_eq!(world.get(minutes).await["orders"], json!([]));
    let between = "/order/certificate/status-changes?filters[status_last_updated]=";
    assert_eq!(
        world.get(&format!("{between}2027-11-23...2027-11-24")).await["orders"][0]["status"],
        "expired"
    );
    assert_eq!(world.get(&format!("{between}2027-11-01...2027-11-07")).await["orders"], json!([]));
    let long = format!("{between}2027-11-01...2027-11-08");
    assert_eq!(world.refused(Method::GET, &long, json!({})).await.0, 400);
    for bad in ["0", "10081", "x"] {
        let path = format!("/order/certificate/status-changes?minutes={bad}");
        assert_eq!(world.refused(Method::GET, &path, json!({})).await.0, 400);
    }
}

/// Plays A26: only before issue, and only with a note.
#[tokio::test]
async fn an_order_is_cancelled_with_a_note_before_issue() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let order = world.place("ssl_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    let path = format!("/order/certificate/{order}/status");
    let bare = world.refused(Method::PUT, &path, json!({ "status": "CANCELED" })).await;
    assert_eq!(bare, (400, "missing_note".to_owned()));
    assert_eq!(world.put(&path, json!({ "status": "CANCELED", "note": "取り下げ" })).await.0, 204);
    assert_eq!(world.status(order).await, "canceled");
    world.wait(SignedDuration::from_hours(24 * 30));
    assert!(world.mail.is_empty(), "nothing goes on");
    let (done, _) = issued(&world, "ssl_securesite_flex").await;
    let late = format!("/order/certificate/{done}/status");
    assert_eq!(world.refused(Method::PUT, &late, json!({ "status": "CANCELED", "note": "x" })).await.0, 400);
}

#[tokio::test]
async fn certificates_are_revoked_at_once_or_after_approval() {
    let world = World::new().await;
    let (order, certificate) = issued(&world, "ssl_securesite_flex").await;
    let path = format!("/order/certificate/{order}/revoke");
    let unknown = json!({ "revocation_reason": "boredom" });
    assert_eq!(world.refused(Method::PUT, &path, unknown).await.0, 400);
    let (status, request) = world.put(&path, json!({ "revocation_reason": "keyCompromise" })).await;
    assert_eq!((status, &request["type"], &request["status"]), (201, &json!("revoke"), &json!("pending")));
    assert_eq!(world.status(order).await, "issued");
    assert!(world.vendor.approve_request(order));
    assert_eq!(world.status(order).await, "revoked");

    let other = World::new().await;
    let (order, _) = issued(&other, "ssl_securesite_flex").await;
    let body = json!({ "revocation_reason": "superseded", "skip_approval": true });
    let revoke = format!("/certificate/{certificate}/revoke");
    assert_eq!(other.put(&revoke, body).await.0, 204);
    assert_eq!(other.status(order).await, "revoked");
}

/// Plays R6: a renewal is a new order that names the old one.
#[tokio::test]
async fn a_renewal_links_both_orders() {
    let world = World::new().await;
    let (old, _) = issued(&world, "ssl_securesite_flex").await;
    let info = world.get(&format!("/order/certificate/{old}")).await;
    let organisation = info["organization"]["id"].as_u64().unwrap();
    let mut body = form(organisation, &["www.example.jp"], &csr());
    body["renewal_of_order_id"] = json!(old);
    world.vendor.plan_for("www.example.jp", Plan::swift());
    let new = world.place("ssl_securesite_flex", body.clone()).await;
    assert_eq!(world.get(&format!("/order/certificate/{old}")).await["renewed_order_id"], new);
    let renewal = world.get(&format!("/order/certificate/{new}")).await;
    assert_eq!((&renewal["is_renewal"], &renewal["status"]), (&json!(true), &json!("issued")));
    body["renewal_of_order_id"] = json!(1);
    let refused = world.refused(Method::POST, "/order/certificate/ssl_securesite_flex", body).await;
    assert_eq!(refused, (404, "not_found|order".to_owned()));
}
