//! An order is placed once, whatever happens on the way (R13, R89).

use procedure::order::Ending;
use procedure::vendor::{VendorAttempt, VendorError};
use procedure::{Product, samples};
use serde_json::json;

use super::support::server::Answer;
use super::support::{Server, answers, sample};
use super::world::*;

const POST: &str = "/order/certificate/ssl_securesite_flex";
const OV: Product = Product::DigicertSecureServerId;

fn took_it() -> Answer {
    answers(201, sample("placed.json"))
}

/// R2, R13, R42, R90: the order says what the application says: names, CSR, organisation, people, language, validity,
/// and our reference by which it is found again.
#[tokio::test]
async fn an_order_is_what_the_application_says() {
    for (product, id) in [
        (OV, "ssl_securesite_flex"),
        (Product::GeotrustTrueBusinessId, "ssl_geotrust_truebizid"),
        (Product::DigicertSecureServerIdEv, "ssl_ev_securesite_flex"),
        (Product::GeotrustTrueBusinessIdEv, "ssl_ev_geotrust_truebizid"),
    ] {
        let server = Server::start().await;
        finds_nothing(&server);
        knows_organisation(&server);
        // R47, A30: for EV the responsible person is who confirms the issuance.
        let ev = product.validation() == procedure::Validation::Ev;
        server.expect_json("POST", &format!("/order/certificate/{id}"), order_body(ev), took_it());
        let reply = place(&port(&server), &new_order(product), 1, at(1)).await;
        assert_eq!(reply, placed("700000001"), "{product:?}");
        server.finish();
    }
}

/// R13, R89: the reply is lost in each way it can be; the next attempt finds the order and does not place another.
#[tokio::test]
async fn a_lost_reply_is_followed_by_a_search() {
    for (reply, waits) in [
        (took_it().lost(), true),
        (took_it().late(), false),
        (answers(504, ""), true),
        (answers(201, "<html>"), true),
        (answers(307, "").with("location", "/services/v2/x"), true),
    ] {
        let server = Server::start().await;
        finds_nothing(&server);
        knows_organisation(&server);
        server.expect_json("POST", POST, order_body(false), reply);
        finds(&server, &[(700_000_001, "pending")]);
        let (port, order) = (if waits { port(&server) } else { impatient(&server) }, new_order(OV));
        assert_eq!(place(&port, &order, 1, at(1)).await, Err(VendorError::Unknown));
        assert_eq!(place(&port, &order, 2, at(120)).await, placed("700000001"));
        assert_eq!(server.count("POST", ""), 1);
        server.finish();
    }
}

/// R13, R89: only a search that finds nothing lets an order be sent a second time.
#[tokio::test]
async fn an_order_that_is_nowhere_is_placed_again() {
    let server = Server::start().await;
    for reply in [answers(502, ""), took_it()] {
        finds_nothing(&server);
        knows_organisation(&server);
        server.expect_json("POST", POST, order_body(false), reply);
    }
    let (port, order) = (port(&server), new_order(OV));
    assert_eq!(place(&port, &order, 1, at(1)).await, Err(VendorError::Unknown));
    assert_eq!(place(&port, &order, 2, at(120)).await, placed("700000001"));
    assert_eq!(server.count("POST", ""), 2);
    server.finish();
}

/// R13, R89: after an unknown outcome a search that comes before the vendor's lists are complete proves nothing. What counts
/// is when the last such attempt was made, not since when the order is being placed.
#[tokio::test]
async fn a_search_that_comes_too_soon_proves_nothing() {
    let server = Server::start().await;
    finds_nothing(&server);
    finds_nothing(&server);
    finds_nothing(&server);
    knows_organisation(&server);
    server.expect_json("POST", POST, order_body(false), took_it());
    let (port, order) = (port(&server), new_order(OV));
    let after = |number, seconds| VendorAttempt { number, now: at(seconds), lost_at: Some(at(3_600)) };
    let too_soon = |after_seconds| Err(VendorError::Unsettled { after_seconds });
    assert_eq!(place_after(&port, &order, after(3, 3_600)).await, too_soon(60));
    assert_eq!(place_after(&port, &order, after(4, 3_659)).await, too_soon(1));
    assert_eq!(place_after(&port, &order, after(5, 3_660)).await, placed("700000001"));
    server.finish();
}

