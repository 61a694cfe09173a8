//! One simulated vendor with its clock, mail and an HTTP client.

use jiff::{SignedDuration, Timestamp};
use rcgen::{CertificateParams, KeyPair};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulation::certcentral::{CertCentral, DEFAULT_KEY, Options};
use simulation::clock::SimClock;
use simulation::examination::What;
use simulation::mailroom::Mailroom;

/// A Monday, 10:00 in Japan.
pub(crate) const MONDAY: &str = "2026-11-23T10:00:00+09:00";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn csr() -> String {
    csr_of(&KeyPair::generate().unwrap())
}

pub(crate) fn csr_of(key: &KeyPair) -> String {
    CertificateParams::default().serialize_request(key).unwrap().pem().unwrap()
}

pub(crate) struct World {
    pub(crate) clock: SimClock,
    pub(crate) mail: Mailroom,
    pub(crate) vendor: CertCentral,
    http: reqwest::Client,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let clock = SimClock::starting_at(at(MONDAY));
        let mail = Mailroom::new();
        let vendor = CertCentral::start(clock.clone(), mail.clone(), options).await.unwrap();
        Self { clock, mail, vendor, http: reqwest::Client::new() }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<(StatusCode, String)> {
        let url = format!("{}{path}", self.vendor.base_url());
        let mut request = self.http.request(method, url).header("X-DC-DEVKEY", DEFAULT_KEY);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        Ok((response.status(), response.text().await?))
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let (status, text) = self.send(method, path, body).await.unwrap();
        (status.as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    /// The code of the first error of a refused request.
    pub(crate) async fn refused(&self, method: Method, path: &str, body: Value) -> (u16, String) {
        let (status, body) = self.call(method, path, Some(body)).await;
        let code = body["errors"][0]["code"].as_str().unwrap_or_default().to_owned();
        assert!(!code.is_empty() && body["errors"][0]["message"].is_string(), "{path}: {status} {body}");
        (status, code)
    }

    /// A new organisation with a verified contact for EV.
    pub(crate) async fn organisation(&self) -> u64 {
        let (status, body) = self
            .post(
                "/organization",
                json!({
                    "name": "株式会社例示", "country": "JP", "state": "Tokyo", "city": "Chiyoda-ku",
                    "address": "1-1", "zip": "100-0001", "telephone": "03-0000-0000",
                    "skip_duplicate_org_check": true,
                    "validations": [
                        { "type": "ov" },
                        { "type": "ev", "verified_users": [
                            { "first_name": "花子", "last_name": "例示", "email": "hanako@example.co.jp" },
                        ] },
                    ],
                }),
            )
            .await;
        assert_eq!(status, 201, "{body}");
        body["id"].as_u64().unwrap()
    }

    /// Places an order that must be taken; tells the id.
    pub(crate) async fn place(&self, product: &str, body: Value) -> u64 {
        let (status, body) = self.post(&format!("/order/certificate/{product}"), body).await;
        assert_eq!(status, 201, "{body}");
        body["id"].as_u64().unwrap()
    }

    pub(crate) async fn status(&self, order: u64) -> String {
        self.get(&format!("/order/certificate/{order}")).await["status"].as_str().unwrap().to_owned()
    }

    pub(crate) fn pass(&self, time: &str) {
        self.vendor.advance_to(at(time)).unwrap();
    }

    pub(crate) fn wait(&self, by: SignedDuration) {
        self.vendor.advance_to(self.clock.now() + by).unwrap();
    }

    /// The token of the latest mail to `recipient`.
    pub(crate) fn token(&self, recipient: &str) -> String {
        let mailbox = self.mail.mailbox(recipient);
        mailbox.last().and_then(|mail| mail.token.clone()).unwrap_or_else(|| panic!("no mail"))
    }

    /// Lets a swift plan run to issue: approves the domain, and for EV the issuance.
    pub(crate) fn finish(&self, domain: &str) {
        self.wait(SignedDuration::ZERO);
        let postmaster = format!("postmaster@{domain}");
        let _approved = self.vendor.approve(&self.token(&postmaster));
        self.wait(SignedDuration::ZERO);
        if let Some(mail) = self.mail.mailbox("hanako@example.co.jp").last() {
            let _confirmed = self.vendor.approve(mail.token.as_deref().unwrap());
        }
        self.wait(SignedDuration::ZERO);
    }

    pub(crate) fn story(&self) -> Vec<What> {
        self.vendor.happenings(0).into_iter().map(|happening| happening.what).collect()
    }
}

/// A good order body for `names`.
pub(crate) fn form(organisation: u64, names: &[&str], csr: &str) -> Value {
    json!({
        "certificate": {
            "common_name": names[0], "dns_names": names, "csr": csr, "signature_hash": "sha256",
            "server_platform": { "id": -1 }, "cert_validity": { "days": 199 },
        },
        "organization": { "id": organisation },
        "order_validity": { "years": 1 },
        "payment_method": "balance",
        "skip_approval": true,
        "dcv_method": "email",
        "locale": "ja",
        "custom_fields": [{ "metadata_id": 101, "value": "CF-1" }],
    })
}
