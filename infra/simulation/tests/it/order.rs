//! Whole orders.

use jiff::SignedDuration;
use mail_parser::MessageParser;
use reqwest::Method;
use serde_json::json;
use simulation::certcentral::{Approved, NotApproved, Options};
use simulation::examination::What;
use simulation::mailroom::{Authentication, MailKind};
use x509_parser::pem::Pem;

use crate::world::{World, at, csr, form};

/// Plays R18–R33, R42, R52: an OV order from placing to a chain that verifies, in the order the vendor works.
#[tokio::test]
async fn an_ov_order_is_examined_and_issued() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let csr = csr();
    let body = form(organisation, &["www.example.jp", "example.jp"], &csr);
    let (status, placed) = world.post("/order/certificate/ssl_securesite_flex", body).await;
    assert_eq!(status, 201);
    let order = placed["id"].as_u64().unwrap();
    assert_eq!(placed["requests"][0]["status"], "approved");
    assert_eq!(placed["domains"][0]["name"], "example.jp");
    assert_eq!(placed["domains"][0]["dcv_token"]["expiration_date"], "2026-12-23T01:00:00+00:00");
    assert_eq!(world.status(order).await, "pending");
    assert!(world.mail.is_empty());

    world.wait(SignedDuration::from_mins(10));
    let mails = world.mail.mailbox("Postmaster@example.jp");
    assert_eq!(mails.len(), 1);
    let raw = mails[0].received(Authentication::GENUINE);
    let mail = MessageParser::default().parse(&raw).unwrap();
    assert_eq!(mail.subject(), Some("[Domain Approval] ドメイン名の利用権確認のお願い: example.jp"));
    let from = mail.from().unwrap().first().unwrap();
    assert_eq!(from.address(), Some("no-reply@digitalcertvalidation.com"));
    assert_eq!(mail.date().unwrap().to_timestamp(), at("2026-11-23T10:10:00+09:00").as_second());
    assert!(mail.header_raw("Authentication-Results").unwrap().contains("dmarc=pass"));
    for body in [mail.body_text(0).unwrap(), mail.body_html(0).unwrap()] {
        assert!(body.contains("「承認する」"), "{body}");
        assert!(body.contains(&format!("?token={}", mails[0].token.as_ref().unwrap())));
    }

    let approved = world.vendor.approve(&world.token("postmaster@example.jp"));
    assert_eq!(approved, Ok(Approved::Domain("example.jp".to_owned())));
    assert_eq!(world.vendor.approve(&world.token("postmaster@example.jp")), Err(NotApproved::Used));
    assert_eq!(world.vendor.approve(&world.token("admin@example.jp")), Err(NotApproved::NotWaiting));
    assert_eq!(world.vendor.approve("none"), Err(NotApproved::Unknown));
    assert!(!world.vendor.answer_phone(order), "nobody called yet");

    let path = format!("/order/certificate/{order}/validation");
    world.pass("2026-11-24T10:30:00+09:00");
    let validation = world.get(&path).await;
    assert_eq!(validation["order_name_scope"], "base_domain");
    let checks = &validation["organization_validations"][0]["verification_details"];
    assert_eq!(
        (&checks["organization_status"], &checks["request_authenticity"]),
        (&json!("complete"), &json!("pending"))
    );
    assert_eq!(validation["dns_name_validations"][0]["status"], "approved");
    assert_eq!(validation["dns_name_validations"][0]["dns_names"], json!(["www.example.jp", "example.jp"]));

    world.pass("2026-11-24T11:00:00+09:00");
    assert!(world.vendor.answer_phone(order));
    assert_eq!(world.get(&path).await["organization_validations"][0]["status"], "active");
    assert_eq!(world.status(order).await, "processing");
    world.pass("2026-11-24T11:30:00+09:00");
    assert_eq!(
        world.story(),
        [
            What::Placed,
            What::DomainMailSent("example.jp".to_owned()),
            What::DomainApproved("example.jp".to_owned()),
            What::OrganisationChecked,
            What::PhoneRang,
            What::PhoneAnswered,
            What::Issued,
        ]
    );

    let info = world.get(&format!("/order/certificate/{order}")).await;
    assert_eq!(info["status"], "issued");
    assert_eq!(info["certificate"]["valid_from"], "2026-11-24");
    assert_eq!(info["certificate"]["valid_till"], "2027-06-11");
    assert_eq!(info["custom_fields"][0]["value"], "CF-1");
    let serial = info["certificate"]["serial_number"].as_str().unwrap();
    assert_eq!(world.get(&format!("/order/certificate/{serial}")).await["id"], order);
    let certificate = info["certificate"]["id"].as_u64().unwrap();
    assert_eq!(placed["certificate_id"], certificate);
    let download = format!("/certificate/{certificate}/download/format/pem_all");
    let (_, pem) = world.send(Method::GET, &download, None).await.unwrap();
    let pems: Vec<Pem> = Pem::iter_from_buffer(pem.as_bytes()).collect::<Result<_, _>>().unwrap();
    let chain: Vec<_> = pems.iter().map(|pem| pem.parse_x509().unwrap()).collect();
    assert_eq!(chain.len(), 3);
    chain[0].verify_signature(Some(chain[1].public_key())).unwrap();
    chain[1].verify_signature(Some(chain[2].public_key())).unwrap();
    assert_eq!(pem.matches("BEGIN").count(), 3);
    assert!(pem.ends_with(&world.vendor.root_pem()));
    let issued = chain[0].validity();
    assert_eq!(issued.not_after.timestamp() - issued.not_before.timestamp() + 1, 199 * 86_400);
    let intermediates = world.get(&format!("/certificate/{certificate}/chain")).await;
    assert!(pem.contains(intermediates["intermediates"][0]["pem"].as_str().unwrap()));
}

