//! What happens when the vendor, the network or the rate limit gets in the way.

use std::time::Duration;

use procedure::Product;
use vendors::certcentral::limiter::{Limits, Window};
use vendors::certcentral::{Call, Cause, Error};

use super::placing::order;
use super::support::raw::{Raw, Turn, nobody};
use super::support::{Server, answers, client, client_with, number, sample};

const ORDER: &str = "/order/certificate/700000001";

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// A read is tried again, with growing pauses, and succeeds.
#[tokio::test]
async fn a_read_survives_a_vendor_that_stumbles() {
    let server = Server::start().await;
    server.expect("GET", ORDER, answers(503, "<html>"));
    server.expect("GET", ORDER, answers(500, ""));
    server.expect("GET", ORDER, answers(200, sample("order_info.pending.json")));
    let (client, clock) = client_with(server.base(), |_| {});
    client.order_info(number(700_000_001)).await.unwrap();
    assert_eq!(clock.sleeps(), [ms(250), ms(500)]);
    server.finish();
}

#[tokio::test]
async fn a_read_gives_up_after_its_attempts() {
    let server = Server::start().await;
    for _ in 0..3 {
        server.expect("GET", ORDER, answers(502, ""));
    }
    let error = client(&server).order_info(number(700_000_001)).await.unwrap_err();
    assert_eq!(error, Error::Unavailable { call: Call::OrderInfo, cause: Cause::Status(502) });
    server.finish();
}

/// R13: whatever goes wrong with an order, it is sent once, and what may have worked is told as unknown.
#[tokio::test]
async fn an_order_is_sent_once_and_its_outcome_may_be_unknown() {
    for (turn, cause) in [
        (Turn::Close, Cause::ConnectionLost),
        (Turn::Silence, Cause::Timeout),
        (Turn::Answer("HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n"), Cause::Status(500)),
        (
            Turn::Answer("HTTP/1.1 307 No\r\nlocation: /services/v2/x\r\ncontent-length: 0\r\n\r\n"),
            Cause::Status(307),
        ),
        (Turn::Answer("HTTP/1.1 201 OK\r\ncontent-length: 2\r\n\r\n{}"), Cause::UnreadableSuccess),
        (
            Turn::Answer("HTTP/1.1 201 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\n{\"id\"x"),
            Cause::Timeout,
        ),
        (Turn::Endless(3 << 20), Cause::UnreadableSuccess),
    ] {
        let raw = Raw::start(vec![turn, Turn::Close, Turn::Close]);
        let (client, clock) = client_with(&raw.base, |config| {
            // Only a silent vendor is waited for in vain; the others answer when this machine is slow, too.
            config.request_timeout = if cause == Cause::Timeout { ms(300) } else { ms(30_000) };
        });
        let error = client.place(&order(Product::DigicertSecureServerId)).await.unwrap_err();
        assert_eq!(error, Error::Unknown { call: Call::PlaceOrder, cause });
        assert!(error.outcome_unknown() && !error.may_repeat());
        drop(client);
        assert_eq!(raw.requests(), [1], "{cause}");
        assert_eq!(clock.sleeps(), [Duration::ZERO; 0]);
    }
}

/// R13: an order that never left may be sent again, by whoever decides it.
#[tokio::test]
async fn an_order_that_never_left_may_be_sent_again() {
    let (client, clock) = client_with(&nobody(), |_| {});
    let error = client.place(&order(Product::DigicertSecureServerId)).await.unwrap_err();
    assert_eq!(error, Error::Unavailable { call: Call::PlaceOrder, cause: Cause::NoConnection });
    assert!(error.may_repeat() && !error.outcome_unknown());
    assert_eq!(clock.sleeps().len(), 0);
}

#[tokio::test]
async fn a_lost_answer_to_a_read_is_asked_for_again() {
    const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"orders\":[]}";
    let raw = Raw::start(vec![Turn::Close, Turn::Silence, Turn::Answer(OK)]);
    let (client, _) = client_with(&raw.base, |config| config.request_timeout = ms(1_500));
    let back = vendors::certcentral::order::LookBack::LONGEST;
    assert_eq!(client.status_changes(back).await.unwrap(), []);
    // A kept connection serves the next read; a call that is sent once opens its own.
    assert_eq!(client.status_changes(back).await.unwrap(), []);
    drop(client);
    assert_eq!(raw.requests(), [1, 1, 2]);
}

/// A kept connection may be dead: a call that is sent once never uses one.
#[tokio::test]
async fn a_call_that_is_sent_once_has_a_connection_of_its_own() {
    const NO: &str = "HTTP/1.1 400 No\r\ncontent-length: 0\r\n\r\n";
    let raw = Raw::start(vec![Turn::Answer(NO), Turn::Answer(NO)]);
    let (client, _) = client_with(&raw.base, |_| {});
    for _ in 0..2 {
        assert!(matches!(client.cancel(number(1), "why").await, Err(Error::Refused { status: 400, .. })));
    }
    drop(client);
    assert_eq!(raw.requests(), [1, 1]);
}

