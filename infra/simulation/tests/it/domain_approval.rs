//! Domain approval: who is asked, how long, how again, and when not.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use simulation::certcentral::{NameScope, NotApproved, Options};
use simulation::examination::{Phone, Plan, What};

use crate::world::{World, csr, form};

fn quiet() -> Plan {
    Plan { phone: Phone::NotRequired, ..Plan::swift() }
}

/// Plays R26, R31, A9, A10: the five constructed addresses and a bare one in the TXT record are asked.
#[tokio::test]
async fn those_who_may_approve_are_asked() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let values =
        vec!["Kanri@example.com".to_owned(), "\"quoted@example.com\"".to_owned(), "two words".to_owned()];
    world.vendor.publish_txt("_validation-contactemail.example.jp.", values);
    world.vendor.plan_for("www.example.jp", quiet());
    world.place("ssl_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    let mut asked: Vec<String> = world.mail.since(0).iter().map(|mail| mail.to.clone()).collect();
    asked.sort();
    assert_eq!(
        asked,
        [
            "admin@example.jp",
            "administrator@example.jp",
            "hostmaster@example.jp",
            "kanri@example.com",
            "postmaster@example.jp",
            "webmaster@example.jp",
        ]
    );
    let tokens: std::collections::BTreeSet<_> = world.mail.since(0).iter().map(|m| m.token.clone()).collect();
    assert_eq!(tokens.len(), 6, "a random value is for one mail only");
    world.vendor.approve(&world.token("kanri@example.com")).unwrap();
    world.wait(SignedDuration::ZERO);
    assert!(world.story().contains(&What::Issued), "the TXT contact's approval is enough");

    let email = "postmaster@example.org";
    let chosen = json!([{ "dns_name": "www.example.org", "email_domain": "example.org", "email": email }]);
    let mut body = form(organisation, &["www.example.org"], &csr());
    body["dcv_emails"] = chosen;
    world.vendor.plan_for("www.example.org", quiet());
    world.place("ssl_securesite_flex", body.clone()).await;
    assert_eq!(
        world.mail.since(6).iter().map(|m| m.to.as_str()).collect::<Vec<_>>(),
        ["postmaster@example.org"]
    );
    body["dcv_emails"][0]["email"] = json!("postmaster@elsewhere.example");
    let refused = world.refused(Method::POST, "/order/certificate/ssl_securesite_flex", body).await;
    assert_eq!(refused, (400, "invalid_dcv_email".to_owned()));
}

/// Plays R88: a resent mail is the same mail; after 30 days, or to another address, it is a new one.
#[tokio::test]
async fn resending_keeps_the_mail_and_its_30_days() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    world.vendor.plan_for("www.example.jp", quiet());
    let order = world.place("ssl_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    let path = format!("/order/certificate/{order}/resend-emails");
    let to = |email: &str| {
        let domain = json!({ "domain": "www.example.jp", "email": email, "email_domain": "example.jp" });
        json!({ "domain_approval_emails": [domain] })
    };
    let postmaster = to("postmaster@example.jp");
    let first = world.token("postmaster@example.jp");
    world.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(world.put(&path, postmaster.clone()).await.0, 204);
    let mails = world.mail.mailbox("postmaster@example.jp");
    assert_eq!((mails.len(), &mails[0].raw), (2, &mails[1].raw));
    assert_eq!(world.refused(Method::PUT, &path, to("ceo@example.jp")).await.1, "invalid_dcv_email");

    world.clock.advance(SignedDuration::from_hours(24 * 29));
    assert_eq!(world.vendor.approve(&first), Err(NotApproved::Expired));
    assert_eq!(world.put(&path, postmaster.clone()).await.0, 204);
    assert_ne!(world.token("postmaster@example.jp"), first);
    world.vendor.approve(&world.token("postmaster@example.jp")).unwrap();
    assert_eq!(world.refused(Method::PUT, &path, postmaster).await.0, 400, "nothing is pending any more");
}

/// Plays R20, A31: a domain approved before is not asked again until the rule of the day ends it, here on 2027-03-15.
#[tokio::test]
async fn an_approval_is_reused_until_it_runs_out() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    world.vendor.plan_for("www.example.jp", quiet());
    world.place("ssl_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    world.finish("example.jp");
    let sent = world.mail.len();

    world.wait(SignedDuration::from_hours(24 * 111));
    let order = {
        world.vendor.plan_for("shop.example.jp", quiet());
        let mut body = form(organisation, &["shop.example.jp"], &csr());
        body["certificate"]["cert_validity"]["days"] = json!(99);
        let (status, placed) = world.post("/order/certificate/ssl_securesite_flex", body).await;
        assert_eq!(status, 201);
        assert!(placed["certificate_chain"][0]["pem"].is_string(), "issued at once: {placed}");
        placed["id"].as_u64().unwrap()
    };
    assert_eq!((world.status(order).await.as_str(), world.mail.len()), ("issued", sent));

    world.wait(SignedDuration::from_hours(24 * 2));
    world.vendor.plan_for("cart.example.jp", quiet());
    let mut body = form(organisation, &["cart.example.jp"], &csr());
    body["certificate"]["cert_validity"]["days"] = json!(99);
    let order = world.place("ssl_securesite_flex", body).await;
    assert_eq!(world.status(order).await, "pending");
    assert!(world.mail.len() > sent);
}

