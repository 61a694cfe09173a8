//! What the vendor says of orders, organisations and products.

use std::collections::BTreeMap;

use jiff::civil::date;
use procedure::Product;
use serde_json::{Value, json};
use vendors::certcentral::order::{LookBack, Page};
use vendors::certcentral::validation::{Check, Confirmers};
use vendors::certcentral::{Meaning, OrderStatus};

use super::placing::reference;
use super::support::{Server, answers, client, documented, empty, number, sample};

/// R90: an order as the vendor sees it, with our reference.
#[tokio::test]
async fn a_pending_order_is_read() {
    let server = Server::start().await;
    let target = "/order/certificate/700000001?include_caa_status=true";
    server.expect("GET", target, answers(200, sample("order_info.pending.json")));
    let order = client(&server).order_info_with_caa(number(700_000_001)).await.unwrap();
    assert_eq!(order.status.meaning(), Meaning::Examining);
    assert!(order.mentions(&reference(), None));
    assert_eq!(order.certificate.certificate, None);
    assert_eq!(order.renewed_order_id, None);
    assert_eq!(order.date_created, Some("2026-11-22T02:59:58Z".parse().unwrap()));
    let caa = BTreeMap::from([("example.jp".to_owned(), "CAA check is not called yet".to_owned())]);
    assert_eq!(order.caa_status_message, caa);
    server.finish();
}

/// R52, A30: an issued EV order has its certificate's number and says that its issuance was confirmed.
#[tokio::test]
async fn an_issued_order_is_read() {
    let server = Server::start().await;
    server.expect("GET", "/order/certificate/700000003", answers(200, sample("order_info.issued.json")));
    let order = client(&server).order_info(number(700_000_003)).await.unwrap();
    assert_eq!(order.status, OrderStatus::Issued);
    assert_eq!(order.certificate.certificate.unwrap().get(), 800_000_003);
    assert_eq!(order.certificate.valid_till, Some(date(2026, 12, 16)));
    assert_eq!(order.certificate.dns_names, Vec::<String>::new());
    assert_eq!(order.order_approval_complete, Some(true));
    assert_eq!(order.renewed_order_id.unwrap().get(), 700_000_099);
    assert!(order.mentions(&"CF-0000-0000-0003".parse().unwrap(), None));
    assert!(!order.mentions(&reference(), None));
    server.finish();
}

