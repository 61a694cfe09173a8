//! What the vendor refuses, told to whom it concerns.

use procedure::{Party, Product, Severity, samples};

use super::support::{Server, answers};
use super::world::*;

const POST: &str = "/order/certificate/ssl_securesite_flex";
const OV: Product = Product::DigicertSecureServerId;

async fn refused(code: &str, message: &str, dns: &str) -> procedure::Finding {
    let server = Server::start().await;
    finds_nothing(&server);
    knows_organisation(&server);
    let body = format!(r#"{{"errors":[{{"code":"{code}","message":"{message}"}}]}}"#);
    server.expect_json("POST", POST, order_body(false), answers(400, body));
    let mut draft = samples::draft(OV);
    draft.dns = Some(dns.to_owned());
    let order = to_be_placed(samples::accepted_from(&draft));
    let mut findings = findings(place(&port(&server), &order, 1, at(1)).await);
    server.finish();
    assert_eq!(findings.len(), 1);
    findings.remove(0)
}

/// R15, R19: faults of CSR and names are the customer's to mend, faults of the account the provider's; a CAA record
/// is mended by whoever runs the DNS (A8).
#[tokio::test]
async fn refusals_go_to_who_can_mend_them() {
    for (code, dns, finding, field, acts) in [
        ("csr_invalid_cannot_parse", "external", "vendor.csr", "application.csr", Party::Customer),
        ("invalid_dns_name", "external", "vendor.names", "application.names", Party::Customer),
        ("caa_check_failed|www.example.jp", "external", "vendor.caa", "application.names", Party::Customer),
        ("caa_check_failed|www.example.jp", "provider", "vendor.caa", "application.names", Party::Provider),
        (
            "cert_validity_exceeds_order_validity",
            "external",
            "vendor.validity",
            "vendor_order",
            Party::Provider,
        ),
        (
            "missing_verified_contact",
            "external",
            "vendor.organisation",
            "application.organisation",
            Party::Provider,
        ),
        ("invalid_renewal_order", "external", "vendor.renewal", "vendor_order", Party::Provider),
        ("insufficient_funds", "external", "vendor.refused", "vendor_order", Party::Provider),
        ("something_new", "external", "vendor.refused", "vendor_order", Party::Provider),
    ] {
        let told = refused(code, "No.", dns).await;
        assert_eq!((told.code.as_ref(), told.field.as_ref(), told.acts), (finding, field, acts), "{code}");
        assert_eq!(told.severity, Severity::Stop);
        assert!(!told.message.ja.is_empty() && !told.remedy.ja.is_empty() && !told.remedy.en.is_empty());
        assert!(told.evidence.unwrap().contains(code), "{code}");
    }
}

/// R90: a refusal that quotes people is told without them.
#[tokio::test]
async fn findings_name_nobody() {
    let message = "The contact Taro Yamada taro.yamada@example.jp 03-1234-5678 is not valid";
    let told = refused("invalid_contact|taro.yamada@example.jp", message, "external").await;
    let text = serde_json::to_string(&told).unwrap().to_lowercase();
    for private in ["yamada", "taro", "@", "1234", "山田", "さくら"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
}

/// R2, R13: what this account cannot order is refused before anything is asked or added.
#[tokio::test]
async fn a_product_that_is_not_configured_is_refused() {
    let server = Server::start().await;
    finds_nothing(&server);
    let order = new_order(Product::CybertrustSureServer);
    let told = findings(place(&port(&server), &order, 1, at(1)).await).remove(0);
    assert_eq!((told.code.as_ref(), told.acts), ("vendor.product", Party::Provider));
    server.finish();
}

/// R50: an EV order that lacks what EV needs is not sent; the customer is told what is missing.
#[tokio::test]
async fn an_incomplete_ev_order_is_not_sent() {
    let server = Server::start().await;
    finds_nothing(&server);
    let mut order = new_order(Product::DigicertSecureServerIdEv);
    order.application.responsible.job_title = None;
    let told = findings(place(&port(&server), &order, 1, at(1)).await).remove(0);
    let field = "application.responsible.job_title";
    assert_eq!(
        (told.code.as_ref(), told.field.as_ref(), told.acts),
        ("person.no_post", field, Party::Customer)
    );
    server.finish();
}