/// Plays A27, A31: each domain of its own; a method without mail can be chosen while the order waits.
#[tokio::test]
async fn the_method_can_change_to_dns() {
    let world = World::with(Options { name_scope: NameScope::Fqdn, ..Options::default() }).await;
    let organisation = world.organisation().await;
    world.vendor.plan_for("www.example.jp", quiet());
    let body = form(organisation, &["www.example.jp", "shop.example.jp"], &csr());
    let (_, placed) = world.post("/order/certificate/ssl_securesite_flex", body).await;
    let order = placed["id"].as_u64().unwrap();
    let names: Vec<_> = placed["domains"].as_array().unwrap().iter().map(|d| d["name"].clone()).collect();
    assert_eq!(names, ["example.jp", "shop.example.jp"], "www. is dropped");
    let (status, changed) = world
        .put(&format!("/order/certificate/{order}/dcv-method"), json!({ "dcv_method": "dns-txt-token" }))
        .await;
    let value = changed["dcv_random_value"].as_str().unwrap().to_owned();
    let path = format!("/order/certificate/{order}/dcv-random-value");
    let (again, same) = world.put(&path, json!({})).await;
    assert_eq!((status, again, &same["dcv_random_value"]), (200, 200, &json!(value)));
    let check = format!("/order/certificate/{order}/check-dcv");
    let missing = world.refused(Method::PUT, &check, json!({})).await;
    assert_eq!(missing, (400, "invalid_dns_txt".to_owned()));
    world.vendor.publish_txt("shop.example.jp", vec![value]);
    assert_eq!(world.refused(Method::PUT, &check, json!({})).await.1, "invalid_dns_txt");
    let own = &placed["domains"][0];
    world.vendor.publish_txt("example.jp", vec![own["dcv_token"]["token"].as_str().unwrap().to_owned()]);
    let (_, checked) = world.put(&check, json!({})).await;
    assert_eq!((&checked["dcv_status"], &checked["order_status"]), (&json!("valid"), &json!("issued")));
}

/// Domains of the account: added, read, their addresses listed and chosen.
#[tokio::test]
async fn domains_can_be_managed() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let (status, created) = world
        .post(
            "/domain",
            json!({
                "name": "www.example.jp", "organization": { "id": organisation.to_string() },
                "validations": [{ "type": "ov" }], "dcv_method": "email",
            }),
        )
        .await;
    assert_eq!((status, &created["validation_emails"]["name_scope"]), (201, &json!("example.jp")));
    let id = created["id"].as_u64().unwrap();
    let emails = world.get(&format!("/domain/{id}/dcv/emails")).await;
    assert_eq!((emails["base_emails"].as_array().unwrap().len(), &emails["whois_emails"]), (5, &json!([])));
    assert_eq!(world.get("/domain").await["domains"][0]["validations"][0]["status"], "pending");

    world.vendor.plan_for("www.example.jp", quiet());
    let order = world.place("ssl_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    let sent = world.mail.len();
    let path = format!("/domain/{id}/dcv/emails");
    let chosen = json!({ "email_array": ["webmaster@example.jp", "stranger@elsewhere.example"] });
    assert_eq!(world.put(&path, chosen).await.0, 204);
    let again = world.mail.since(sent);
    assert_eq!(again.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["webmaster@example.jp"]);
    assert_eq!(again[0].vendor_order, order.to_string());
    world.vendor.approve(&world.token("webmaster@example.jp")).unwrap();
    let domain = world.get(&format!("/domain/{id}?include_validation=true")).await;
    let invitations = domain["dcv"]["dcv_invitations"].as_array().unwrap();
    assert_eq!(invitations.last().unwrap()["email"], "webmaster@example.jp");
    assert_eq!(domain["validations"][0]["status"], "active");
    assert_eq!(domain["validations"][0]["validated_until"], "2027-03-15T00:00:00+00:00");
}

/// A domain can be proven before any order; a mail in another language is another mail.
#[tokio::test]
async fn a_domain_is_proven_ahead() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let body = json!({
        "name": "example.jp", "organization": { "id": organisation }, "validations": [{ "type": "ov" }],
        "dcv_method": "email", "locale": "ja", "email_array": ["admin@example.jp"],
    });
    let (_, created) = world.post("/domain", body).await;
    let path = format!("/domain/{}/dcv/emails", created["id"]);
    for (locale, mails, raws) in [("ja", 2, 1), ("en", 3, 2)] {
        let body = json!({ "locale": locale, "email_array": ["admin@example.jp"] });
        assert_eq!(world.put(&path, body).await.0, 204);
        let mailbox = world.mail.mailbox("admin@example.jp");
        let different: std::collections::BTreeSet<_> = mailbox.iter().map(|mail| &mail.raw).collect();
        assert_eq!((mailbox.len(), different.len()), (mails, raws));
        assert!(mailbox.iter().all(|mail| mail.vendor_order.is_empty()));
    }
    world.vendor.approve(&world.token("admin@example.jp")).unwrap();
    let sent = world.mail.len();
    world.vendor.plan_for("www.example.jp", quiet());
    let order = world.place("ssl_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    assert_eq!((world.status(order).await.as_str(), world.mail.len()), ("issued", sent));
}
