//! What the API refuses, and what the order list finds.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use simulation::certcentral::Options;

use crate::world::{World, csr, form};

const PLACE: &str = "/order/certificate/ssl_securesite_flex";

#[tokio::test]
async fn bad_orders_are_refused_and_not_stored() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    world.vendor.forbid_by_caa("forbidden.example");
    let good = form(organisation, &["www.example.jp"], &csr());
    let changed = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let days = "/certificate/cert_validity/days";
    let cases = [
        ("ssl_unknown", good.clone(), 404, "not_found|product"),
        ("ssl_securesite_flex", json!([]), 400, "bad_request_format"),
        ("ssl_securesite_flex", changed("/certificate/common_name", Value::Null), 400, "bad_request_format"),
        ("ssl_securesite_flex", changed("/organization/id", json!(1)), 404, "not_found|organization"),
        ("ssl_securesite_flex", changed("/certificate/csr", json!("x")), 400, "csr_invalid_cannot_parse"),
        ("ssl_securesite_flex", changed(days, json!(366)), 400, "cert_validity_exceeds_order_validity"),
        ("ssl_securesite_flex", changed(days, json!(200)), 400, "invalid_cert_validity"),
        ("ssl_securesite_flex", changed(days, json!(0)), 400, "invalid_cert_validity"),
        ("ssl_securesite_flex", changed("/dcv_method", json!("fax")), 400, "invalid_dcv_method"),
        (
            "ssl_securesite_flex",
            changed("/custom_fields/0/metadata_id", json!(9)),
            400,
            "invalid_custom_field",
        ),
        (
            "ssl_securesite_flex",
            changed("/certificate/signature_hash", json!("sha1")),
            400,
            "invalid_signature_hash",
        ),
        (
            "ssl_securesite_flex",
            changed("/certificate/common_name", json!("a_b.example.jp")),
            400,
            "invalid_dns_name",
        ),
        (
            "ssl_securesite_flex",
            changed("/certificate/common_name", json!("www.forbidden.example")),
            400,
            "caa_check_failed|www.forbidden.example",
        ),
        (
            "ssl_ev_securesite_flex",
            changed("/certificate/common_name", json!("*.example.jp")),
            400,
            "wildcard_not_allowed",
        ),
    ];
    for (product, body, status, code) in cases {
        let refused = world.refused(Method::POST, &format!("/order/certificate/{product}"), body).await;
        assert_eq!(refused, (status, code.to_owned()));
    }
    assert!(world.vendor.orders().is_empty());
    let route = world.refused(Method::GET, "/nowhere", json!({})).await;
    assert_eq!(route, (404, "not_found|route".to_owned()));
    let method = world.refused(Method::PUT, "/product", json!({})).await;
    assert_eq!(method, (404, "not_found|route".to_owned()));
    let order = world.refused(Method::GET, "/order/certificate/1", json!({})).await;
    assert_eq!(order, (404, "not_found|order".to_owned()));
}

/// Plays R50: EV without a contact to verify cannot be done.
#[tokio::test]
async fn ev_needs_a_contact_from_the_organisation_or_the_order() {
    let world = World::new().await;
    let (_, organisation) = world
        .post(
            "/organization",
            json!({
                "name": "例示", "country": "JP", "state": "Tokyo", "city": "Chiyoda-ku", "address": "1-1",
                "zip": "100-0001", "telephone": "03-0000-0000", "validations": [{ "type": "ev" }],
            }),
        )
        .await;
    let id = organisation["id"].as_u64().unwrap();
    let mut body = form(id, &["www.example.jp"], &csr());
    let path = "/order/certificate/ssl_ev_securesite_flex";
    let refused = world.refused(Method::POST, path, body.clone()).await;
    assert_eq!(refused.1, "missing_verified_contact");
    body["organization"]["contacts"] =
        json!([{ "contact_type": "verified_contact", "last_name": "例示", "email": "kanri@example.co.jp" }]);
    world.place("ssl_ev_securesite_flex", body).await;
    let validation = world.get(&format!("/organization/{id}/validation")).await;
    assert_eq!(validation["validations"][0]["verified_contacts"][0]["email"], "kanri@example.co.jp");
}

