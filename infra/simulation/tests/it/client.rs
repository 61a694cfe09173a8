//! certflow's own client against the simulated vendor: two readings of one documentation must agree.

use jiff::SignedDuration;
use jiff::civil::date;
use procedure::{Language, OrderId, Product};
use simulation::certcentral::{DEFAULT_KEY, Fault, Trouble};
use simulation::examination::Plan;
use vendors::certcentral::dcv::{DcvMail, DcvMethod, NewMail, SameMail, TOKEN_LIFE};
use vendors::certcentral::order::{
    Approval, Contact, Contacts, Found, LookBack, NewOrder, NewReissue, OrderYears, Page, Request,
};

use vendors::certcentral::validation::{Check, Confirmers};
use vendors::certcentral::{
    ApiKey, CertificateId, Client, Config, Format, Meaning, NewOrganisation, OrderNumber, Private,
    Revocation, RevocationReason,
};

use crate::ca::blocks;
use crate::world::{World, csr};

fn client(world: &World) -> Client {
    let mut config = Config::new(ApiKey::new(DEFAULT_KEY).unwrap()).unwrap();
    config.base_url = world.vendor.base_url().parse().unwrap();
    Client::new(config).unwrap()
}

fn person(email: &str) -> Contact {
    Contact {
        first_name: Private::new("花子"),
        last_name: Private::new("例示"),
        job_title: Some(Private::new("部長")),
        telephone: Private::new("03-0000-0000"),
        email: Private::new(email),
    }
}

async fn order(client: &Client, product: Product) -> NewOrder {
    let organisation = client
        .add_organisation(&NewOrganisation {
            name: Private::new("株式会社例示"),
            assumed_name: None,
            country: "JP".to_owned(),
            address: Private::new("1-1"),
            address2: None,
            city: Private::new("Chiyoda-ku"),
            state: Private::new("Tokyo"),
            zip: Private::new("100-0001"),
            telephone: Private::new("03-0000-0000"),
            organization_contact: person("hanako@example.co.jp"),
        })
        .await
        .unwrap();
    NewOrder {
        reference: "CF-7K3M-9QX2-TBEA".parse::<OrderId>().unwrap(),
        product,
        request: request(),
        organisation,
        contacts: Contacts {
            organisation: Some(person("soumu@example.co.jp")),
            technical: None,
            verified: vec![person("hanako@example.co.jp")],
        },
        years: OrderYears::One,
        dcv_method: DcvMethod::Email,
        language: Language::Ja,
        renewal_of: None,
        approval: Approval::Skip,
    }
}

fn request() -> Request {
    Request {
        common_name: "www.example.jp".to_owned(),
        dns_names: vec!["example.jp".to_owned()],
        csr: csr(),
        days: Some(199),
    }
}

