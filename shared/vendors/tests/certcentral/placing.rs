//! Orders and reissues, as the API documents them.

use procedure::{Language, OrderId, Product};
use serde_json::{Value, json};
use vendors::certcentral::dcv::DcvMethod;
use vendors::certcentral::order::{Approval, Contact, Contacts, NewOrder, NewReissue, OrderYears, Request};
use vendors::certcentral::{CancelWord, Error, Private};

use super::support::{Server, answers, client, client_with, empty, number, sample};

const CSR: &str = "-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----";

fn contact(first: &str, last: &str, title: Option<&str>) -> Contact {
    Contact {
        first_name: Private::new(first),
        last_name: Private::new(last),
        job_title: title.map(Private::new),
        telephone: Private::new("03-0000-0000"),
        email: Private::new(format!("{first}@example.jp")),
    }
}

pub(crate) fn order(product: Product) -> NewOrder {
    NewOrder {
        reference: reference(),
        product,
        request: Request {
            common_name: "www.example.jp".to_owned(),
            dns_names: vec!["www.example.jp".to_owned(), "example.jp".to_owned()],
            csr: format!("{CSR}\n"),
            days: None,
        },
        organisation: number(4001),
        contacts: Contacts::default(),
        years: OrderYears::One,
        dcv_method: DcvMethod::Email,
        language: Language::Ja,
        renewal_of: None,
        approval: Approval::Skip,
    }
}

pub(crate) fn reference() -> OrderId {
    "CF-0000-0000-0001".parse().unwrap()
}

/// The least an order says.
fn body() -> Value {
    json!({
        "certificate": {
            "common_name": "www.example.jp",
            "dns_names": ["example.jp"],
            "csr": CSR,
            "signature_hash": "sha256",
            "server_platform": {"id": -1}
        },
        "organization": {"id": 4001},
        "order_validity": {"years": 1},
        "payment_method": "balance",
        "skip_approval": true,
        "dcv_method": "email",
        "comments": "CF-0000-0000-0001",
        "locale": "ja",
        "alternative_order_id": "CF-0000-0000-0001",
        "disable_renewal_notifications": true
    })
}

/// R2, R13, R90: each product of DigiCert is ordered under its id, with our reference and with nothing the
/// documentation does not know.
#[tokio::test]
async fn each_product_is_ordered_under_its_id() {
    let server = Server::start().await;
    let client = client(&server);
    for (product, id) in [
        (Product::DigicertSecureServerId, "ssl_securesite_flex"),
        (Product::DigicertSecureServerIdEv, "ssl_ev_securesite_flex"),
        (Product::GeotrustTrueBusinessId, "ssl_geotrust_truebizid"),
        (Product::GeotrustTrueBusinessIdEv, "ssl_ev_geotrust_truebizid"),
    ] {
        let target = format!("/order/certificate/{id}");
        server.expect_json("POST", &target, body(), answers(201, sample("placed.json")));
        let placed = client.place(&order(product)).await.unwrap();
        assert_eq!(placed.order.get(), 700_000_001);
        assert_eq!(placed.certificate.unwrap().get(), 800_000_001);
        assert_eq!(placed.domains.first().unwrap().name.as_deref(), Some("example.jp"));
    }
    server.finish();
}

