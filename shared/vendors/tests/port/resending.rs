//! Mails sent again (R22, R47, BR 3.2.2.4).

use procedure::application::ApprovalDraft;
use procedure::order::{ApprovalMailSeen, Order, Phase, VendorMail};
use procedure::vendor::{VendorError, VendorPort, VendorReply, VendorRequest};
use procedure::{Product, samples};
use serde_json::{Value, json};
use vendors::CertCentralPort;

use super::support::server::Answer;
use super::support::{Server, answers, empty, sample};
use super::world::*;

const OV: Product = Product::DigicertSecureServerId;
const ORDER: &str = "/order/certificate/700000001";
const MAILS: &str = "/domain/5001/dcv/emails";
/// When the last mail of [`domain`] went out: a day before now.
const BEFORE: &str = "2026-11-23T01:00:00+00:00";

async fn resend(
    port: &CertCentralPort,
    order: &Order,
    mail: VendorMail,
    attempt: u32,
) -> Result<VendorReply, VendorError> {
    let request = VendorRequest::Resend { vendor_order: samples::id("700000001"), mail, asked_at: at(0) };
    port.request(order, &request, super::world::attempt(attempt, at(60))).await
}

async fn approval(port: &CertCentralPort, attempt: u32) -> Result<VendorReply, VendorError> {
    resend(port, &samples::examining(OV), VendorMail::Approval, attempt).await
}

/// The vendor examines the order, and these domains of it are open or not.
fn examines(server: &Server, domains: &[(u64, &str, &str, &str)]) {
    server.expect("GET", ORDER, info(700_000_001, "pending", json!({})));
    let domains: Vec<Value> = domains
        .iter()
        .map(|(id, name, status, method)| {
            json!({"domain_id": id, "name_scope": name, "status": status, "method": method, "dns_names": [name]})
        })
        .collect();
    let validation = json!({"order_status": "pending", "dns_name_validations": domains});
    server.expect("GET", &format!("{ORDER}/validation"), answers(200, validation.to_string()));
}

fn waits(server: &Server) {
    examines(server, &[(5001, "example.jp", "pending", "email")]);
}

/// The domain with a mail to each of these, sent at `sent`.
fn mailed(server: &Server, id: u64, name: &str, to: &[&str], sent: &str) {
    let mail = |to: &&str| json!({"email": to, "date_sent": sent, "name_scope": name});
    let dcv = json!({"name_scope": name, "dcv_invitations": to.iter().map(mail).collect::<Vec<_>>()});
    let domain = json!({"id": id, "name": name, "dcv": dcv});
    let target = format!("/domain/{id}?include_dcv=true&include_validation=true");
    server.expect("GET", &target, answers(200, domain.to_string()));
}

fn offers(server: &Server) {
    let target = format!("{MAILS}?consider_dcv_email_preferences=true");
    server.expect("GET", &target, answers(200, sample("mailboxes.json")));
}

fn takes(server: &Server, id: u64, name: &str, to: &[&str], answer: Answer) {
    let body = json!({"name_scope": name, "locale": "ja", "email_array": to});
    server.expect_json("PUT", &format!("/domain/{id}/dcv/emails"), body, answer);
}

/// R22, BR 3.2.2.4: each domain that waits gets its last mail again, to whom it went; one that is approved, or proven by a
/// record, gets none.
#[tokio::test]
async fn the_same_mail_for_each_domain_that_waits() {
    let server = Server::start().await;
    examines(
        &server,
        &[
            (5001, "example.jp", "pending", "email"),
            (5002, "example.com", "approved", "email"),
            (5003, "example.net", "pending", "dns-txt-token"),
            (5001, "example.jp", "pending", "email"),
            (5004, "example.org", "expired", "email"),
        ],
    );
    let (first, second) = (["admin@example.jp", "postmaster@example.jp"], ["postmaster@example.org"]);
    mailed(&server, 5001, "example.jp", &first, BEFORE);
    mailed(&server, 5004, "example.org", &second, BEFORE);
    takes(&server, 5001, "example.jp", &first, empty(204));
    takes(&server, 5004, "example.org", &second, empty(204));
    assert_eq!(approval(&port(&server), 1).await, Ok(VendorReply::Done));
    server.finish();
}