/// Plays R89: the list lags behind, so that a search right after placing may miss the order.
#[tokio::test]
async fn the_order_list_lags_filters_and_pages() {
    let delay = SignedDuration::from_secs(30);
    let world = World::with(Options { list_delay: delay, ..Options::default() }).await;
    let organisation = world.organisation().await;
    let csr = csr();
    let mut ids = Vec::new();
    for name in ["www.example.jp", "shop.example.jp", "www.example.com"] {
        ids.push(world.place("ssl_securesite_flex", form(organisation, &[name], &csr)).await);
        world.clock.advance(SignedDuration::from_secs(10));
    }
    let mut other = form(organisation, &["www.example.net"], &csr);
    other["custom_fields"][0]["value"] = json!("CF-2");
    ids.push(world.place("ssl_geotrust_truebizid", other).await);
    let found = async |query: &str| -> Vec<u64> {
        let list = world.get(&format!("/order/certificate?{query}")).await;
        list["orders"].as_array().unwrap().iter().map(|order| order["id"].as_u64().unwrap()).collect()
    };
    assert_eq!(found("").await, [ids[0]], "the others are too new");
    world.clock.advance(delay);
    assert_eq!(found("sort=order_id").await, ids);
    assert_eq!(found("sort=-order_id&limit=2&offset=1").await, [ids[2], ids[1]]);
    assert_eq!(found("filters[common_name]=www.example.jp").await, [ids[0]]);
    assert_eq!(found("filters[common_name]=%25example.jp").await, [ids[1], ids[0]]);
    assert_eq!(found("filters[custom_fields][101]=CF-2").await, [ids[3]]);
    assert_eq!(found("filters[product_name_id][0]=ssl_geotrust_truebizid").await, [ids[3]]);
    assert_eq!(found("filters[status]=issued").await, [0_u64; 0]);
    assert_eq!(found("filters[date_created]=%3E2026-11-23T01:00:15").await, [ids[3], ids[2]]);
    assert_eq!(found("filters[date_created]=%3C2026-11-23T01:00:15").await, [ids[1], ids[0]]);
    assert_eq!(found("filters[date_created]=2026-11-22...2026-11-23").await.len(), 4);
    let bad = world.refused(Method::GET, "/order/certificate?filters[date_created]=soon", json!({})).await;
    assert_eq!(bad.0, 400);
}

/// Plays R89: our reference finds the order again, and every order that carries it, once the list shows them.
#[tokio::test]
async fn orders_are_found_by_our_reference() {
    let delay = SignedDuration::from_secs(30);
    let world = World::with(Options { list_delay: delay, ..Options::default() }).await;
    let mut body = form(world.organisation().await, &["www.example.jp"], &csr());
    body["alternative_order_id"] = json!("CF-7K3M-9QX2-TBEA");
    let path = "/order/alternate/CF-7K3M-9QX2-TBEA";
    let first = world.place("ssl_securesite_flex", body.clone()).await;
    assert_eq!(world.refused(Method::GET, path, json!({})).await, (404, "not_found|order".to_owned()));
    world.clock.advance(delay);
    let found = world.get(path).await;
    assert_eq!((&found["page"]["total"], &found["orders"][0]["order_id"]), (&json!(1), &json!(first)));
    assert_eq!(found["orders"][0]["status"], "pending");
    world.place("ssl_securesite_flex", body).await;
    world.clock.advance(delay);
    assert_eq!(world.get(path).await["orders"].as_array().unwrap().len(), 2, "it need not be unique");
    assert_eq!(
        world.get(&format!("/order/certificate/{first}")).await["alternative_order_id"],
        "CF-7K3M-9QX2-TBEA"
    );
}

/// Lists end: the page after the last is empty.
#[tokio::test]
async fn lists_of_organisations_and_domains_page() {
    let world = World::new().await;
    let (first, second) = (world.organisation().await, world.organisation().await);
    for (offset, expected) in [(0, vec![first]), (1, vec![second]), (2, Vec::new())] {
        let list = world.get(&format!("/organization?limit=1&offset={offset}")).await;
        let ids = list["organizations"].as_array().unwrap().iter().map(|o| o["id"].as_u64().unwrap());
        assert_eq!(ids.collect::<Vec<_>>(), expected);
        assert_eq!(list["page"]["total"], 2);
        assert_eq!(world.get(&format!("/domain?limit=1&offset={offset}")).await["domains"], json!([]));
    }
}

/// Plays R84: what was allowed in November 2026 is not in March 2027.
#[tokio::test]
async fn the_cap_follows_the_date() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    world.pass("2027-03-15T00:00:00Z");
    let body = form(organisation, &["www.example.jp"], &csr());
    assert_eq!(world.refused(Method::POST, PLACE, body.clone()).await.1, "invalid_cert_validity");
    let mut shorter = body;
    shorter["certificate"]["cert_validity"]["days"] = json!(99);
    world.place("ssl_securesite_flex", shorter).await;
}