/// R42, A30: who is called and who confirms go under the documented contact types; a renewal names the order before.
#[tokio::test]
async fn contacts_renewal_and_reference_field_are_sent() {
    let server = Server::start().await;
    let (client, _) = client_with(server.base(), |config| {
        config.reference_field = Some(number(276));
        config.vendor_renewal_mails = true;
    });
    let mut wanted = body();
    let person = |kind: &str, first: &str, last: &str| {
        json!({
            "contact_type": kind, "first_name": first, "last_name": last, "telephone": "03-0000-0000",
            "email": format!("{first}@example.jp")
        })
    };
    let mut verified = person("verified_contact", "jiro", "sato");
    verified["job_title"] = json!("部長");
    wanted["organization"]["contacts"] = json!([
        person("organization_contact", "taro", "yamada"),
        person("technical_contact", "hanako", "suzuki"),
        verified
    ]);
    wanted["renewal_of_order_id"] = json!(690_000_001);
    wanted["custom_fields"] = json!([{"metadata_id": 276, "value": "CF-0000-0000-0001"}]);
    wanted["certificate"]["cert_validity"] = json!({"days": 199});
    wanted["order_validity"] = json!({"years": 3});
    wanted["skip_approval"] = json!(false);
    wanted["disable_renewal_notifications"] = json!(false);
    wanted["dcv_method"] = json!("dns-txt-token");
    wanted["locale"] = json!("en");
    let target = "/order/certificate/ssl_ev_securesite_flex";
    server.expect_json("POST", target, wanted, answers(201, sample("placed_at_once.json")));

    let mut order = order(Product::DigicertSecureServerIdEv);
    order.contacts = Contacts {
        organisation: Some(contact("taro", "yamada", None)),
        technical: Some(contact("hanako", "suzuki", None)),
        verified: vec![contact("jiro", "sato", Some("部長"))],
    };
    order.renewal_of = Some(number(690_000_001));
    order.request.days = Some(199);
    order.years = OrderYears::Three;
    order.approval = Approval::InCertCentral;
    order.dcv_method = DcvMethod::DnsTxt;
    order.language = Language::En;
    let placed = client.place(&order).await.unwrap();
    assert_eq!(placed.certificate_chain.len(), 2);
    let debug = format!("{order:?}");
    assert!(!debug.contains("yamada") && !debug.contains("03-0000") && !debug.contains('@'), "{debug}");
    server.finish();
}

/// R2: what DigiCert does not issue is never sent to it.
#[tokio::test]
async fn a_product_of_another_vendor_is_not_sent() {
    let server = Server::start().await;
    let error = client(&server).place(&order(Product::CybertrustSureServer)).await.unwrap_err();
    assert_eq!(error, Error::NotOffered { product: Product::CybertrustSureServer });
    server.finish();
}

#[tokio::test]
async fn an_order_beyond_the_limits_is_not_sent() {
    let server = Server::start().await;
    let client = client(&server);
    let mut many = order(Product::DigicertSecureServerId);
    many.request.dns_names = (0..250).map(|n| format!("h{n}.example.jp")).collect();
    assert!(matches!(client.place(&many).await, Err(Error::Unsent { .. })));
    let mut large = order(Product::DigicertSecureServerId);
    large.request.csr = "A".repeat(300 * 1024);
    assert!(matches!(client.place(&large).await, Err(Error::Unsent { .. })));
    server.finish();
}

/// A3: a certificate within its order's term is replaced by a reissue.
#[tokio::test]
async fn a_reissue_names_the_order_and_the_new_key() {
    let server = Server::start().await;
    let wanted = json!({
        "certificate": body()["certificate"],
        "skip_approval": true,
        "comments": "CF-0000-0000-0001"
    });
    let target = "/order/certificate/700000001/reissue";
    server.expect_json("POST", target, wanted, answers(201, sample("reissued.json")));
    let reissue = NewReissue {
        reference: reference(),
        order: number(700_000_001),
        request: order(Product::DigicertSecureServerId).request,
        approval: Approval::Skip,
    };
    let placed = client(&server).reissue(&reissue).await.unwrap();
    assert_eq!((placed.order.get(), placed.certificate), (700_000_001, None));
    assert_eq!(placed.requests.first().unwrap().id.get(), 600_000_009);
    server.finish();
}

#[tokio::test]
async fn an_order_is_cancelled_with_a_note() {
    let server = Server::start().await;
    let target = "/order/certificate/700000001/status";
    let wanted = |word: &str| json!({"status": word, "note": "Withdrawn by the customer."});
    server.expect_json("PUT", target, wanted("canceled"), empty(204));
    server.expect_json("PUT", target, wanted("CANCELED"), empty(204));
    let lower = client(&server);
    lower.cancel(number(700_000_001), " Withdrawn by the customer. ").await.unwrap();
    let (upper, _) = client_with(server.base(), |config| config.cancel_word = CancelWord::Upper);
    upper.cancel(number(700_000_001), "Withdrawn by the customer.").await.unwrap();
    for note in ["", "  ", &"x".repeat(256)] {
        assert!(matches!(lower.cancel(number(1), note).await, Err(Error::Unsent { .. })));
    }
    server.finish();
}
