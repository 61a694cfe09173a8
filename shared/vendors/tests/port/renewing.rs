//! Renewals and reissues (R14, A3).

use procedure::vendor::VendorError;
use procedure::{Product, samples};
use serde_json::{Value, json};

use super::support::{Server, answers, sample};
use super::world::*;

const OV: Product = Product::DigicertSecureServerId;
const EARLIER: &str = "/order/certificate/690000001";
const REISSUE: &str = "/order/certificate/690000001/reissue";
const POST: &str = "/order/certificate/ssl_securesite_flex";

/// The earlier order, of organisation 4001.
fn earlier(server: &Server, status: &str, till: &str, change: Value) {
    let mut order = json!({
        "organization": {"id": 4001}, "product": {"name_id": "ssl_securesite_flex"}, "order_valid_till": till
    });
    order.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    server.expect("GET", EARLIER, info(690_000_001, status, order));
}

fn organisation(server: &Server, zip: &str) {
    let known = json!({"id": 4001, "name": "株式会社さくら商店", "zip": zip, "is_active": true});
    server.expect("GET", "/organization/4001", answers(200, known.to_string()));
}

fn reissued() -> super::support::server::Answer {
    answers(201, r#"{"id":690000001,"requests":[{"id":600000009}]}"#)
}

/// R14, A3: while the vendor's order goes on, a renewal is a reissue of it, for no longer than its term.
#[tokio::test]
async fn a_renewal_within_the_term_is_a_reissue() {
    for (till, days) in [("2027-11-24", 199), ("2027-03-24", 119)] {
        let server = Server::start().await;
        earlier(&server, "issued", till, json!({}));
        finds_nothing(&server);
        organisation(&server, "100-0001");
        server.expect_json("POST", REISSUE, reissue_body(days), reissued());
        let order = following(OV, "690000001", false);
        assert_eq!(place(&port(&server), &order, 1, at(1)).await, placed("690000001"), "{till}");
        server.finish();
    }
}

/// R14, A3: at the end of the term a renewal is a new order that names the earlier one.
#[tokio::test]
async fn a_renewal_at_the_end_of_the_term_is_a_new_order() {
    let server = Server::start().await;
    earlier(&server, "issued", "2026-12-24", json!({}));
    finds_nothing(&server);
    knows_organisation(&server);
    let mut body = order_body(false);
    body["renewal_of_order_id"] = json!(690_000_001);
    server.expect_json("POST", POST, body, answers(201, sample("placed.json")));
    let order = following(OV, "690000001", false);
    assert_eq!(place(&port(&server), &order, 1, at(1)).await, placed("700000001"));
    server.finish();
}

/// R9, A3: a changed organisation or product, and an order that the account does not know, make a new order.
#[tokio::test]
async fn what_cannot_be_continued_is_ordered_anew() {
    let ordered = |server: &Server| {
        knows_organisation(server);
        server.expect_json("POST", POST, order_body(false), answers(201, sample("placed.json")));
    };
    let server = Server::start().await;
    let port = port(&server);

    earlier(&server, "issued", "2027-11-24", json!({}));
    finds_nothing(&server);
    organisation(&server, "530-0001");
    ordered(&server);
    let order = following(OV, "690000001", false);
    assert_eq!(place(&port, &order, 1, at(1)).await, placed("700000001"));

    earlier(&server, "issued", "2027-11-24", json!({"product": {"name_id": "ssl_geotrust_truebizid"}}));
    finds_nothing(&server);
    ordered(&server);
    assert_eq!(place(&port, &order, 1, at(1)).await, placed("700000001"));

    server.expect("GET", EARLIER, not_found());
    finds_nothing(&server);
    ordered(&server);
    assert_eq!(place(&port, &order, 1, at(1)).await, placed("700000001"));

    finds_nothing(&server);
    ordered(&server);
    let by_hand = following(OV, "SS1234567", false);
    assert_eq!(place(&port, &by_hand, 1, at(1)).await, placed("700000001"));
    server.finish();
}

/// R13, R89: a reissue whose reply is lost is found by the next attempt, also when it was meant as a renewal.
#[tokio::test]
async fn a_reissue_is_asked_for_once() {
    for reissue in [true, false] {
        let server = Server::start().await;
        earlier(&server, "issued", "2027-11-24", json!({}));
        if !reissue {
            finds_nothing(&server);
        }
        organisation(&server, "100-0001");
        server.expect_json("POST", REISSUE, reissue_body(199), reissued().lost());
        earlier(&server, "reissue_pending", "2027-11-24", our_reissue("approved"));
        let (port, order) = (port(&server), following(OV, "690000001", reissue));
        assert_eq!(place(&port, &order, 1, at(1)).await, Err(VendorError::Unknown));
        assert_eq!(place(&port, &order, 2, at(120)).await, placed("690000001"));
        assert_eq!(server.count("POST", ""), 1);
        server.finish();
    }
}

/// A3: a reissue is not asked for where the vendor's order cannot give one; staff are told why.
#[tokio::test]
async fn a_reissue_needs_an_order_that_can_give_one() {
    let server = Server::start().await;
    let (port, order) = (port(&server), following(OV, "690000001", true));
    earlier(&server, "reissue_pending", "2027-11-24", json!({}));
    organisation(&server, "100-0001");
    assert_eq!(codes(place(&port, &order, 1, at(1)).await), ["vendor.reissue_pending"]);
    earlier(&server, "issued", "2027-11-24", json!({}));
    organisation(&server, "530-0001");
    assert_eq!(codes(place(&port, &order, 1, at(1)).await), ["vendor.other_organisation"]);
    earlier(&server, "issued", "2026-11-24", json!({}));
    organisation(&server, "100-0001");
    assert_eq!(codes(place(&port, &order, 1, at(1)).await), ["vendor.term_over"]);
    for status in ["revoked", "canceled", "pending", "under_review_2027"] {
        earlier(&server, status, "2027-11-24", json!({}));
        assert_eq!(codes(place(&port, &order, 1, at(1)).await), ["vendor.status"], "{status}");
    }
    server.expect("GET", EARLIER, not_found());
    assert_eq!(codes(place(&port, &order, 1, at(1)).await), ["vendor.no_such_order"]);
    let by_hand = following(OV, "SS1234567", true);
    assert_eq!(codes(place(&port, &by_hand, 1, at(1)).await), ["vendor.no_such_order"]);
    assert_eq!(server.count("POST", ""), 0);
    server.finish();
}

/// A3: a reissue carries the names and the key of the new application.
#[tokio::test]
async fn a_reissue_has_the_new_key() {
    let server = Server::start().await;
    earlier(&server, "issued", "2027-11-24", json!({"organization": []}));
    let mut body = reissue_body(199);
    body["certificate"]["csr"] = json!(samples::CSR_RENEWED.trim());
    body["certificate"]["dns_names"] = json!(["shop.example.jp"]);
    server.expect_json("POST", REISSUE, body, reissued());
    let mut draft = samples::draft(OV);
    draft.csr = samples::CSR_RENEWED.to_owned();
    draft.names = vec!["www.example.jp".to_owned(), "shop.example.jp".to_owned()];
    let order = following_from(&draft, "690000001", true);
    assert_eq!(place(&port(&server), &order, 1, at(1)).await, placed("690000001"));
    server.finish();
}
