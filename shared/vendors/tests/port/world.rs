//! Orders to place, and what the vendor is asked on the way.

use jiff::{SignedDuration, Timestamp};
use procedure::application::ApplicationDraft;
use procedure::order::{Order, OrderKind};
use procedure::policy::Policy;
use procedure::vendor::{VendorAttempt, VendorError, VendorPort, VendorReply, VendorRequest};
use procedure::{Finding, Product, samples};
use serde_json::{Value, json};
use vendors::{CertCentralPort, PortSettings};

use super::support::server::Answer;
use super::support::{Server, answers, client_with, sample};

/// The sample order's reference.
pub(crate) fn reference() -> String {
    samples::order_id().to_string()
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    samples::now() + SignedDuration::from_secs(seconds)
}

/// `order`, to be placed since [`samples::now`].
pub(crate) fn to_be_placed(mut order: Order) -> Order {
    order.intend_placement(&Policy::default(), samples::now()).unwrap();
    order
}

pub(crate) fn new_order(product: Product) -> Order {
    to_be_placed(samples::accepted(product))
}

/// An order that follows the vendor's order `of`.
pub(crate) fn following(product: Product, of: &str, reissue: bool) -> Order {
    following_from(&samples::draft(product), of, reissue)
}

pub(crate) fn following_from(draft: &ApplicationDraft, of: &str, reissue: bool) -> Order {
    let (order, vendor_order) = (samples::id("CF-0000-0000-0000"), samples::id(of));
    let kind = match reissue {
        true => OrderKind::Reissue { of: order, vendor_order },
        false => OrderKind::Renewal { of: order, vendor_order, expires_at: at(86_400) },
    };
    let application = samples::application(draft);
    let (id, customer) = (samples::order_id(), samples::customer());
    to_be_placed(Order::accepted(id, customer, kind, application, Vec::new(), samples::now()))
}

pub(crate) fn settings() -> PortSettings {
    let clerk = json!({
        "organisation": "例ホスティング", "name": {"family": "鈴木", "given": "花子"}, "job_title": "証明書係",
        "email": "certificates@hosting.example", "phone": "06-1234-5678"
    });
    PortSettings { clerk: Some(serde_json::from_value(clerk).unwrap()), ..PortSettings::default() }
}

/// A port to this server.
pub(crate) fn port(server: &Server) -> CertCentralPort {
    port_with(server, settings())
}

pub(crate) fn port_with(server: &Server, settings: PortSettings) -> CertCentralPort {
    CertCentralPort::new(client_with(server.base(), |_| {}).0, settings)
}

/// A port that waits two seconds for an answer, for tests in which none comes.
pub(crate) fn impatient(server: &Server) -> CertCentralPort {
    let short = |config: &mut vendors::certcentral::Config| {
        config.request_timeout = std::time::Duration::from_secs(2);
    };
    CertCentralPort::new(client_with(server.base(), short).0, settings())
}

pub(crate) async fn place(
    port: &CertCentralPort,
    order: &Order,
    attempt: u32,
    now: Timestamp,
) -> Result<VendorReply, VendorError> {
    place_after(port, order, self::attempt(attempt, now)).await
}

/// Places it in an attempt that knows of lost ones.
pub(crate) async fn place_after(
    port: &CertCentralPort,
    order: &Order,
    attempt: VendorAttempt,
) -> Result<VendorReply, VendorError> {
    port.request(order, &VendorRequest::Place { submission: order.submission() }, attempt).await
}

/// Attempt `number` at `now`, of which nothing was lost.
pub(crate) const fn attempt(number: u32, now: Timestamp) -> VendorAttempt {
    VendorAttempt { number, now, lost_at: None }
}

pub(crate) fn placed(number: &str) -> Result<VendorReply, VendorError> {
    Ok(VendorReply::Placed { vendor_order: samples::id(number) })
}

