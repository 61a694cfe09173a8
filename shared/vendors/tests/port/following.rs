//! What the vendor says of an order, and the certificate it issues (R18, R19, R52).

use procedure::order::{Call, CallOutcome, Callee, Order};
use procedure::policy::Policy;
use procedure::samples;
use procedure::vendor::{
    Changed, ReportedCheck, ReportedState, VendorError, VendorPort, VendorReport, VendorStatus,
};
use procedure::{Product, VendorOrderId};
use serde_json::{Value, json};

use super::support::{Server, answers, sample};
use super::world::*;

const ORDER: &str = "/order/certificate/700000001";
const VALIDATION: &str = "/order/certificate/700000001/validation";
const PEM: &str = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

fn number() -> VendorOrderId {
    samples::id("700000001")
}

async fn report(server: &Server) -> VendorReport {
    report_on(server, &samples::examining(Product::DigicertSecureServerId)).await
}

/// Of an EV order whose responsible person has this mail address.
async fn report_ev(server: &Server, email: &str) -> VendorReport {
    let mut order = samples::examining(Product::DigicertSecureServerIdEv);
    order.application.responsible.email = Some(email.parse().unwrap());
    report_on(server, &order).await
}

async fn report_on(server: &Server, order: &Order) -> VendorReport {
    port(server).report(order, &number(), at(60)).await.unwrap().unwrap()
}

fn validation(change: Value) -> super::support::server::Answer {
    let mut body = json!({"order_status": "pending"});
    body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    answers(200, body.to_string())
}

/// R19: every status of the vendor has one meaning here; what nobody knows is shown to staff.
#[tokio::test]
async fn every_status_has_its_meaning() {
    let unknown = |word: &str| VendorStatus::Unknown { word: word.to_owned() };
    let whole = || json!({"alternative_order_id": reference()});
    for (word, change, status) in [
        ("needs_approval", json!({}), VendorStatus::NeedsApproval),
        ("pending", json!({}), VendorStatus::Examining),
        ("processing", json!({}), VendorStatus::Examining),
        ("issued", json!({}), VendorStatus::Issued),
        ("rejected", json!({}), VendorStatus::Rejected),
        ("denied", json!({}), VendorStatus::Rejected),
        ("canceled", json!({}), VendorStatus::Cancelled),
        ("revoked", json!({}), VendorStatus::Revoked),
        ("expired", json!({}), VendorStatus::Expired),
        ("approved", json!({}), unknown("approved")),
        ("needs_csr", json!({}), unknown("needs_csr")),
        ("under_review_2027", json!({}), unknown("under_review_2027")),
        // A3: an order of the vendor may hold several of ours.
        ("reissue_pending", our_reissue("approved"), VendorStatus::Examining),
        ("reissue_pending", our_reissue("needs_approval"), VendorStatus::NeedsApproval),
        ("reissue_pending", our_reissue("pending"), VendorStatus::NeedsApproval),
        ("reissue_pending", our_reissue("submitted"), VendorStatus::NeedsApproval),
        ("reissue_pending", json!({}), VendorStatus::Examining),
        ("reissue_pending", whole(), VendorStatus::Issued),
        ("issued", our_reissue("approved"), VendorStatus::Issued),
        ("issued", our_reissue("rejected"), VendorStatus::Rejected),
        ("expired", our_reissue("approved"), unknown("expired")),
    ] {
        let server = Server::start().await;
        server.expect("GET", ORDER, info(700_000_001, word, change.clone()));
        if matches!(status, VendorStatus::NeedsApproval | VendorStatus::Examining | VendorStatus::Issued) {
            server.expect("GET", VALIDATION, not_found());
        }
        let report = report(&server).await;
        assert_eq!(report.status, status, "{word} {change}");
        assert_eq!((report.vendor_order, report.observed_at), (number(), at(60)));
        server.finish();
    }
}

/// R90: a number that CertCentral does not know is shown to staff and ends nothing.
#[tokio::test]
async fn an_unknown_number_is_shown_to_staff() {
    let server = Server::start().await;
    server.expect("GET", ORDER, not_found());
    let report = report(&server).await;
    assert_eq!(report.status, VendorStatus::Unknown { word: "not_found".to_owned() });
    let by_hand = samples::id("SS1234567");
    let report = port(&server)
        .report(&samples::examining(Product::DigicertSecureServerId), &by_hand, at(60))
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(report.status, VendorStatus::Unknown { .. }));
    assert_eq!(port(&server).certificate(&by_hand).await, Ok(None));
    server.finish();
}