/// R13, R89: a search that fails is never taken for "not placed": nothing is sent.
#[tokio::test]
async fn nothing_is_sent_after_a_search_that_failed() {
    let denied = r#"{"errors":[{"code":"access_denied|missing_permission"}]}"#;
    for (answer, times, error) in [
        (answers(503, ""), 3, VendorError::Unavailable),
        (answers(403, denied), 1, VendorError::Unauthorised),
        (answers(200, "<html>"), 1, VendorError::Malformed),
        (answers(429, "").with("retry-after", "90"), 1, VendorError::RateLimited { after_seconds: 90 }),
    ] {
        let server = Server::start().await;
        (0..times).for_each(|_| server.expect("GET", &by_reference(), answer.clone()));
        assert_eq!(place(&port(&server), &new_order(OV), 2, at(120)).await, Err(error));
        assert_eq!(server.count("POST", ""), 0);
        server.finish();
    }
    let server = Server::start().await;
    server.expect("GET", &by_reference(), answers(400, r#"{"errors":[{"code":"bad_request_format"}]}"#));
    assert_eq!(codes(place(&port(&server), &new_order(OV), 2, at(120)).await), ["vendor.lookup"]);
    server.finish();
}

/// R89: several orders with our reference, or too many to tell, are for staff; withdrawn ones do not count.
#[tokio::test]
async fn what_is_unclear_is_left_to_staff() {
    for (orders, found) in [
        (&[(1, "pending"), (2, "issued")][..], None),
        (&[(1, "canceled"), (2, "rejected")], None),
        (&[(1, "canceled"), (2, "pending"), (3, "rejected")], Some("2")),
    ] {
        let server = Server::start().await;
        finds(&server, orders);
        let reply = place(&port(&server), &new_order(OV), 2, at(120)).await;
        match found {
            Some(number) => assert_eq!(reply, placed(number)),
            None => {
                let finding = findings(reply).remove(0);
                assert_eq!(
                    (finding.code.as_ref(), finding.acts),
                    ("vendor.several", procedure::Party::Provider)
                );
                assert!(finding.evidence.unwrap().starts_with("1 ("));
            }
        }
        server.finish();
    }
    let many: Vec<_> = (1..=21).map(|id| json!({"id": id, "status": "issued"})).collect();
    let server = Server::start().await;
    server.expect("GET", &by_reference(), not_found());
    server.expect("GET", LIST, answers(200, json!({ "orders": many }).to_string()));
    assert_eq!(codes(place(&port(&server), &new_order(OV), 2, at(120)).await), ["vendor.unclear"]);
    server.finish();
}

/// R89: staff who place an order again after a refusal begin at attempt 1, so the first attempt looks, too.
#[tokio::test]
async fn the_first_attempt_looks_too() {
    let server = Server::start().await;
    finds(&server, &[(700_000_001, "issued")]);
    assert_eq!(place(&port(&server), &new_order(OV), 1, at(1)).await, placed("700000001"));
    server.finish();
}

/// R13, R89: a request that is sent late places nothing for an order that is placed already or has ended, but an
/// order that the vendor has after all is told.
#[tokio::test]
async fn a_late_request_places_nothing() {
    let server = Server::start().await;
    let port = port(&server);
    assert_eq!(place(&port, &samples::examining(OV), 2, at(120)).await, placed("V-1"));
    let mut ended = new_order(OV);
    ended.end(Ending::Cancelled, None, at(60)).unwrap();
    finds(&server, &[(700_000_001, "pending")]);
    assert_eq!(place(&port, &ended, 2, at(120)).await, placed("700000001"));
    finds_nothing(&server);
    assert_eq!(codes(place(&port, &ended, 2, at(120)).await), ["vendor.not_wanted"]);
    assert_eq!(server.count("POST", ""), 0);
    server.finish();
}

/// R13: an order that never left may be sent again; a rate limit is told with its seconds.
#[tokio::test]
async fn what_never_left_may_be_sent_again() {
    let server = Server::start().await;
    finds_nothing(&server);
    knows_organisation(&server);
    server.expect_json("POST", POST, order_body(false), answers(429, ""));
    let reply = place(&port(&server), &new_order(OV), 1, at(1)).await;
    assert_eq!(reply, Err(VendorError::RateLimited { after_seconds: 30 }));
    server.finish();
    let nobody = super::support::raw::nobody();
    let (client, _) = super::support::client_with(&nobody, |_| {});
    let port = vendors::CertCentralPort::new(client, settings());
    assert_eq!(place(&port, &new_order(OV), 1, at(1)).await, Err(VendorError::Unavailable));
}

/// R12, R13: an order that waits for the account's own approval is placed all the same, in the customer's language.
#[tokio::test]
async fn an_order_may_wait_for_approval_in_the_account() {
    let server = Server::start().await;
    finds_nothing(&server);
    knows_organisation(&server);
    let mut body = order_body(false);
    body["skip_approval"] = json!(false);
    body["locale"] = json!("en");
    server.expect_json("POST", POST, body, took_it());
    let settings = vendors::PortSettings { approve_in_certcentral: true, ..settings() };
    let mut draft = samples::draft(OV);
    draft.language = Some("en".to_owned());
    let order = to_be_placed(samples::accepted_from(&draft));
    assert_eq!(place(&port_with(&server, settings), &order, 1, at(1)).await, placed("700000001"));
    server.finish();
}

/// A3, P13: what no document settles is a setting; settings survive being written and read, and a misspelt one is told.
#[test]
fn settings_are_data() {
    let settings = settings();
    let text = serde_json::to_string(&settings).unwrap();
    assert_eq!(serde_json::from_str::<vendors::PortSettings>(&text).unwrap(), settings);
    let empty: vendors::PortSettings = serde_json::from_str("{}").unwrap();
    assert_eq!(empty, vendors::PortSettings::default());
    assert!(serde_json::from_str::<vendors::PortSettings>(r#"{"clerks":1}"#).is_err());
}
