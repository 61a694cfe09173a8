//! What is wrong, forged or refused is logged, and nobody is named.

use axum::Router;
use axum::http::StatusCode;
use certflow::machine::Machine;
use http::HeaderMap;
use jiff::SignedDuration;
use platform::webhook::{Secrets, sign};
use portal_webhook::{Door, Speaker, VendorCall, receive_from, receive_vendor};
use procedure::event::{ApprovalMailReceived, ErasureRequested, Event, OrderSubmitted};
use procedure::order::Actor;
use procedure::samples;
use serde_json::json;
use vendors::certcentral::{ApiKey, Client, Config, OrderNumber};

use crate::case::{cancel, draft, examined, open, send, write_settings};
use crate::log;
use crate::places::{contains, found_in_files, items};

/// What stands in the input of these tests and nowhere else.
const SECRETS: [&str; 9] = [
    "匿名希望",
    "tokumei.kibou",
    "さくら坂",
    "070-1212-3434",
    "Tq9WxVbN3kRp7ZsL2mHd",
    "approve-secret-path",
    "0f1e2d3c4b5a69788796a5b4c3d2e1f0-key",
    "KEY-9f8e7d6c5b4a",
    "kushami",
];

/// Mails that are forged, broken, of nobody's order, or quarantined, each with a person and a link in every place.
fn mails() -> Vec<String> {
    let link = "https://www.example.com/approve-secret-path?t=Tq9WxVbN3kRp7ZsL2mHd";
    let mail = |from: &str, to: &str, subject: &str, body: &str| {
        format!(
            "From: {from}\r\nTo: {to}\r\nDate: Tue, 24 Nov 2026 10:30:00 +0900\r\n\
             Message-ID: <Tq9WxVbN3kRp7ZsL2mHd@kushami.example>\r\nSubject: {subject}\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\r\n匿名希望 様 070-1212-3434\r\n{body}\r\n"
        )
    };
    let asks = "SSL サーバー証明書 ドメイン名使用権確認について(www.example.jp)";
    let (vendor, ours) = ("sureserver_support@cybertrust.co.jp", "postmaster@www.example.jp");
    let (person, two) =
        ("匿名希望 <tokumei.kibou@kushami.example>", "\r\nFrom: tokumei.kibou@kushami.example");
    vec![
        mail(person, ours, asks, link),
        mail(&format!("{vendor}{two}"), ours, asks, link),
        mail(vendor, "tokumei.kibou@kushami.example", asks, link),
        mail(vendor, ours, asks, "http://www.example.com/approve-secret-path さくら坂"),
        mail(vendor, ours, &format!("{asks} {link}"), link),
        mail(person, person, "さくら坂の件 匿名希望", link),
        "匿名希望 tokumei.kibou@kushami.example\r\n".to_owned(),
    ]
}

/// R85, R90: forged and broken mails, webhooks that are refused each for its own reason, a vendor's refusals that quote
/// people: what is logged of them names nobody, holds no link, no token and no secret; nor does anything that is kept.
#[tokio::test]
async fn what_is_refused_is_logged_without_people() {
    log::listen();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_settings(folder, 90);
    let machine = open(folder, samples::now() + SignedDuration::from_mins(40)).await;
    let order = examined(&machine).await;
    for (n, mail) in mails().iter().enumerate() {
        let mail = machine.vault().put(mail.as_bytes(), None).unwrap();
        send(&machine, &format!("hostile-{n}"), None, ApprovalMailReceived { mail }).await;
    }
    let record = machine.store().order(&order).await.unwrap().unwrap();
    let [told] = &record.order.attention[..] else { panic!("{:?}", record.order.attention) };
    let reasons = told.evidence.as_deref().unwrap_or_default();
    assert!(told.code == "mail.quarantined" && reasons.split(' ').count() >= 3, "{told:?}");
    portal(&machine).await;
    vendor(&machine).await;
    certcentral().await;
    cancel(&machine, &order).await;
    send(&machine, "erase", Some(&order), ErasureRequested { by: Actor::Staff }).await;
    machine.close().await;

    let logged = log::so_far();
    let text = String::from_utf8_lossy(&logged);
    for told in ["refused", "webhook rejected", "vendor's webhook turned away", "CertCentral call failed"] {
        assert!(text.contains(told), "nothing was logged of: {told}");
    }
    for secret in SECRETS {
        assert!(!contains(&logged, secret.as_bytes()), "{secret} was logged");
    }
    // Mails lie in the vault, sealed, until they expire.
    assert_eq!(found_in_files(folder, &SECRETS.map(str::to_owned)), []);
    for item in items(folder).await {
        for secret in SECRETS {
            assert!(!item.text.contains(secret), "{secret} in {} {}", item.pk, item.sk);
        }
    }
}