/// R23, R26: where the last mail went elsewhere, as before the TXT record was published, a new one goes to where the
/// application has it go; likewise when 30 days have passed.
#[tokio::test]
async fn a_new_mail_where_the_last_went_elsewhere() {
    let mut draft = samples::draft(OV);
    draft.approval =
        ApprovalDraft { method: "txt_contact".to_owned(), email: Some("ssl@example.com".to_owned()) };
    let by_record = samples::placed(samples::accepted_from(&draft));
    let by_postmaster = samples::examining(OV);
    let long_ago = "2026-10-20T01:00:00+00:00";
    for (order, sent_to, sent, to) in [
        (&by_record, "postmaster@example.jp", BEFORE, "ssl@example.com"),
        (&by_postmaster, "postmaster@example.jp", long_ago, "postmaster@example.jp"),
    ] {
        let server = Server::start().await;
        waits(&server);
        mailed(&server, 5001, "example.jp", &[sent_to], sent);
        offers(&server);
        takes(&server, 5001, "example.jp", &[to], empty(204));
        assert_eq!(resend(&port(&server), order, VendorMail::Approval, 1).await, Ok(VendorReply::Done));
        server.finish();
    }
}

/// BR 3.2.2.4: the random value lives 30 days from its making, however often it was sent again: what the mail that was seen
/// says counts, and for one that was not seen the placing of the order.
#[tokio::test]
async fn a_resent_mail_does_not_live_longer() {
    let day = |day: i64| at(day * 86_400);
    let placed_long_ago = |seen: Option<i64>| {
        let mut order = samples::examining(OV);
        let Phase::Examining(examining) = &mut order.phase else { unreachable!() };
        examining.placed_at = day(-31);
        for domain in &mut examining.checks.common_mut().domains {
            domain.mail = seen.map(|at| ApprovalMailSeen {
                at: day(at),
                lapses_at: day(at + 30),
                links: None,
                looks: None,
            });
        }
        order
    };
    for (seen, same) in [(Some(-29), true), (Some(-31), false), (None, false)] {
        let server = Server::start().await;
        waits(&server);
        mailed(&server, 5001, "example.jp", &["postmaster@example.jp"], BEFORE);
        if !same {
            offers(&server);
        }
        takes(&server, 5001, "example.jp", &["postmaster@example.jp"], empty(204));
        let reply = resend(&port(&server), &placed_long_ago(seen), VendorMail::Approval, 1).await;
        assert_eq!(reply, Ok(VendorReply::Done), "{seen:?}");
        server.finish();
    }
}

/// R23: an address that the vendor does not offer gets nothing, nor does any other name; staff read what to do, and the
/// address is not told.
#[tokio::test]
async fn an_address_that_is_not_offered_stops_all() {
    let mut draft = samples::draft(OV);
    draft.approval =
        ApprovalDraft { method: "txt_contact".to_owned(), email: Some("tls@example.net".to_owned()) };
    let order = samples::placed(samples::accepted_from(&draft));
    let server = Server::start().await;
    examines(&server, &[(5002, "example.com", "pending", "email"), (5001, "example.jp", "pending", "email")]);
    mailed(&server, 5002, "example.com", &["tls@example.net"], BEFORE);
    mailed(&server, 5001, "example.jp", &["admin@example.jp"], BEFORE);
    offers(&server);
    let told = findings(resend(&port(&server), &order, VendorMail::Approval, 1).await);
    assert_eq!((&*told[0].code, told[0].evidence.as_deref()), ("resend.no_mailbox", Some("example.jp")));
    assert!(!serde_json::to_string(&told).unwrap().contains("tls@"));
    assert_eq!(server.count("PUT", ""), 0);
    server.finish();
}