/// R18: one request tells which of all orders moved; a status nobody knows is told, too.
#[tokio::test]
async fn orders_that_moved_are_told_at_once() {
    let server = Server::start().await;
    let target = "/order/certificate/status-changes?minutes=10080&limit=1000&offset=0";
    server.expect("GET", target, answers(200, sample("status_changes.json")));
    server.expect(
        "GET",
        "/order/certificate/status-changes?minutes=15&limit=1000&offset=0",
        answers(200, "{}"),
    );
    let client = client(&server);
    let changes = client.status_changes(LookBack::LONGEST).await.unwrap();
    let meanings: Vec<_> = changes.iter().map(|c| (c.order.get(), c.status.meaning())).collect();
    assert_eq!(
        meanings,
        [
            (700_000_001, Meaning::Issued),
            (700_000_004, Meaning::Rejected),
            (700_000_005, Meaning::Unknown("awaiting_second_review".to_owned())),
        ]
    );
    assert_eq!(changes.iter().map(|c| c.certificate.is_some()).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(client.status_changes(LookBack::minutes(15)).await.unwrap(), []);
    server.finish();
}

/// R18: a list of several pages is read to its end; an element that cannot be read costs only itself; a vendor that ignores
/// paging does not keep the client asking.
#[tokio::test]
async fn every_page_of_changes_is_read() {
    let page = |from: u32, to: u32| {
        let mut orders: Vec<_> =
            (from..to).map(|n| serde_json::json!({"order_id": n, "status": "issued"})).collect();
        orders.push(serde_json::json!({"order_id": "?", "status": []}));
        answers(200, serde_json::json!({ "orders": orders }).to_string())
    };
    let target = |offset| format!("/order/certificate/status-changes?minutes=15&limit=1000&offset={offset}");
    let server = Server::start().await;
    let client = client(&server);
    server.expect("GET", &target(0), page(1, 1_000));
    server.expect("GET", &target(1_000), page(1_000, 1_500));
    assert_eq!(client.status_changes(LookBack::minutes(15)).await.unwrap().len(), 1_499);
    server.expect("GET", &target(0), page(1, 1_000));
    server.expect("GET", &target(1_000), page(1, 1_000));
    client.status_changes(LookBack::minutes(15)).await.unwrap();
    server.finish();
}

/// R18, R42: domain, telephone and organisation are seen apart from each other.
#[tokio::test]
async fn the_checks_of_an_ov_order_are_seen_apart() {
    let server = Server::start().await;
    let target = "/order/certificate/700000001/validation";
    server.expect("GET", target, answers(200, sample("validation.ov.json")));
    let validation = client(&server).validation(number(700_000_001)).await.unwrap();
    let checks = validation.checks();
    assert_eq!(checks.status, OrderStatus::Pending);
    assert_eq!((checks.phone, checks.employment), (Check::Pending, Check::NotReported));
    let domains: Vec<_> =
        checks.domains.iter().map(|d| (d.scope.as_deref().unwrap(), d.state.clone())).collect();
    assert_eq!(domains, [("example.jp", Check::Done), ("example.com", Check::Pending)]);
    assert_eq!(checks.domains.first().unwrap().until, Some("2027-06-10T03:00:00Z".parse().unwrap()));
    assert_eq!(Confirmers::of(&validation), None);
    server.finish();
}

/// A30: the confirmation goes again to the contacts the vendor has verified, and to no other.
#[tokio::test]
async fn the_confirmation_goes_to_verified_contacts_only() {
    let server = Server::start().await;
    let order = "/order/certificate/700000006";
    server.expect("GET", &format!("{order}/validation"), answers(200, sample("validation.ev.json")));
    let body = serde_json::json!({"emails": ["taro@example.jp"]});
    server.expect_json("PUT", &format!("{order}/order-approval/resend-emails"), body, empty(204));
    let client = client(&server);
    let validation = client.validation(number(700_000_006)).await.unwrap();
    assert_eq!(validation.checks().employment, Check::Done);
    let confirmers = Confirmers::of(&validation).unwrap();
    assert_eq!(confirmers.count(), 1);
    client.resend_confirmation(number(700_000_006), &confirmers).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn organisations_and_their_validations_are_read() {
    let server = Server::start().await;
    server.expect("GET", "/organization/4001", answers(200, sample("organisation.json")));
    server.expect("GET", "/organization?limit=1&offset=0", answers(200, sample("organisations.json")));
    let target = "/organization/4001/validation";
    server.expect("GET", target, answers(200, sample("organisation_validation.json")));
    let client = client(&server);
    let organisation = client.organisation_info(number(4001)).await.unwrap();
    assert_eq!(organisation.name.unwrap().expose(), "山田商店");
    let organisations = client.organisations(Page { offset: 0, limit: 0 }).await.unwrap();
    let active: Vec<_> = organisations.iter().map(|o| o.is_active).collect();
    assert_eq!(active, [Some(true), Some(false)]);
    let validations = client.organisation_validations(number(4001)).await.unwrap();
    let until: Vec<_> = validations.iter().map(|v| v.validated_until.map(|t| t.to_string())).collect();
    assert_eq!(until, [Some("2027-11-03T00:00:00Z".to_owned()), None]);
    server.finish();
}

/// R2: a product that the account does not offer is known before the first order for it.
#[tokio::test]
async fn products_the_account_lacks_are_known() {
    let server = Server::start().await;
    server.expect("GET", "/product", answers(200, sample("products.json")));
    let client = client(&server);
    let offers = client.offers().await.unwrap();
    assert_eq!(client.config().products.missing(&offers), [Product::GeotrustTrueBusinessIdEv]);
    server.finish();
}

/// R13: what is held against the documentation is every call, and nothing that is not documented gets through.
#[test]
fn every_call_is_held_against_its_documentation() {
    documented::is_complete();
    let none = Vec::<String>::new();
    let problems = |method, target, body: Value| match body {
        Value::Null => documented::problems(method, target, b""),
        body => documented::problems(method, target, body.to_string().as_bytes()),
    };
    let cancel = "/order/certificate/7/status";
    assert_eq!(problems("PUT", cancel, json!({"status": "canceled", "note": "x"})), none);
    for (method, target, body) in [
        ("PUT", cancel, json!({"status": "cancelled", "note": "x"})),
        ("PUT", cancel, json!({"status": "canceled"})),
        ("PUT", cancel, json!({"status": "canceled", "note": "x", "reason": "x"})),
        ("PUT", cancel, Value::Null),
        ("POST", cancel, json!({"status": "canceled", "note": "x"})),
        ("GET", "/order/certificate/7", json!({})),
        ("GET", "/order/certificate?filters[name]=x", Value::Null),
        ("GET", "/order/certificate?limit=many", Value::Null),
        ("GET", "/orders/certificate", Value::Null),
    ] {
        assert_eq!(problems(method, target, body.clone()).len(), 1, "{method} {target} {body}");
    }
}