/// Webhooks of a portal that are unsigned, no events, or of the wrong kind, with people in all of it.
async fn portal(machine: &Machine) {
    let ours: Secrets = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=".parse().unwrap();
    let person =
        json!({ "name": "匿名希望", "mail": "tokumei.kibou@kushami.example", "phone": "070-1212-3434" });
    let event = |kind: &str, id: &str| {
        json!({
            "specversion": "1.0", "id": id, "source": "https://portal.example.jp/", "type": kind,
            "data": { "customer": person, "application": person, "comment": person },
        })
    };
    let mut odd = event("certflow.order-held.v1", "匿名希望");
    odd["subject"] = json!("tokumei.kibou@kushami.example");
    let mut named = event("certflow.order-submitted.v1", "h1");
    named["data"] =
        Event::from(OrderSubmitted { customer: samples::customer(), application: draft() }).data();
    let mut numbered = named.clone();
    named["data"]["application"]["organisation"]["匿名希望.tokumei"] = json!("tokumei.kibou");
    numbered["data"]["application"]["organisation"]["name"] = json!("匿名希望 1234 5678 9018");
    for body in [
        "{\"匿名希望\": tokumei.kibou".to_owned(),
        odd.to_string(),
        event("匿名希望", "h1").to_string(),
        event("certflow.order-submitted.v1", "h1").to_string(),
        event("certflow.order-held.v1", "h1").to_string(),
        named.to_string(),
        numbered.to_string(),
    ] {
        for signed in [true, false] {
            let mut headers = HeaderMap::new();
            for (name, value) in sign("h1", body.as_bytes(), &ours, machine.now()).unwrap() {
                headers.insert(name, value.parse().unwrap());
            }
            if !signed {
                headers.insert("webhook-signature", "v1,KEY-9f8e7d6c5b4a".parse().unwrap());
            }
            let (intake, now) = (machine.intake(), machine.now());
            let answer = receive_from(Speaker::Portal, &headers, body.as_bytes(), &ours, &intake, now).await;
            assert!((400..500).contains(&answer.status), "{answer:?}");
            let told = answer.body.to_string();
            for secret in SECRETS {
                assert!(!told.contains(secret), "{secret} was answered: {told}");
            }
        }
    }
}

/// Webhooks of the vendor with a wrong secret, from elsewhere, and with people instead of numbers.
async fn vendor(machine: &Machine) {
    let key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0-key";
    let door = Door { keys: key.parse().ok(), sources: "216.168.240.0/20".parse().unwrap() };
    let mail = "tokumei.kibou@kushami.example";
    let data = json!({ "order_id": "匿名希望", "token": "Tq9WxVbN3kRp7ZsL2mHd", "email": mail });
    for (given, source, status) in
        [(key, "216.168.241.7", 200), (key, "192.0.2.1", 403), ("KEY-9f8e7d6c5b4a", "216.168.241.7", 401)]
    {
        let mut headers = HeaderMap::new();
        headers.insert("x-webhook-key", given.parse().unwrap());
        let body = json!({ "event": "order_rejected", "data": data }).to_string();
        let source = Some(source.parse().unwrap());
        let call = VendorCall { headers: &headers, body: body.as_bytes(), source, now: machine.now() };
        let answer = receive_vendor(&call, &door, &machine.intake()).await;
        assert_eq!(answer.status, status);
        let told = answer.body.to_string();
        assert!(!SECRETS.iter().any(|secret| told.contains(secret)), "{told}");
    }
}

/// A vendor whose refusals quote people, in codes, sentences and bodies that are no errors at all.
async fn certcentral() {
    let refusals = [
        (
            400,
            r#"{"errors":[{"code":"bad|tokumei.kibou@kushami.example","message":"匿名希望 070-1212-3434"}]}"#,
        ),
        (
            403,
            r#"{"errors":[{"code":"access_denied","message":"KEY-9f8e7d6c5b4a of tokumei.kibou@kushami"}]}"#,
        ),
        (500, "<h1>匿名希望</h1> tokumei.kibou@kushami.example"),
        (200, r#"{"id":"匿名希望","note":"さくら坂"}"#),
    ];
    for (status, body) in refusals {
        let status = StatusCode::from_u16(status).unwrap();
        let router = Router::new().fallback(async move || (status, body));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/services/v2", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        let mut config = Config::new(ApiKey::new("KEY-9f8e7d6c5b4a").unwrap()).unwrap();
        (config.base_url, config.attempts) = (base.parse().unwrap(), 1);
        let client = Client::new(config).unwrap();
        let error = client.order_info(OrderNumber::try_from(7).unwrap()).await.unwrap_err();
        for secret in SECRETS {
            assert!(!format!("{error} {error:?}").contains(secret), "{secret}: {error}");
        }
        server.abort();
    }
}