fn examined(order: &Order, report: &VendorReport) -> Order {
    let mut order = order.clone();
    let report = VendorReport { vendor_order: samples::id("V-1"), ..report.clone() };
    order.apply_report(&report, &Policy::default()).unwrap();
    order
}

/// R18, R20, R42: domain, organisation and telephone are told apart, and move the order's checks.
#[tokio::test]
async fn the_checks_of_an_ov_order_are_told() {
    let server = Server::start().await;
    server.expect("GET", ORDER, answers(200, sample("order_info.pending.json")));
    server.expect("GET", VALIDATION, answers(200, sample("validation.ov.json")));
    let report = report(&server).await;
    let told: Vec<_> = report.items.iter().map(|item| (item.item.clone(), item.state)).collect();
    let domain = |name: &str| ReportedCheck::Domain { name: name.parse().unwrap() };
    use ReportedState::{Passed, Pending};
    assert_eq!(
        told,
        [
            (ReportedCheck::Organisation, Pending),
            (ReportedCheck::Phone, Pending),
            (domain("example.jp"), Passed),
            (domain("www.example.com"), Pending),
            (domain("www.example.jp"), Passed),
        ]
    );
    let asked = report.asked.get(&"www.example.jp".parse().unwrap()).map(ToString::to_string);
    assert_eq!(asked.as_deref(), Some("example.jp"), "A7: what the approval mail asks about");
    let order = examined(&samples::examining(Product::DigicertSecureServerId), &report);
    let common = order.checks().unwrap().common();
    assert!(common.domains.iter().all(|domain| domain.check.is_settled()));
    assert!(!common.organisation.is_settled() && !common.phone.check.is_settled());
    server.finish();
}

/// R46, R47, R48, A30: employment and confirmation of an EV order are told and believed in that order.
#[tokio::test]
async fn the_checks_of_an_ev_order_are_told() {
    let server = Server::start().await;
    let confirmed = json!({"order_approval_complete": true});
    server.expect("GET", ORDER, info(700_000_001, "pending", confirmed.clone()));
    server.expect("GET", VALIDATION, answers(200, sample("validation.ev.json")));
    let report_ev = report_ev(&server, "Taro@EXAMPLE.jp").await;
    let state = |check| report_ev.items.iter().find(|item| item.item == check).map(|item| item.state);
    for check in [
        ReportedCheck::Organisation,
        ReportedCheck::Phone,
        ReportedCheck::Employment,
        ReportedCheck::Confirmation,
    ] {
        assert_eq!(state(check.clone()), Some(ReportedState::Passed), "{check:?}");
    }
    assert_eq!(state(ReportedCheck::Documents), None);
    let order = examined(&samples::examining(Product::DigicertSecureServerIdEv), &report_ev);
    let Some(procedure::order::EvChecks::Confirmation { check, .. }) = order.checks().unwrap().ev() else {
        panic!()
    };
    assert!(check.is_settled());
    server.finish();
}

