//! The portal's side: signed webhooks in, orders out.

use ::procedure::application::ApplicationDraft;
use jiff::Timestamp;
use platform::webhook::{Secrets, sign};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

use super::support::{Place, Serving, draft_for, eventually};
use ::procedure::Product;

/// An event of the portal.
pub(crate) fn submitted(id: &str, draft: &ApplicationDraft) -> Vec<u8> {
    let event = json!({
        "specversion": "1.0", "id": id, "source": "https://portal.example", "type": "certflow.order-submitted.v1",
        "data": { "customer": "C-1001", "application": draft },
    });
    event.to_string().into_bytes()
}

/// Sends a webhook as the portal would, signed with `secret`.
pub(crate) async fn send(serving: &Serving, id: &str, body: Vec<u8>, secret: &str) -> Response {
    let secrets: Secrets = secret.parse().unwrap();
    let mut request = Client::new().post(format!("{}/webhooks/portal", serving.url));
    for (name, value) in sign(id, &body, &secrets, Timestamp::now()).unwrap() {
        request = request.header(name, value);
    }
    request.header("content-type", "application/json").body(body).send().await.unwrap()
}

async fn code(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    (status, body["findings"][0]["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn each_bad_webhook_has_its_own_answer_and_the_next_is_taken() {
    let place = Place::in_real_time();
    let serving = place.serve();
    let secret = serving.secret();
    let draft = draft_for(Product::CybertrustSureServer, "hook.example.jp");
    let good = || submitted("P-1", &draft);

    let other = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    assert_eq!(code(send(&serving, "P-1", good(), other).await).await, (401, "webhook.signature".into()));
    let big = vec![b' '; 256 * 1024 + 1];
    assert_eq!(code(send(&serving, "P-1", big, &secret).await).await, (413, "webhook.too_large".into()));
    assert_eq!(
        code(send(&serving, "P-1", b"{".to_vec(), &secret).await).await,
        (400, "event.not_json".into())
    );
    assert_eq!(code(send(&serving, "P-2", good(), &secret).await).await, (422, "webhook.other_id".into()));
    let unsigned = Client::new().post(format!("{}/webhooks/portal", serving.url)).body(good()).send().await;
    assert_eq!(code(unsigned.unwrap()).await, (400, "webhook.header".into()));
    let unknown = String::from_utf8(good()).unwrap().replace("order-submitted", "order-imagined");
    let unknown = send(&serving, "P-1", unknown.into_bytes(), &secret).await;
    assert_eq!(code(unknown).await, (400, "type.unknown".into()));
    let staff = json!({
        "specversion": "1.0", "id": "P-3", "source": "https://portal.example", "subject": "CF-1",
        "type": "certflow.order-held.v1", "data": { "comment": "x" },
    });
    let staff = send(&serving, "P-3", staff.to_string().into_bytes(), &secret).await;
    assert_eq!(code(staff).await, (422, "webhook.not_a_customers_act".into()));

    let accepted = send(&serving, "P-1", good(), &secret).await;
    assert_eq!(accepted.status(), StatusCode::ACCEPTED);
    let answer: Value = accepted.json().await.unwrap();
    let order = answer["order"].as_str().unwrap().to_owned();
    let reused = submitted("P-1", &draft_for(Product::CybertrustSureServer, "reused.example.jp"));
    assert_eq!(code(send(&serving, "P-1", reused, &secret).await).await, (409, "event.reused".into()));
    assert!(send(&serving, "P-1", good(), &secret).await.status().is_success(), "R89: a replay is no harm");

    eventually("the order is at the desk", || {
        place.run(&["show", &order, "--json"]).stdout.contains("\"place\"")
    })
    .await;
    assert_eq!(place.done(&["list", "--all"])["orders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn orders_are_shown_to_the_bearer_of_the_token_alone() {
    let place = Place::in_real_time();
    let order = place.submit(Product::CybertrustSureServer);
    let serving = place.serve();
    let look = async |path: &str, token: Option<&str>| {
        let mut request = Client::new().get(format!("{}{path}", serving.url));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let (token, path) = (serving.token(), format!("/orders/{order}"));
    for wrong in [None, Some(""), Some("guess")] {
        assert_eq!(look(&path, wrong).await.0, 401, "{wrong:?}");
    }
    let (status, page) = look(&path, Some(&token)).await;
    assert_eq!(
        (status, &page["order"], page["steps"].as_array().unwrap().len()),
        (200, &order.as_str().into(), 7)
    );
    let shown = place.show(&order);
    assert_eq!(page, shown, "the portal sees what `show --json` prints");
    assert_eq!(look("/orders/CF-0", Some(&token)).await.0, 404);
    assert_eq!(look("/orders/a%20b", Some(&token)).await.0, 400);
    assert_eq!(look("/nowhere", Some(&token)).await.0, 404);
    assert_eq!(look("/healthz", None).await.1["status"], "ok");
}

fn settings(place: &Place, text: &str) {
    std::fs::create_dir_all(place.data()).unwrap();
    std::fs::write(place.data().join("certflow.toml"), text).unwrap();
}

/// R18: DigiCert's webhook, with the secret that `serve` made, makes the order be looked at; without it, or for an order
/// that is not ours, nothing happens.
#[tokio::test]
async fn the_vendors_webhook_makes_us_look() {
    let place = Place::in_real_time();
    settings(&place, "[certcentral]\nwebhook_sources = \"any\"\n");
    let order = place.submit(Product::DigicertSecureServerId);
    place.done(&["placed", &order, "--vendor-order", "12345"]);
    let serving = place.serve();
    let key = std::fs::read_to_string(place.data().join("digicert-webhook-key")).unwrap().trim().to_owned();
    let post = async |key: &str, number: u32| {
        let body =
            json!({ "event": "certificate_issued", "data": { "order_id": number, "certificate_id": 1 } });
        let request = Client::new().post(format!("{}/webhooks/digicert", serving.url));
        let response = request.header("X-WEBHOOK-KEY", key).body(body.to_string()).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let version = || place.show(&order)["version"].as_u64().unwrap();
    let before = version();
    assert_eq!(post("0123456789abcdef0123456789abcdef", 12345).await.0, 401);
    let taken = (200, json!({ "accepted": true }));
    assert_eq!(post(&key, 54321).await, taken);
    assert_eq!(version(), before);
    assert_eq!(post(&key, 12345).await, taken);
    eventually("the order is looked at", || version() > before).await;
    let after = version();
    assert_eq!(post(&key, 12345).await, taken);
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(version(), after, "R89: a repeated webhook changes nothing");
    let large =
        Client::new().post(format!("{}/webhooks/digicert", serving.url)).header("X-WEBHOOK-KEY", &key);
    let large = large.body(vec![b' '; 256 * 1024 + 1]).send().await.unwrap();
    assert_eq!(large.status().as_u16(), 413);
}

/// R90: everything that follows from a webhook is logged under its trace (W3C Trace Context), through every queue.
#[tokio::test]
async fn what_follows_from_a_webhook_bears_its_trace() {
    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let place = Place::in_real_time();
    let log = place.file("serve.log", "");
    let serving = place.serve_logging(&log);
    let body = submitted("P-1", &draft_for(Product::CybertrustSureServer, "trace.example.jp"));
    let secrets: Secrets = serving.secret().parse().unwrap();
    let mut request = Client::new().post(format!("{}/webhooks/portal", serving.url));
    for (name, value) in sign("P-1", &body, &secrets, Timestamp::now()).unwrap() {
        request = request.header(name, value);
    }
    let accepted = request.header("traceparent", PARENT).body(body).send().await.unwrap();
    let answer: Value = accepted.json().await.unwrap();
    let order = answer["order"].as_str().unwrap().to_owned();
    let handled = || {
        let text = std::fs::read_to_string(&log).unwrap();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["message"] == "handled").collect::<Vec<Value>>()
    };
    eventually("both functions logged", || handled().len() >= 2).await;
    let handled = handled();
    let functions: Vec<&str> = handled.iter().filter_map(|line| line["span"]["function"].as_str()).collect();
    let both = ["order-submitted", "vendor-review-requested"].iter().all(|name| functions.contains(name));
    assert!(both, "{functions:?}");
    for line in &handled {
        assert_eq!(line["span"]["trace"], "0af7651916cd43dd8448eb211c80319c", "{line}");
        assert_eq!(line["span"]["order"], *order, "{line}");
    }
}

/// Behind a reverse proxy the vendor's networks are held against who called the proxy; a header that the caller wrote
/// himself, or that comes by no trusted proxy, makes nobody the vendor.
#[tokio::test]
async fn the_vendors_networks_hold_behind_a_proxy() {
    const DIGICERT: &str = "216.168.240.1";
    const OTHER: &str = "198.51.100.7";
    for (proxies, forwarded, status) in [
        ("127.0.0.1", DIGICERT.to_owned(), 200),
        ("127.0.0.1", format!("{OTHER}, {DIGICERT}"), 200),
        ("127.0.0.1", OTHER.to_owned(), 403),
        ("127.0.0.1", format!("{DIGICERT}, {OTHER}"), 403),
        ("127.0.0.1", "nonsense".to_owned(), 403),
        ("127.0.0.1", String::new(), 403),
        ("10.0.0.5", DIGICERT.to_owned(), 403),
        ("none", DIGICERT.to_owned(), 403),
    ] {
        let place = Place::in_real_time();
        // The vendor's networks are the default: nobody has to think of them.
        settings(&place, &format!("[serve]\ntrusted_proxies = \"{proxies}\"\n"));
        let serving = place.serve();
        let key =
            std::fs::read_to_string(place.data().join("digicert-webhook-key")).unwrap().trim().to_owned();
        let request =
            Client::new().post(format!("{}/webhooks/digicert", serving.url)).header("X-WEBHOOK-KEY", key);
        let request = request.header("X-Forwarded-For", &forwarded).header("X-Real-IP", DIGICERT);
        let body = json!({ "event": "test_webhook_endpoint" }).to_string();
        let answer = request.header("Forwarded", format!("for={DIGICERT}")).body(body).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{proxies}: {forwarded}");
    }
}