/// Plays R46–R48, A30: employment strictly before the confirmation mail, both before issue.
#[tokio::test]
async fn an_ev_order_confirms_employment_then_issuance() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let order = world.place("ssl_ev_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    world.wait(SignedDuration::from_mins(10));
    world.vendor.approve(&world.token("postmaster@example.jp")).unwrap();
    world.pass("2026-11-25T11:00:00+09:00");
    assert!(world.vendor.answer_phone(order));
    world.pass("2026-11-25T13:59:00+09:00");
    assert!(world.mail.mailbox("hanako@example.co.jp").is_empty());
    let path = format!("/order/certificate/{order}/validation");
    let contact = |document: &serde_json::Value| {
        document["organization_validations"][0]["verified_contacts"][0]["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(contact(&world.get(&path).await), "pending");
    world.pass("2026-11-25T14:00:00+09:00");
    assert_eq!(contact(&world.get(&path).await), "active");
    world.pass("2026-11-25T14:30:00+09:00");
    let mails = world.mail.mailbox("hanako@example.co.jp");
    assert_eq!(mails.iter().map(|mail| mail.kind).collect::<Vec<_>>(), [MailKind::IssuanceConfirmation]);

    let resend = format!("/order/certificate/{order}/order-approval/resend-emails");
    let stranger = json!({ "emails": ["someone@example.co.jp"] });
    assert_eq!(world.refused(Method::PUT, &resend, stranger).await.0, 400);
    assert_eq!(world.put(&resend, json!({ "emails": ["hanako@example.co.jp"] })).await.0, 204);
    let again = world.mail.mailbox("hanako@example.co.jp");
    assert_eq!((again.len(), &again[0].raw), (2, &again[1].raw));

    world.pass("2026-11-30T10:00:00+09:00");
    assert_eq!(world.status(order).await, "pending", "nothing is issued unconfirmed");
    assert_eq!(world.vendor.approve(&world.token("hanako@example.co.jp")), Ok(Approved::Issuance));
    world.wait(SignedDuration::from_mins(30));
    assert_eq!(world.status(order).await, "issued");
    let story = world.story();
    let place = |what: &What| story.iter().position(|each| each == what).unwrap();
    assert!(place(&What::EmploymentConfirmed) < place(&What::ConfirmationMailSent));
    assert!(place(&What::IssuanceConfirmed) < place(&What::Issued));
}

/// The handle's end is the server's end, idle connections included; starting takes no noticeable time.
#[tokio::test]
async fn the_server_ends_with_its_handle() {
    let world = World::with(Options::default()).await;
    world.get("/product").await;
    let url = format!("{}/product", world.vendor.base_url());
    let World { vendor, .. } = world;
    drop(vendor);
    for _ in 0..200 {
        if reqwest::Client::new().get(&url).send().await.is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the port is still open");
}