/// R48, A30: an issued EV certificate had its employment and confirmation, even if the vendor does not tell them any
/// more; what it does tell is believed. Before it is issued nothing is concluded.
#[tokio::test]
async fn an_issued_ev_order_was_confirmed() {
    use ReportedState::{Passed, Pending};
    for (status, complete, contact, told) in [
        (
            "issued",
            json!(null),
            None,
            &[(ReportedCheck::Employment, Passed), (ReportedCheck::Confirmation, Passed)][..],
        ),
        (
            "issued",
            json!(false),
            Some("pending"),
            &[(ReportedCheck::Employment, Pending), (ReportedCheck::Confirmation, Pending)],
        ),
        ("issued", json!(true), Some("called_back"), &[(ReportedCheck::Confirmation, Passed)]),
        ("pending", json!(null), None, &[]),
        ("pending", json!(true), None, &[(ReportedCheck::Confirmation, Passed)]),
    ] {
        let server = Server::start().await;
        server.expect("GET", ORDER, info(700_000_001, status, json!({"order_approval_complete": complete})));
        server.expect(
            "GET",
            VALIDATION,
            match contact {
                None => answers(400, r#"{"errors":[{"code":"invalid_status"}]}"#),
                Some(word) => validation(json!({"organization_validations": [
                    {"type": "ev", "status": "active", "verified_contacts": [{"status": word}]},
                    {"type": "cs", "status": "active", "verified_contacts": [{"status": "active"}]}
                ]})),
            },
        );
        let items = report_ev(&server, "taro@example.jp").await.items;
        let items: Vec<_> = items.into_iter().map(|item| (item.item, item.state)).collect();
        let items: Vec<_> =
            items.into_iter().filter(|(item, _)| *item != ReportedCheck::Organisation).collect();
        assert_eq!(items, told, "{status} {complete} {contact:?}");
        server.finish();
    }
}

/// R46, A30: a contact of an earlier order does not pass for the responsible person: staff are told that another confirms,
/// until the employment was logged.
#[tokio::test]
async fn another_contacts_employment_is_shown_to_staff() {
    let server = Server::start().await;
    let contacts = json!([{"email": "hanako@example.jp", "status": "active"}]);
    let body = json!({"organization_validations": [{"type": "ev", "verified_contacts": contacts}]});
    let mut order = samples::examining(Product::DigicertSecureServerIdEv);
    let mut told = Vec::new();
    for _ in 0..2 {
        server.expect("GET", ORDER, info(700_000_001, "pending", json!({})));
        server.expect("GET", VALIDATION, validation(body.clone()));
        let report = report_on(&server, &order).await;
        assert!(report.items.iter().all(|item| item.item != ReportedCheck::Employment), "{report:?}");
        told.push(report.status);
        let call = Call { logged_by: samples::id("e1"), at: at(30), outcome: CallOutcome::Completed };
        order.log_call(Callee::ThirdPerson, call, &Policy::default()).unwrap();
    }
    let word = "employment: another contact confirms".to_owned();
    assert_eq!(told, [VendorStatus::Unknown { word }, VendorStatus::Examining]);
    server.finish();
}

/// R18, A7: where names are proven one by one, an approved name is not told while one below it is open, since it would
/// stand for that, too.
#[tokio::test]
async fn an_approval_never_covers_an_open_name() {
    let name = |name: &str, status: &str| json!({"name_scope": name, "status": status, "dns_names": [name]});
    for (www, told) in [("pending", &["www.example.jp"][..]), ("approved", &["example.jp", "www.example.jp"])]
    {
        let server = Server::start().await;
        server.expect("GET", ORDER, info(700_000_001, "pending", json!({})));
        let domains = [name("example.jp", "approved"), name("www.example.jp", www), name("*.", "approved")];
        server.expect("GET", VALIDATION, validation(json!({ "dns_name_validations": domains })));
        let items = report(&server).await.items;
        let names: Vec<_> = items
            .iter()
            .map(|item| match &item.item {
                ReportedCheck::Domain { name } => name.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(names, told);
        server.finish();
    }
}

/// R19: a check in a state that nobody knows is shown to staff; the others count, and an issued certificate is not
/// held up by it.
#[tokio::test]
async fn an_unknown_state_of_a_check_is_shown() {
    for (status, wanted) in [
        ("pending", VendorStatus::Unknown { word: "phone: called_back".to_owned() }),
        ("issued", VendorStatus::Issued),
    ] {
        let server = Server::start().await;
        server.expect("GET", ORDER, info(700_000_001, status, json!({})));
        let organisation = json!([{
            "type": "ov", "status": "active", "verification_details": {"request_authenticity": "Called_Back"}
        }, {"type": "cs", "status": "pending"}]);
        server.expect("GET", VALIDATION, validation(json!({ "organization_validations": organisation })));
        let report = report(&server).await;
        assert_eq!(report.status, wanted);
        let told: Vec<_> = report.items.iter().map(|item| (&item.item, item.state)).collect();
        assert_eq!(told.first(), Some(&(&ReportedCheck::Organisation, ReportedState::Passed)));
        assert!(told.iter().all(|(item, _)| **item != ReportedCheck::Phone));
        server.finish();
    }
}

/// R18: a vendor that cannot be read leaves the order as it is.
#[tokio::test]
async fn a_report_that_fails_tells_nothing() {
    let server = Server::start().await;
    (0..3).for_each(|_| server.expect("GET", ORDER, answers(503, "")));
    let failed =
        port(&server).report(&samples::examining(Product::DigicertSecureServerId), &number(), at(60)).await;
    assert_eq!(failed, Err(VendorError::Unavailable));
    server.expect("GET", ORDER, info(700_000_001, "pending", json!({})));
    server.expect("GET", VALIDATION, answers(200, "<html>"));
    let failed =
        port(&server).report(&samples::examining(Product::DigicertSecureServerId), &number(), at(60)).await;
    assert_eq!(failed, Err(VendorError::Malformed));
    server.finish();
}

/// R52: the issued certificate is fetched by its own number, with its intermediates and without the root; before that
/// there is none.
#[tokio::test]
async fn an_issued_certificate_is_fetched() {
    let server = Server::start().await;
    let port = port(&server);
    let bundle = PEM.repeat(2);
    server.expect("GET", ORDER, info(700_000_001, "issued", json!({"certificate": {"id": 800_000_001}})));
    server.expect("GET", "/certificate/800000001/download/format/pem_noroot", answers(200, bundle.clone()));
    assert_eq!(port.certificate(&number()).await, Ok(Some(bundle)));
    for answer in [
        info(700_000_001, "pending", json!({"certificate": {"id": 800_000_001}})),
        info(700_000_001, "issued", json!({})),
        not_found(),
    ] {
        server.expect("GET", ORDER, answer);
        assert_eq!(port.certificate(&number()).await, Ok(None));
    }
    server.finish();
}

/// R18: which orders changed is asked for at one request, in whole minutes and seven days at most; each number once, and
/// one that nobody can read is no failure.
#[tokio::test]
async fn what_changed_is_asked_for_at_once() {
    let server = Server::start().await;
    let change =
        |order: u32, status: &str| json!({ "order_id": order, "certificate_id": 1, "status": status });
    let orders =
        [change(700_000_002, "issued"), change(700_000_001, "revoked"), change(700_000_001, "issued")];
    let body = json!({ "orders": orders }).to_string();
    server.expect(
        "GET",
        "/order/certificate/status-changes?minutes=61&limit=1000&offset=0",
        answers(200, body),
    );
    let port = port(&server);
    let changed = port.changed_since(at(0), at(3_600)).await.unwrap().unwrap();
    assert_eq!(changed, Changed { orders: vec![number(), samples::id("700000002")], until: at(3_600) });
    server.expect(
        "GET",
        "/order/certificate/status-changes?minutes=10080&limit=1000&offset=0",
        answers(200, "{}"),
    );
    let week = at(60 * 10_079);
    assert_eq!(port.changed_since(at(0), week).await, Ok(Some(Changed { orders: vec![], until: week })));
    server.expect(
        "GET",
        "/order/certificate/status-changes?minutes=2&limit=1000&offset=0",
        answers(503, "{}"),
    );
    server.expect(
        "GET",
        "/order/certificate/status-changes?minutes=2&limit=1000&offset=0",
        answers(503, "{}"),
    );
    server.expect(
        "GET",
        "/order/certificate/status-changes?minutes=2&limit=1000&offset=0",
        answers(503, "{}"),
    );
    assert_eq!(port.changed_since(at(0), at(60)).await, Err(VendorError::Unavailable));
}

/// R18: what changed more than seven days ago is asked for by days, seven at a time in the vendor's own time zone; should
/// it not take that, the last seven days are asked for, rather than nothing ever again.
#[tokio::test]
async fn what_changed_long_ago_is_asked_for_by_days() {
    let server = Server::start().await;
    let days = "/order/certificate/status-changes?filters[status_last_updated]=2026-11-23...2026-11-29\
         &limit=1000&offset=0";
    let body = json!({"orders": [{"order_id": 700_000_001, "status": "issued"}]}).to_string();
    server.expect("GET", days, answers(200, body));
    let (port, month) = (port(&server), at(3_600 * 24 * 30));
    let changed = port.changed_since(at(0), month).await.unwrap().unwrap();
    assert_eq!(changed, Changed { orders: vec![number()], until: at(3_600 * 24 * 5) });
    server.expect("GET", days, answers(400, r#"{"errors":[{"code":"bad_request_format"}]}"#));
    let week = "/order/certificate/status-changes?minutes=10080&limit=1000&offset=0";
    server.expect("GET", week, answers(200, "{}"));
    let changed = port.changed_since(at(0), month).await.unwrap().unwrap();
    assert_eq!(changed, Changed { orders: vec![], until: month });
    server.finish();
}