/// R89: after a lost answer the vendor is looked at: what it sent since we asked is not sent again, and the rest is.
#[tokio::test]
async fn a_lost_answer_is_looked_up() {
    let server = Server::start().await;
    let both = [(5001, "example.jp", "pending", "email"), (5004, "example.org", "pending", "email")];
    let (first, second) = (["postmaster@example.jp"], ["postmaster@example.org"]);
    examines(&server, &both);
    mailed(&server, 5001, "example.jp", &first, BEFORE);
    mailed(&server, 5004, "example.org", &second, BEFORE);
    takes(&server, 5001, "example.jp", &first, empty(204));
    takes(&server, 5004, "example.org", &second, empty(504));
    let port = port(&server);
    assert_eq!(approval(&port, 1).await, Err(VendorError::Unknown));
    examines(&server, &both);
    mailed(&server, 5001, "example.jp", &first, &at(30).to_string());
    mailed(&server, 5004, "example.org", &second, BEFORE);
    takes(&server, 5004, "example.org", &second, empty(204));
    assert_eq!(approval(&port, 2).await, Ok(VendorReply::Done));
    examines(&server, &both);
    mailed(&server, 5001, "example.jp", &first, &at(30).to_string());
    mailed(&server, 5004, "example.org", &second, &at(-200).to_string());
    assert_eq!(approval(&port, 3).await, Ok(VendorReply::Done), "the vendor's clock may be behind");
    server.finish();
}

/// R20: when nobody waits at the vendor any more, nothing is sent, and staff are told.
#[tokio::test]
async fn nothing_is_sent_that_nobody_waits_for() {
    let server = Server::start().await;
    let port = port(&server);
    for domains in [&[][..], &[(5001, "example.jp", "approved", "email")]] {
        examines(&server, domains);
        assert_eq!(codes(approval(&port, 1).await), ["resend.not_awaited"]);
    }
    server.expect("GET", ORDER, not_found());
    assert_eq!(codes(approval(&port, 1).await), ["vendor.no_such_order"]);
    waits(&server);
    mailed(&server, 5001, "example.jp", &["postmaster@example.jp"], BEFORE);
    let no = r#"{"errors":[{"code":"domain_not_pending","message":"No."}]}"#;
    takes(&server, 5001, "example.jp", &["postmaster@example.jp"], answers(400, no));
    assert_eq!(codes(approval(&port, 1).await), ["vendor.refused"]);
    server.finish();
}

fn contacts(server: &Server, complete: bool, status: &str) {
    let order = json!({"order_approval_complete": complete});
    server.expect("GET", ORDER, info(700_000_001, "pending", order));
    let contacts = json!([
        {"email": "taro@example.jp", "status": status}, {"email": "hanako@example.jp", "status": "pending"}
    ]);
    let organisation = json!([{"type": "ev", "status": "active", "verified_contacts": contacts}]);
    let validation = json!({"order_status": "pending", "organization_validations": organisation});
    server.expect("GET", &format!("{ORDER}/validation"), answers(200, validation.to_string()));
}

/// R47, A30: the confirmation goes to the contacts whom the vendor has verified, and to nobody once it is given.
#[tokio::test]
async fn the_confirmation_goes_to_verified_contacts() {
    let server = Server::start().await;
    let (port, order) = (port(&server), samples::examining(Product::DigicertSecureServerIdEv));
    contacts(&server, false, "active");
    let body = json!({"emails": ["taro@example.jp"]});
    server.expect_json("PUT", &format!("{ORDER}/order-approval/resend-emails"), body, empty(204));
    assert_eq!(resend(&port, &order, VendorMail::Confirmation, 1).await, Ok(VendorReply::Done));
    for (complete, status) in [(true, "active"), (false, "pending")] {
        contacts(&server, complete, status);
        assert_eq!(codes(resend(&port, &order, VendorMail::Confirmation, 1).await), ["resend.not_awaited"]);
    }
    server.finish();
}
