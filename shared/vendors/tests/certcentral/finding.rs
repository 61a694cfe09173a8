//! Finding an order again after an attempt of unknown outcome (R13).

use jiff::civil::{Date, date};
use serde_json::json;
use vendors::certcentral::order::{Found, OrderFilter, Page};
use vendors::certcentral::{Client, Error, OrderStatus};

use super::placing::reference;
use super::support::{Server, answers, client, client_with, number, sample};

const BY_REFERENCE: &str = "/order/alternate/CF-0000-0000-0001";
const LIST: &str = "/order/certificate?sort=-date_created&limit=21&offset=0&filters[common_name]=www.example.jp\
                    &filters[date_created]=2026-11-20...2026-11-23";
const ATTEMPTED: Date = date(2026, 11, 21);
const TODAY: Date = date(2026, 11, 22);

async fn find(client: &Client) -> Result<Found, Error> {
    client.find_order(&reference(), "www.example.jp", ATTEMPTED, TODAY).await
}

/// R13: an order that was placed is found by our reference.
#[tokio::test]
async fn an_order_is_found_by_our_reference() {
    let server = Server::start().await;
    server.expect("GET", BY_REFERENCE, answers(200, sample("orders_by_reference.json")));
    let Found::One(ours) = find(&client(&server)).await.unwrap() else { panic!() };
    assert_eq!((ours.order.get(), ours.status), (700_000_001, OrderStatus::Pending));
    server.finish();
}

/// R13: nothing by reference and nothing by name and day: the order was not placed.
#[tokio::test]
async fn an_order_that_was_never_placed_is_not_found() {
    for nothing in [answers(404, sample("errors.list.json")), answers(200, r#"{"orders":[]}"#)] {
        let server = Server::start().await;
        server.expect("GET", BY_REFERENCE, nothing);
        server.expect("GET", LIST, answers(200, r#"{"orders":[],"page":{"total":0}}"#));
        assert_eq!(find(&client(&server)).await.unwrap(), Found::Nothing);
        server.finish();
    }
}

/// R13: an order placed by hand, or one whose reference the list does not know, is recognised by what it carries.
#[tokio::test]
async fn an_order_is_recognised_by_what_it_carries() {
    let info = |change: serde_json::Value| {
        let mut order = json!({"id": 700_000_001, "status": "pending", "certificate": {}});
        order.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        answers(200, order.to_string())
    };
    let found = [
        json!({"alternative_order_id": "CF-0000-0000-0001"}),
        json!({"custom_fields": [{"metadata_id": "276", "value": "CF-0000-0000-0001"}]}),
        json!({"requests": [{"id": 1, "comments": "certflow CF-0000-0000-0001"}]}),
    ];
    let others = [
        json!({}),
        json!({"alternative_order_id": "CF-0000-0000-00010"}),
        json!({"custom_fields": [{"metadata_id": 277, "value": "CF-0000-0000-0001"}]}),
        json!({"requests": [{"id": 1, "comments": "CF-0000-0000-00012"}]}),
    ];
    for (change, ours) in found.iter().map(|c| (c, true)).chain(others.iter().map(|c| (c, false))) {
        let server = Server::start().await;
        server.expect("GET", BY_REFERENCE, answers(404, ""));
        server.expect("GET", LIST, answers(200, r#"{"orders":[{"id":700000001,"status":"pending"}]}"#));
        server.expect("GET", "/order/certificate/700000001", info(change.clone()));
        let (client, _) = client_with(server.base(), |config| config.reference_field = Some(number(276)));
        let found = find(&client).await.unwrap();
        assert_eq!(matches!(found, Found::One(_)), ours, "{change}: {found:?}");
        server.finish();
    }
}

/// Two orders under one reference are shown to staff; the same order twice is one.
#[tokio::test]
async fn several_orders_are_not_chosen_from() {
    let list = |ids: &[u64]| {
        let orders: Vec<_> = ids.iter().map(|id| json!({"order_id": id, "status": "pending"})).collect();
        answers(200, json!({ "orders": orders }).to_string())
    };
    let server = Server::start().await;
    server.expect("GET", BY_REFERENCE, list(&[2, 1]));
    server.expect("GET", BY_REFERENCE, list(&[1, 1]));
    let client = client(&server);
    let Found::Several(orders) = find(&client).await.unwrap() else { panic!() };
    assert_eq!(orders.iter().map(|o| o.order.get()).collect::<Vec<_>>(), [1, 2]);
    assert!(matches!(find(&client).await.unwrap(), Found::One(_)));
    server.finish();
}

#[tokio::test]
async fn too_many_orders_of_one_name_are_left_to_staff() {
    let orders: Vec<_> = (1..=21).map(|id| json!({"id": id, "status": "issued"})).collect();
    let server = Server::start().await;
    server.expect("GET", BY_REFERENCE, answers(404, ""));
    server.expect("GET", LIST, answers(200, json!({ "orders": orders }).to_string()));
    assert_eq!(find(&client(&server)).await.unwrap(), Found::Unclear);
    server.finish();
}

/// A search that fails is an error, never "not placed".
#[tokio::test]
async fn a_search_that_fails_finds_nothing_out() {
    let server = Server::start().await;
    server.expect(
        "GET",
        BY_REFERENCE,
        answers(403, r#"{"errors":[{"code":"access_denied|missing_permission"}]}"#),
    );
    assert!(matches!(find(&client(&server)).await, Err(Error::Unauthorised { .. })));
    server.finish();
}

#[tokio::test]
async fn orders_are_listed_with_their_filters() {
    let server = Server::start().await;
    let target = "/order/certificate?sort=-date_created&limit=1000&offset=40&filters[status]=reissue_pending";
    server.expect("GET", target, answers(200, sample("orders.json")));
    let filter = OrderFilter { status: Some(OrderStatus::ReissuePending), ..OrderFilter::default() };
    let page = client(&server).orders(&filter, Page { offset: 40, limit: u16::MAX }).await.unwrap();
    assert_eq!(page.total, Some(2));
    let [first, second] = page.orders.as_slice() else { panic!("{page:?}") };
    assert_eq!(first.certificate.as_ref().unwrap().dns_names, ["www.example.jp", "example.jp"]);
    assert_eq!(first.order_valid_till, Some(date(2027, 11, 22)));
    assert_eq!((second.status.clone(), &second.certificate), (OrderStatus::NeedsApproval, &None));
    server.finish();
}
