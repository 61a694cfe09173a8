//! Certificates fetched and revoked, organisations added.

use serde_json::json;
use vendors::certcentral::order::{Approval, Contact};
use vendors::certcentral::{
    CertificateId, Error, Format, NewOrganisation, Private, Revocation, RevocationReason,
};

use super::support::{Server, answers, client, empty, number, sample};

const PEM: &str = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

/// R52: the issued certificate is fetched with its chain.
#[tokio::test]
async fn a_certificate_is_fetched() {
    let server = Server::start().await;
    let bundle = PEM.repeat(3);
    let pem = || answers(200, bundle.clone()).with("content-disposition", "attachment");
    server.expect("GET", "/certificate/800000001/download/format/pem_all", pem());
    server.expect("GET", "/certificate/download/order/700000001/format/pem_noroot", pem());
    let client = client(&server);
    assert_eq!(client.download(number(800_000_001), Format::PemAll).await.unwrap(), bundle);
    let order = number(700_000_001);
    assert_eq!(client.download_for_order(order, Format::PemNoRoot).await.unwrap(), bundle);
    server.finish();
}

#[tokio::test]
async fn what_is_no_certificate_is_not_taken_for_one() {
    for body in
        [b"<html>".to_vec(), b"{}".to_vec(), vec![0xff, 0xfe], PEM.repeat(11).into_bytes(), Vec::new()]
    {
        let server = Server::start().await;
        server.expect("GET", "/certificate/1/download/format/pem_all", answers(200, body));
        let error = client(&server).download(number(1), Format::PemAll).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{error}");
        server.finish();
    }
}

#[tokio::test]
async fn a_certificate_is_revoked_with_its_reason() {
    let server = Server::start().await;
    let body = |reason: &str, skip: bool| json!({"revocation_reason": reason, "comments": "CF-0000-0000-0001", "skip_approval": skip});
    server.expect_json("PUT", "/certificate/800000001/revoke", body("keyCompromise", true), empty(204));
    server.expect_json("PUT", "/certificate/0A1B2C/revoke", body("keyCompromise", true), empty(204));
    let target = "/order/certificate/700000001/revoke";
    server.expect_json("PUT", target, body("superseded", false), answers(201, sample("revocation.json")));
    let client = client(&server);
    let reason = RevocationReason::KeyCompromise;
    let serial = "0a:1b:2c".parse().unwrap();
    for id in [CertificateId::Number(number(800_000_001)), CertificateId::Serial(serial)] {
        let revoked = client.revoke(&id, reason, "CF-0000-0000-0001", Approval::Skip).await.unwrap();
        assert_eq!(revoked, Revocation::Submitted);
    }
    let (order, reason) = (number(700_000_001), RevocationReason::Superseded);
    let asked =
        client.revoke_order(order, reason, "CF-0000-0000-0001", Approval::InCertCentral).await.unwrap();
    assert_eq!(asked, Revocation::AwaitingApproval(number(600_000_004)));
    let long = "x".repeat(256);
    let unsent = client.revoke_order(order, reason, &long, Approval::Skip).await;
    assert!(matches!(unsent, Err(Error::Unsent { .. })));
    server.finish();
}

#[tokio::test]
async fn an_organisation_is_added() {
    let server = Server::start().await;
    let body = json!({
        "name": "Sample K.K.", "country": "jp", "address": "1-2-3 Chiyoda", "city": "Chiyoda-ku",
        "state": "Tokyo", "zip": "100-0000", "telephone": "03-0000-0000",
        "organization_contact": {
            "first_name": "Taro", "last_name": "Yamada", "telephone": "03-0000-0000", "email": "taro@example.jp"
        }
    });
    server.expect_json("POST", "/organization", body, answers(201, r#"{"id":4009}"#));
    let new = NewOrganisation {
        name: Private::new("Sample K.K."),
        assumed_name: None,
        country: "jp".to_owned(),
        address: Private::new("1-2-3 Chiyoda"),
        address2: None,
        city: Private::new("Chiyoda-ku"),
        state: Private::new("Tokyo"),
        zip: Private::new("100-0000"),
        telephone: Private::new("03-0000-0000"),
        organization_contact: Contact {
            first_name: Private::new("Taro"),
            last_name: Private::new("Yamada"),
            job_title: None,
            telephone: Private::new("03-0000-0000"),
            email: Private::new("taro@example.jp"),
        },
    };
    assert_eq!(client(&server).add_organisation(&new).await.unwrap().get(), 4009);
    server.finish();
}
