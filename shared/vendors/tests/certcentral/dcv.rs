//! Proving domains: mails, tokens, looks.

use procedure::{Language, Validation};
use serde_json::json;
use vendors::certcentral::dcv::{DcvLook, DcvMail, DcvMethod, NewMail, SameMail, TOKEN_LIFE};
use vendors::certcentral::order::Page;
use vendors::certcentral::validation::Check;
use vendors::certcentral::{DomainNumber, NewDomain, Private};

use super::support::{Server, answers, client, empty, number, sample};

const DOMAIN: &str = "/domain/5001?include_dcv=true&include_validation=true";
const MAILBOXES: &str = "/domain/5001/dcv/emails?consider_dcv_email_preferences=true";

fn domain() -> DomainNumber {
    number(5001)
}

/// R20, BR 3.2.2.4: a mail goes again to whom it went, in the language it had.
#[tokio::test]
async fn the_same_mail_is_sent_again() {
    let server = Server::start().await;
    server.expect("GET", DOMAIN, answers(200, sample("domain.json")));
    let body = json!({
        "name_scope": "example.jp", "locale": "ja",
        "email_array": ["admin@example.jp", "postmaster@example.jp"]
    });
    server.expect_json("PUT", "/domain/5001/dcv/emails", body, empty(204));
    let client = client(&server);
    let info = client.domain_info(domain()).await.unwrap();
    let now: jiff::Timestamp = "2026-11-22T00:00:00Z".parse().unwrap();
    let mail = SameMail::of(&info, Language::Ja, now + TOKEN_LIFE, now).unwrap();
    assert_eq!(mail.count(), 2);
    client.send_dcv_mail(&DcvMail::Same(mail)).await.unwrap();
    server.finish();
}

/// BR 3.2.2.4: another recipient is a new mail, and only mailboxes the vendor offers can be one.
#[tokio::test]
async fn a_new_mail_is_sent_to_an_offered_mailbox() {
    let server = Server::start().await;
    server.expect("GET", MAILBOXES, answers(200, sample("mailboxes.json")));
    let body = json!({"name_scope": "example.jp", "locale": "en", "email_array": ["ssl@example.com"]});
    server.expect_json("PUT", "/domain/5001/dcv/emails", body, empty(204));
    let client = client(&server);
    let offered = client.dcv_mailboxes(domain()).await.unwrap();
    assert_eq!((offered.constructed.len(), offered.dns_txt.len()), (5, 1));
    let chosen = [Private::new("ssl@example.com")];
    let mail = NewMail::to(domain(), &offered, &chosen, Language::En).unwrap();
    client.send_dcv_mail(&DcvMail::New(mail)).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn the_method_of_an_order_is_changed() {
    let server = Server::start().await;
    let target = "/order/certificate/700000001/dcv-method";
    let token = r#"{"dcv_random_value":"sample","expiration_date":"2026-12-22T03:00:00+00:00"}"#;
    server.expect_json("PUT", target, json!({"dcv_method": "email"}), empty(204));
    server.expect_json("PUT", target, json!({"dcv_method": "dns-cname-token"}), answers(200, token));
    server.expect("PUT", "/order/certificate/700000001/dcv-random-value", answers(200, token));
    let client = client(&server);
    let order = number(700_000_001);
    assert_eq!(client.set_order_dcv_method(order, DcvMethod::Email).await.unwrap(), None);
    let token = client.set_order_dcv_method(order, DcvMethod::DnsCname).await.unwrap().unwrap();
    assert_eq!(token.token.as_ref().unwrap().expose(), "sample");
    assert!(!format!("{token:?}").contains("sample"));
    assert_eq!(client.order_dcv_token(order).await.unwrap(), token);
    server.finish();
}

/// Mails have one door: changing a domain's method never mails anybody.
#[tokio::test]
async fn the_method_of_a_domain_is_changed_without_a_mail() {
    let server = Server::start().await;
    let target = "/domain/5001/dcv/method";
    let email = json!({"dcv_method": "email", "send_dcv_email_flag": false});
    let token =
        r#"{"dcv_token":{"token":"sample","status":"pending","verification_value":"dcv.digicert.com"}}"#;
    server.expect_json("PUT", target, email, answers(200, "{}"));
    server.expect_json("PUT", target, json!({"dcv_method": "dns-cname-token"}), answers(200, token));
    server.expect("POST", "/domain/5001/dcv/token", answers(201, r#"{"token":"next"}"#));
    server.expect("PUT", "/domain/5001/dcv/validate-token", answers(200, r#"{"token":1,"status":"active"}"#));
    let client = client(&server);
    assert_eq!(client.set_domain_dcv_method(domain(), DcvMethod::Email).await.unwrap(), None);
    let token = client.set_domain_dcv_method(domain(), DcvMethod::DnsCname).await.unwrap().unwrap();
    assert_eq!(token.verification_value.as_deref(), Some("dcv.digicert.com"));
    assert_eq!(client.new_domain_dcv_token(domain()).await.unwrap().token.unwrap().expose(), "next");
    assert_eq!(client.check_domain_dcv(domain()).await.unwrap(), Check::Done);
    server.finish();
}

/// That a record is not there yet is an answer, not a failure.
#[tokio::test]
async fn a_record_that_is_not_there_yet_is_an_answer() {
    let server = Server::start().await;
    let target = "/order/certificate/700000001/check-dcv";
    server.expect("PUT", target, answers(200, sample("check_dcv.json")));
    let missing =
        r#"{"errors":[{"code":"file_random_value_not_found","message":"Could not find the random value."}]}"#;
    server.expect("PUT", target, answers(400, missing));
    server.expect(
        "PUT",
        target,
        answers(400, r#"{"errors":[{"code":"invalid_dcv_method","message":"No."}]}"#),
    );
    let client = client(&server);
    let order = number(700_000_001);
    let DcvLook::Looked { names, .. } = client.check_order_dcv(order).await.unwrap() else { panic!() };
    let states: Vec<_> = names.iter().map(|n| (n.name.as_str(), n.state.clone())).collect();
    assert_eq!(states, [("example.jp", Check::Done), ("example.com", Check::Pending)]);
    assert_eq!(client.check_order_dcv(order).await.unwrap(), DcvLook::NotYet);
    assert!(client.check_order_dcv(order).await.is_err());
    server.finish();
}

#[tokio::test]
async fn domains_are_listed_and_added() {
    let server = Server::start().await;
    server.expect("GET", "/domain?limit=1000&offset=0", answers(200, sample("domains.json")));
    let body = json!({
        "name": "example.jp", "organization": {"id": 4001}, "validations": [{"type": "ev"}],
        "dcv_method": "dns-txt-token", "locale": "ja"
    });
    server.expect_json("POST", "/domain", body, answers(201, r#"{"id":5003}"#));
    let client = client(&server);
    let domains = client.domains(Page { offset: 0, limit: 1000 }).await.unwrap();
    assert_eq!(domains.iter().map(|d| d.domain.get()).collect::<Vec<_>>(), [5001, 5002]);
    let new = NewDomain {
        name: "example.jp".to_owned(),
        organisation: number(4001),
        validation: Validation::Ev,
        dcv_method: DcvMethod::DnsTxt,
        language: Language::Ja,
    };
    assert_eq!(client.add_domain(&new).await.unwrap().get(), 5003);
    server.finish();
}
