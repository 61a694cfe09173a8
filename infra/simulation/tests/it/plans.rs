//! Orders that do not go the usual way.

use jiff::SignedDuration;
use mail_parser::MessageParser;
use procedure::Validation;
use reqwest::Method;
use serde_json::json;
use simulation::When;
use simulation::certcentral::NotApproved;
use simulation::examination::{Call, Enquiry, EnquiryKind, Line, Phone, Plan, Rejection, What};

use crate::world::{World, csr, form};

/// Plays R19: a rejection carries its reason and ends everything.
#[tokio::test]
async fn a_rejected_order_stays_rejected() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let rejection =
        Rejection { when: When::business_day(2, 9), reason: "登記が確認できません".to_owned() };
    let plan = Plan { rejection: Some(rejection), ..Plan::usual(Validation::Ov) };
    world.vendor.plan_for("www.example.jp", plan);
    let order = world.place("ssl_securesite_flex", form(organisation, &["www.example.jp"], &csr())).await;
    world.pass("2026-12-01T09:00:00+09:00");
    let info = world.get(&format!("/order/certificate/{order}")).await;
    assert_eq!(info["status"], "rejected");
    assert_eq!(info["requests"][0]["status"], "rejected");
    assert_eq!(info["requests"][0]["processor_comment"], "登記が確認できません");
    assert_eq!(world.vendor.approve(&world.token("postmaster@example.jp")), Err(NotApproved::NotWaiting));
    assert!(!world.vendor.answer_phone(order));
    assert_eq!(world.vendor.next_due(), None);
}

/// Plays R15–R17: nothing is issued while an enquiry is open, though all else is done.
#[tokio::test]
async fn an_enquiry_holds_the_order() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let enquiry = Enquiry {
        when: When::minutes(1),
        kind: EnquiryKind::Documents,
        text: "登記事項証明書をご提出ください。".to_owned(),
    };
    world.vendor.plan_for("www.example.jp", Plan { enquiry: Some(enquiry), ..Plan::swift() });
    let order = world.place("ssl_geotrust_truebizid", form(organisation, &["www.example.jp"], &csr())).await;
    world.finish("example.jp");
    assert!(!world.vendor.answer_enquiry(order), "nothing asked yet");
    world.wait(SignedDuration::from_hours(24));
    assert_eq!(world.status(order).await, "pending");
    let asked = world.mail.mailbox("certificates@provider.example");
    let mail = MessageParser::default().parse(&asked[0].raw).unwrap();
    assert!(mail.body_text(0).unwrap().contains("登記事項証明書をご提出ください。"));
    assert!(world.vendor.answer_enquiry(order));
    world.wait(SignedDuration::ZERO);
    assert_eq!(world.status(order).await, "issued");
}

/// Plays R42, R51, A11: unreachable first, then reached; not called at all; never got round to.
#[tokio::test]
async fn calls_follow_their_plan() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let call = |when, line| Call { when, line };
    let calls = vec![call(When::NOW, Line::Unreachable), call(When::minutes(60), Line::Answered)];
    let plans = [
        ("a.example.jp", Phone::Calls(calls)),
        ("b.example.jp", Phone::NotRequired),
        ("c.example.jp", Phone::Calls(Vec::new())),
    ];
    let mut orders = Vec::new();
    for (name, phone) in plans {
        let domain_mail = None;
        world.vendor.plan_for(name, Plan { phone, domain_mail, ..Plan::swift() });
        orders.push(world.place("ssl_securesite_flex", form(organisation, &[name], &csr())).await);
        world.clock.advance(SignedDuration::from_secs(1));
    }
    // The second order was issued at once, so the organisation is known and the third needs no call.
    assert_eq!(world.status(orders[0]).await, "pending");
    assert!(!world.vendor.answer_phone(orders[0]), "nobody left word");
    assert_eq!(world.status(orders[1]).await, "issued");
    assert_eq!(world.status(orders[2]).await, "issued");
    world.wait(SignedDuration::from_mins(60));
    assert_eq!(world.status(orders[0]).await, "issued");
    assert!(world.story().contains(&What::PhoneUnreached));

    let other = World::new().await;
    let organisation = other.organisation().await;
    let never = Plan { phone: Phone::Calls(Vec::new()), domain_mail: None, ..Plan::swift() };
    other.vendor.plan_for("c.example.jp", never);
    let order = other.place("ssl_securesite_flex", form(organisation, &["c.example.jp"], &csr())).await;
    other.pass("2027-03-01T00:00:00Z");
    assert_eq!(other.status(order).await, "pending");
}

/// The administrator's own approval comes first if it is not skipped.
#[tokio::test]
async fn an_order_waits_for_the_accounts_administrator() {
    let world = World::new().await;
    let organisation = world.organisation().await;
    let mut body = form(organisation, &["www.example.jp"], &csr());
    body["skip_approval"] = json!(false);
    let order = world.place("ssl_securesite_flex", body).await;
    world.wait(SignedDuration::from_hours(48));
    assert_eq!(world.status(order).await, "needs_approval");
    assert!(world.mail.is_empty());
    assert!(world.vendor.approve_request(order));
    assert!(!world.vendor.approve_request(order));
    assert_eq!(world.status(order).await, "pending");

    let mut body = form(organisation, &["www.example.jp"], &csr());
    body["skip_approval"] = json!(false);
    let order = world.place("ssl_securesite_flex", body).await;
    let cancel = json!({ "status": "canceled", "note": "x" });
    let refused = world.refused(Method::PUT, &format!("/order/certificate/{order}/status"), cancel).await;
    assert_eq!(refused, (400, "order_not_pending".to_owned()));
    let info = world.get(&format!("/order/certificate/{order}")).await;
    let request = format!("/request/{}/status", info["requests"][0]["id"]);
    let reject = json!({ "status": "rejected", "processor_comment": "x" });
    assert_eq!(world.put(&request, reject.clone()).await.0, 204);
    assert_eq!(world.status(order).await, "rejected");
    assert_eq!(world.refused(Method::PUT, &request, reject).await.0, 404);
}