/// The key and the request never follow an answer to another place.
#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start().await;
    let server = Server::start().await;
    let target = format!("{}{ORDER}", elsewhere.base());
    server.expect("GET", ORDER, answers(302, "").with("location", target));
    let error = client(&server).order_info(number(700_000_001)).await.unwrap_err();
    assert!(matches!(error, Error::Malformed { .. }), "{error}");
    server.finish();
    elsewhere.finish();
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let raw = Raw::start(vec![Turn::Endless((2 << 20) + 1)]);
    let (client, _) = client_with(&raw.base, |_| {});
    let error = client.order_info(number(1)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answer of CertCentral to order-info cannot be read: longer than 2097152 bytes"
    );

    let server = Server::start().await;
    server.expect("GET", ORDER, answers(200, vec![b' '; (2 << 20) + 1]));
    let announced = super::support::client(&server).order_info(number(700_000_001)).await.unwrap_err();
    assert!(matches!(announced, Error::Malformed { .. }), "{announced}");
    server.finish();
}

/// A 429 is waited out when it is short, and silences the other calls, too.
#[tokio::test]
async fn a_short_rate_limit_is_waited_out() {
    let limit =
        r#"{"errors":[{"code":"request_limit_exceeded","message":"Service unavailable, please limit"}]}"#;
    let server = Server::start().await;
    server.expect("GET", ORDER, answers(429, limit).with("retry-after", "7"));
    server.expect("GET", ORDER, answers(200, sample("order_info.pending.json")));
    server.expect("GET", ORDER, answers(429, limit).with("retry-after", "120"));
    let (client, clock) = client_with(server.base(), |_| {});
    client.order_info(number(700_000_001)).await.unwrap();
    assert_eq!(clock.sleeps(), [ms(7_000)]);
    let after = Duration::from_secs(120);
    let error = client.order_info(number(700_000_001)).await.unwrap_err();
    assert_eq!(error, Error::RateLimited { call: Call::OrderInfo, after });
    // The vendor asked for silence, so this one does not even leave.
    let error = client.place(&order(Product::DigicertSecureServerId)).await.unwrap_err();
    assert_eq!(error, Error::RateLimited { call: Call::PlaceOrder, after });
    server.finish();
}

/// R13: a 429 to an order says that it was not taken; still it is not sent again by itself.
#[tokio::test]
async fn a_rate_limit_to_an_order_is_told() {
    let server = Server::start().await;
    let body = serde_json::json!({"status": "canceled", "note": "why"});
    server.expect_json("PUT", "/order/certificate/1/status", body, answers(429, ""));
    let (client, clock) = client_with(server.base(), |_| {});
    let error = client.cancel(number(1), "why").await.unwrap_err();
    assert_eq!(error, Error::RateLimited { call: Call::CancelOrder, after: Duration::from_secs(30) });
    assert!(clock.sleeps().is_empty());
    server.finish();
}

/// Both documented limits are kept before a request leaves.
#[tokio::test]
async fn requests_wait_for_the_limits() {
    let server = Server::start().await;
    for _ in 0..5 {
        server.expect("GET", ORDER, answers(200, sample("order_info.pending.json")));
    }
    let (client, clock) = client_with(server.base(), |config| {
        config.limits = Limits {
            short: Window { count: 2, span: ms(5_000) },
            long: Window { count: 4, span: ms(180_000) },
        };
        config.longest_wait = ms(6_000);
    });
    for _ in 0..4 {
        client.order_info(number(700_000_001)).await.unwrap();
    }
    assert_eq!(clock.sleeps(), [ms(5_000)]);
    let error = client.order_info(number(700_000_001)).await.unwrap_err();
    assert_eq!(error, Error::RateLimited { call: Call::OrderInfo, after: ms(175_000) });
    let (again, _) = client_with(server.base(), |_| {});
    again.order_info(number(700_000_001)).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn a_refusal_is_an_answer_and_final() {
    let server = Server::start().await;
    let refusal = r#"{"errors":[{"code":"csr_invalid_cannot_parse","message":"The CSR cannot be parsed."}]}"#;
    let body = serde_json::json!({"status": "canceled", "note": "why"});
    server.expect("GET", ORDER, answers(404, sample("errors.object.json")));
    server.expect_json("PUT", "/order/certificate/1/status", body, answers(400, refusal));
    server.expect("GET", ORDER, answers(401, "{}"));
    let client = client(&server);
    assert!(client.order_info(number(700_000_001)).await.unwrap_err().is_not_found());
    let Error::Refused { reason, status, .. } = client.cancel(number(1), "why").await.unwrap_err() else {
        panic!()
    };
    assert_eq!((status, reason.code.as_str()), (400, "csr_invalid_cannot_parse"));
    let error = client.order_info(number(700_000_001)).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorised { status: 401, .. }));
    server.finish();
}
