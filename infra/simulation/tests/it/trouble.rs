//! Faults: lost replies, errors, limits, keys.

use std::time::Duration;

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use simulation::certcentral::{ApiKey, DEFAULT_KEY, Fault, KeyRights, Options, Trouble};

use crate::world::{World, csr, form};

fn placing(fault: Fault, times: u32) -> Trouble {
    Trouble { method: "POST", path: "/order/certificate/ssl".to_owned(), times, fault }
}

/// Plays R89: after a lost reply the order exists and can be found; posting again makes a second one.
#[tokio::test]
async fn a_lost_reply_leaves_an_order_behind() {
    let world = World::new().await;
    let body = form(world.organisation().await, &["www.example.jp"], &csr());
    world.vendor.trouble(placing(Fault::LostReply, 1));
    let lost = world.send(Method::POST, "/order/certificate/ssl_securesite_flex", Some(body.clone())).await;
    assert!(lost.is_err());
    let orders = world.vendor.orders();
    assert_eq!((orders.len(), &orders[0].references[..]), (1, &["CF-1".to_owned()][..]));

    let query = "/order/certificate?filters[common_name]=www.example.jp&filters[date_created]=%3E2026-11-23";
    let found = world.get(query).await;
    assert_eq!(found["page"]["total"], 1);
    assert_eq!(found["orders"][0]["id"], orders[0].id);
    assert_eq!(found["orders"][0].get("custom_fields"), None, "the list shows no references");

    world.place("ssl_securesite_flex", body).await;
    assert_eq!(world.vendor.orders().len(), 2, "the vendor knows no idempotency key");
}

#[tokio::test]
async fn other_faults_do_what_they_say() {
    let world = World::new().await;
    let body = form(world.organisation().await, &["www.example.jp"], &csr());
    let path = "/order/certificate/ssl_securesite_flex";
    for (fault, status, placed) in [
        (Fault::LostRequest, None, 0),
        (Fault::Refused(503), Some(503), 0),
        (Fault::DoneButRefused(500), Some(500), 1),
        (Fault::Garbage, Some(200), 2),
        (Fault::Slow(Duration::from_millis(20)), Some(201), 3),
    ] {
        world.vendor.trouble(placing(fault, 1));
        let answer = world.send(Method::POST, path, Some(body.clone())).await;
        assert_eq!(answer.as_ref().ok().map(|(status, _)| status.as_u16()), status, "{fault:?}");
        assert_eq!(fault == Fault::Garbage, answer.is_ok_and(|(_, text)| text.starts_with("<html>")));
        assert_eq!(world.vendor.orders().len(), placed, "{fault:?}");
    }
    let get = Trouble { method: "GET", path: "/product".to_owned(), times: 2, fault: Fault::Refused(500) };
    world.vendor.trouble(get);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(world.call(Method::GET, "/product", None).await.0);
    }
    assert_eq!(statuses, [500, 500, 200]);
}

/// 100 requests in 5 seconds and 1,000 in 180, rolling, in simulated time.
#[tokio::test]
async fn both_rate_limits_hold_and_pass() {
    let world = World::new().await;
    for _ in 0..100 {
        world.get("/product").await;
    }
    let refused = world.refused(Method::GET, "/product", json!({})).await;
    assert_eq!(refused, (429, "request_limit_exceeded".to_owned()));
    world.clock.advance(SignedDuration::from_secs(5));
    for window in 1..10 {
        for _ in 0..100 {
            world.get("/product").await;
        }
        world.clock.advance(SignedDuration::from_secs(if window < 9 { 5 } else { 6 }));
    }
    assert_eq!(world.refused(Method::GET, "/product", json!({})).await.0, 429, "1,000 in 180 seconds");
    world.clock.advance(SignedDuration::from_secs(180));
    world.get("/product").await;

    let free = World::with(Options { rate_limits: false, ..Options::default() }).await;
    for _ in 0..120 {
        free.get("/product").await;
    }
    assert_eq!(free.vendor.requests(), 120);
}

#[tokio::test]
async fn keys_and_their_rights_are_checked() {
    let keys = vec![
        ApiKey { key: "viewer".to_owned(), rights: KeyRights::ViewOnly },
        ApiKey { key: DEFAULT_KEY.to_owned(), rights: KeyRights::Full },
    ];
    let world = World::with(Options { keys, ..Options::default() }).await;
    let url = format!("{}/organization", world.vendor.base_url());
    let http = reqwest::Client::new();
    let status =
        |request: reqwest::RequestBuilder| async move { request.send().await.unwrap().status().as_u16() };
    assert_eq!(status(http.get(&url)).await, 401);
    assert_eq!(status(http.get(&url).header("X-DC-DEVKEY", "wrong")).await, 401);
    assert_eq!(status(http.get(&url).header("X-DC-DEVKEY", "viewer")).await, 200);
    assert_eq!(status(http.post(&url).header("X-DC-DEVKEY", "viewer")).await, 403);
    assert_eq!(status(http.post(&url).header("X-DC-DEVKEY", DEFAULT_KEY)).await, 400);
}