#[tokio::test]
async fn an_ev_order_is_placed_followed_resent_and_fetched() {
    let world = World::new().await;
    let client = client(&world);
    let offers = client.offers().await.unwrap();
    assert_eq!(client.config().products.missing(&offers), []);
    let new = order(&client, Product::DigicertSecureServerIdEv).await;
    let placed = client.place(&new).await.unwrap();
    let domain = placed.domains[0].id;
    let look = async || client.validation(placed.order).await.unwrap().checks();
    let first = look().await;
    assert_eq!((first.phone, first.employment), (Check::Pending, Check::Pending));
    assert_eq!((first.domains[0].domain, &first.domains[0].state), (Some(domain), &Check::Pending));

    world.wait(SignedDuration::from_mins(10));
    let now = world.clock.now();
    let info = client.domain_info(domain).await.unwrap();
    let same = SameMail::of(&info, Language::Ja, now + TOKEN_LIFE, now).unwrap();
    assert_eq!(same.count(), 5);
    client.send_dcv_mail(&DcvMail::Same(same)).await.unwrap();
    let mails = world.mail.mailbox("postmaster@example.jp");
    assert_eq!((mails.len(), &mails[0].raw), (2, &mails[1].raw));
    let offered = client.dcv_mailboxes(domain).await.unwrap();
    let chosen = [Private::new("webmaster@example.jp")];
    let other = NewMail::to(domain, &offered, &chosen, Language::En).unwrap();
    client.send_dcv_mail(&DcvMail::New(other)).await.unwrap();
    world.vendor.approve(&world.token("webmaster@example.jp")).unwrap();
    assert_eq!(look().await.domains[0].state, Check::Done);

    world.pass("2026-11-25T11:00:00+09:00");
    assert!(world.vendor.answer_phone(placed.order.get()));
    assert_eq!(look().await.phone, Check::Done);
    assert!(Confirmers::of(&client.validation(placed.order).await.unwrap()).is_none());
    world.pass("2026-11-25T14:30:00+09:00");
    let validation = client.validation(placed.order).await.unwrap();
    assert_eq!(validation.checks().employment, Check::Done);
    let confirmers = Confirmers::of(&validation).unwrap();
    assert_eq!(confirmers.count(), 1, "of three people named, one is to confirm");
    client.resend_confirmation(placed.order, &confirmers).await.unwrap();
    world.vendor.approve(&world.token("hanako@example.co.jp")).unwrap();
    world.wait(SignedDuration::from_mins(30));

    let changes = client.status_changes(LookBack::minutes(10)).await.unwrap();
    assert_eq!((changes[0].order, changes[0].status.meaning()), (placed.order, Meaning::Issued));
    let info = client.order_info(placed.order).await.unwrap();
    let certificate = info.certificate.certificate.unwrap();
    assert_eq!(Some(certificate), placed.certificate);
    assert_eq!(info.certificate.valid_till, Some(date(2027, 6, 12)));
    let pem = client.download(certificate, Format::PemAll).await.unwrap();
    assert_eq!(blocks(&pem).len(), 3);
    assert_eq!(pem, client.download_for_order(placed.order, Format::PemAll).await.unwrap());
}

#[tokio::test]
async fn a_lost_order_is_found_by_its_reference() {
    let world = World::new().await;
    let client = client(&world);
    let new = order(&client, Product::GeotrustTrueBusinessId).await;
    let path = "/order/certificate/ssl".to_owned();
    world.vendor.trouble(Trouble { method: "POST", path, times: 1, fault: Fault::LostReply });
    let lost = client.place(&new).await.unwrap_err();
    assert!(lost.outcome_unknown(), "{lost}");
    let today = date(2026, 11, 23);
    let find = async || client.find_order(&new.reference, "www.example.jp", today, today).await.unwrap();
    let Found::One(ours) = find().await else { panic!("not found") };
    assert_eq!(ours.order.get(), world.vendor.orders()[0].id);
    client.place(&new).await.unwrap();
    assert!(matches!(find().await, Found::Several(both) if both.len() == 2));
    client.cancel(ours.order, "duplicate").await.unwrap();
    let info = client.order_info(ours.order).await.unwrap();
    assert_eq!(info.status.meaning(), Meaning::Cancelled);
    assert!(info.mentions(&new.reference, None));
}

#[tokio::test]
async fn a_certificate_is_reissued_and_revoked() {
    let world = World::new().await;
    let client = client(&world);
    for _ in 0..2 {
        world.vendor.plan_for("www.example.jp", Plan { domain_mail: None, ..Plan::swift() });
    }
    let new = order(&client, Product::DigicertSecureServerId).await;
    let placed = client.place(&new).await.unwrap();
    assert_eq!(placed.certificate_chain.len(), 2, "issued at once");
    let (reference, order): (_, OrderNumber) = (new.reference, placed.order);
    let reissue = NewReissue { reference, order, request: request(), approval: Approval::Skip };
    let reissued = client.reissue(&reissue).await.unwrap();
    assert_ne!(reissued.certificate, placed.certificate);
    let validations = client.organisation_validations(new.organisation).await.unwrap();
    assert!(validations.iter().all(|v| v.status.as_deref() == Some("active")));
    let certificate = CertificateId::Number(reissued.certificate.unwrap());
    let reason = RevocationReason::KeyCompromise;
    let asked = client.revoke(&certificate, reason, "lost", Approval::InCertCentral).await.unwrap();
    assert!(matches!(asked, Revocation::AwaitingApproval(_)));
    let done = client.revoke_order(order, reason, "lost", Approval::Skip).await.unwrap();
    assert_eq!(done, Revocation::Submitted);
    assert_eq!(client.order_info(order).await.unwrap().status.meaning(), Meaning::Revoked);
    assert_eq!(client.organisations(Page { offset: 1, limit: 1 }).await.unwrap(), []);
}