pub(crate) fn findings(reply: Result<VendorReply, VendorError>) -> Vec<Finding> {
    match reply {
        Ok(VendorReply::Refused { findings }) => findings,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn codes(reply: Result<VendorReply, VendorError>) -> Vec<String> {
    findings(reply).into_iter().map(|finding| finding.code.into_owned()).collect()
}

pub(crate) fn not_found() -> Answer {
    answers(404, sample("errors.list.json"))
}

pub(crate) fn by_reference() -> String {
    format!("/order/alternate/{}", reference())
}

pub(crate) const LIST: &str = "/order/certificate?sort=-date_created&limit=21&offset=0\
     &filters[common_name]=www.example.jp&filters[date_created]=2026-11-23...2026-11-25";

/// The vendor has no order with our reference.
pub(crate) fn finds_nothing(server: &Server) {
    server.expect("GET", &by_reference(), not_found());
    server.expect("GET", LIST, answers(200, r#"{"orders":[],"page":{"total":0}}"#));
}

/// The vendor has orders with our reference.
pub(crate) fn finds(server: &Server, orders: &[(u64, &str)]) {
    let line = |(id, status): &(u64, &str)| json!({"order_id": id, "status": status});
    let orders: Vec<_> = orders.iter().map(line).collect();
    server.expect("GET", &by_reference(), answers(200, json!({ "orders": orders }).to_string()));
}

pub(crate) const ORGANISATIONS: &str = "/organization?limit=1000&offset=0&filters[search]=株式会社さくら商店";

/// The account has the sample organisation under 4001.
pub(crate) fn knows_organisation(server: &Server) {
    let known = json!({
        "id": 4001, "name": "株式会社さくら商店", "zip": "1000001", "is_active": true, "telephone": "03-1234-5678"
    });
    server.expect("GET", ORGANISATIONS, answers(200, json!({"organizations": [known]}).to_string()));
}

pub(crate) fn responsible() -> Value {
    json!({
        "first_name": "太郎", "last_name": "山田", "job_title": "部長", "telephone": "+81312345678",
        "email": "taro.yamada@example.jp"
    })
}

fn typed(kind: &str, mut contact: Value) -> Value {
    contact["contact_type"] = json!(kind);
    contact
}

pub(crate) fn certificate(days: Option<u16>) -> Value {
    let mut certificate = json!({
        "common_name": "www.example.jp", "dns_names": ["example.jp"], "csr": samples::CSR.trim(),
        "signature_hash": "sha256", "server_platform": {"id": -1}
    });
    if let Some(days) = days {
        certificate["cert_validity"] = json!({ "days": days });
    }
    certificate
}

/// The order of the sample application for organisation 4001.
pub(crate) fn order_body(ev: bool) -> Value {
    let technical = json!({
        "first_name": "花子", "last_name": "鈴木", "job_title": "証明書係", "telephone": "+81612345678",
        "email": "certificates@hosting.example"
    });
    let mut contacts =
        vec![typed("organization_contact", responsible()), typed("technical_contact", technical)];
    if ev {
        contacts.push(typed("verified_contact", responsible()));
    }
    json!({
        "certificate": certificate(Some(199)),
        "organization": {"id": 4001, "contacts": contacts},
        "order_validity": {"years": 1},
        "payment_method": "balance",
        "skip_approval": true,
        "dcv_method": "email",
        "comments": reference(),
        "locale": "ja",
        "alternative_order_id": reference(),
        "disable_renewal_notifications": true
    })
}

pub(crate) fn reissue_body(days: u16) -> Value {
    json!({"certificate": certificate(Some(days)), "skip_approval": true, "comments": reference()})
}

/// An order as the vendor shows it, with `change` over it.
pub(crate) fn info(id: u64, status: &str, change: Value) -> Answer {
    let mut order = json!({"id": id, "status": status, "certificate": {}});
    order.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    answers(200, order.to_string())
}

/// A reissue of ours within an order, in this status.
pub(crate) fn our_reissue(status: &str) -> Value {
    json!({"requests": [{"id": 9, "type": "reissue", "status": status, "comments": reference()}]})
}
