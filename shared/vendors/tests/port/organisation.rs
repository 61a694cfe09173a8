//! Which organisation of the account an order is for.

use procedure::vendor::VendorError;
use procedure::{Language, Product, samples};
use serde_json::{Value, json};
use vendors::PortSettings;

use super::support::{Server, answers, number, sample};
use super::world::*;

const POST: &str = "/order/certificate/ssl_securesite_flex";
const OV: Product = Product::DigicertSecureServerId;

fn new_organisation() -> Value {
    json!({
        "name": "株式会社さくら商店", "country": "jp", "address": "千代田1-1", "city": "千代田区", "state": "東京都",
        "zip": "100-0001", "telephone": "+81312345678", "organization_contact": responsible()
    })
}

fn ordered_for(server: &Server, organisation: u64) {
    let mut body = order_body(false);
    body["organization"]["id"] = json!(organisation);
    server.expect_json("POST", POST, body, answers(201, sample("placed.json")));
}

/// R13, R44: an organisation that the account does not know is added with what the application says of it, once;
/// namesakes elsewhere are not taken for it.
#[tokio::test]
async fn an_unknown_organisation_is_added() {
    for known in [
        json!([]),
        json!([{"id": 1, "name": "株式会社さくら商店", "zip": "530-0001", "is_active": true}]),
        json!([{"id": 1, "name": "株式会社さくら商店", "is_active": true}]),
        json!([{"id": 1, "name": "株式会社さくら商店ほか", "zip": "100-0001", "is_active": true}]),
        json!([{"id": 1, "name": "株式会社さくら商店", "assumed_name": "さくら", "zip": "100-0001"}]),
    ] {
        let server = Server::start().await;
        finds_nothing(&server);
        server.expect("GET", ORGANISATIONS, answers(200, json!({ "organizations": known }).to_string()));
        server.expect_json("POST", "/organization", new_organisation(), answers(201, r#"{"id":4009}"#));
        ordered_for(&server, 4009);
        assert_eq!(place(&port(&server), &new_order(OV), 1, at(1)).await, placed("700000001"), "{known}");
        server.finish();
    }
}

/// R13, R89: an organisation whose addition has an unknown outcome is looked for by the next attempt, not added twice.
#[tokio::test]
async fn an_organisation_is_added_once() {
    let server = Server::start().await;
    finds_nothing(&server);
    server.expect("GET", ORGANISATIONS, answers(200, r#"{"organizations":[]}"#));
    server.expect_json("POST", "/organization", new_organisation(), answers(201, r#"{"id":4001}"#).lost());
    finds_nothing(&server);
    knows_organisation(&server);
    ordered_for(&server, 4001);
    let (port, order) = (port(&server), new_order(OV));
    assert_eq!(place(&port, &order, 1, at(1)).await, Err(VendorError::Unknown));
    assert_eq!(place(&port, &order, 2, at(120)).await, placed("700000001"));
    assert_eq!(server.count("POST", "/organization"), 1);
    server.finish();
}

/// R44, P7, P8: the operator's map of corporate numbers goes first, so that an organisation known under another spelling
/// is used.
#[tokio::test]
async fn a_mapped_organisation_is_not_looked_up() {
    let server = Server::start().await;
    finds_nothing(&server);
    ordered_for(&server, 4077);
    let organisations = [("7000012050002".parse().unwrap(), number(4077))].into();
    let settings = PortSettings { organisations, ..settings() };
    let reply = place(&port_with(&server, settings), &new_order(OV), 1, at(1)).await;
    assert_eq!(reply, placed("700000001"));
    server.finish();
}

/// R13, P14: an organisation that is switched off is for staff; of two that are there the older one is used.
#[tokio::test]
async fn a_deactivated_organisation_is_left_to_staff() {
    let known = |id: u64, active: bool| json!({"id": id, "name": "株式会社さくら商店", "zip": "〒100-0001", "is_active": active});
    let server = Server::start().await;
    finds_nothing(&server);
    server.expect(
        "GET",
        ORGANISATIONS,
        answers(200, json!({"organizations": [known(5, false)]}).to_string()),
    );
    let port = port(&server);
    let refused = place(&port, &new_order(OV), 1, at(1)).await;
    assert_eq!(codes(refused), ["vendor.inactive_organisation"]);
    finds_nothing(&server);
    let several = json!({"organizations": [known(9, true), known(5, false), known(7, true)]});
    server.expect("GET", ORGANISATIONS, answers(200, several.to_string()));
    ordered_for(&server, 7);
    assert_eq!(place(&port, &new_order(OV), 1, at(1)).await, placed("700000001"));
    server.finish();
}

/// R68, P7: a sole proprietor is ordered for under the own name with the trade name beside; the English name goes out
/// only where the operator chose it.
#[tokio::test]
async fn names_are_those_of_the_register_unless_chosen_otherwise() {
    let server = Server::start().await;
    finds_nothing(&server);
    let search = "/organization?limit=1000&offset=0&filters[search]=山田太郎";
    server.expect("GET", search, answers(200, r#"{"organizations":[]}"#));
    let mut proprietor = new_organisation();
    proprietor["name"] = json!("山田太郎");
    proprietor["assumed_name"] = json!("やまだ工房");
    server.expect_json("POST", "/organization", proprietor, answers(201, r#"{"id":4009}"#));
    ordered_for(&server, 4009);
    let order = to_be_placed(samples::accepted_from(&samples::sole_proprietor_draft(OV)));
    assert_eq!(place(&port(&server), &order, 1, at(1)).await, placed("700000001"));

    finds_nothing(&server);
    let search = "/organization?limit=1000&offset=0&filters[search]=Sakura Shoten K.K.";
    server.expect("GET", search, answers(200, r#"{"organizations":[]}"#));
    let mut english = new_organisation();
    english["name"] = json!("Sakura Shoten K.K.");
    english["state"] = json!("Tokyo");
    server.expect_json("POST", "/organization", english, answers(201, r#"{"id":4009}"#));
    ordered_for(&server, 4009);
    let settings = PortSettings { organisation_name: Language::En, ..settings() };
    let reply = place(&port_with(&server, settings), &new_order(OV), 1, at(1)).await;
    assert_eq!(reply, placed("700000001"));
    server.finish();
}
