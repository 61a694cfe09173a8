//! Staff have a vendor's mail sent again: the binary, and the simulated CertCentral behind its real API.

use ::procedure::{Product, samples};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use simulation::certcentral::{CertCentral, DEFAULT_KEY, Options};
use simulation::clock::SimClock;
use simulation::mailroom::{MailKind, Mailroom};

use super::support::{Place, draft_for};

/// A data folder that speaks to a CertCentral of its own, and the time of both.
struct Set {
    place: Place,
    clock: SimClock,
    mail: Mailroom,
    vendor: CertCentral,
}

impl Set {
    async fn new() -> Self {
        let (clock, mail) = (SimClock::starting_at(samples::now()), Mailroom::new());
        let vendor = CertCentral::start(clock.clone(), mail.clone(), Options::default()).await.unwrap();
        let place = Place::new();
        std::fs::create_dir_all(place.data()).unwrap();
        let settings = format!("[certcentral]\nbase_url = \"{}\"\nkey_file = \"key\"\n", vendor.base_url());
        std::fs::write(place.data().join("certflow.toml"), settings).unwrap();
        std::fs::write(place.data().join("key"), DEFAULT_KEY).unwrap();
        Self { place, clock, mail, vendor }
    }

    /// Moves the time on, there and here.
    fn forward(&mut self, by: SignedDuration) {
        self.vendor.advance_to(self.clock.now() + by).unwrap();
        self.place.now = Some(self.clock.now().to_string());
    }

    /// When approval mails went to `postmaster@`, and the bytes of each.
    fn mails(&self) -> Vec<(Timestamp, Vec<u8>)> {
        let all = self.mail.since(0);
        let ours = all.iter().filter(|mail| mail.kind == MailKind::DomainApproval);
        ours.filter(|mail| mail.to == "postmaster@example.jp")
            .map(|mail| (mail.at, mail.raw.clone()))
            .collect()
    }

    fn domain(&self, order: &str) -> Value {
        let page = self.place.show(order);
        page["checks"].as_array().unwrap().iter().find(|check| check["check"] == "domain").unwrap().clone()
    }
}

/// R22, R88, R89, BR 3.2.2.4: the whole mail goes again to whom it went, once an order waits for it and not too often; the
/// customer is told how to recognise it, and the order's page says how often.
#[tokio::test(flavor = "multi_thread")]
async fn an_approval_mail_is_sent_again() {
    let mut set = Set::new().await;
    let order = set.place.submit(Product::DigicertSecureServerId);
    assert_eq!(set.place.show(&order)["stage"], "examining");
    set.forward(SignedDuration::from_mins(20));
    assert_eq!(set.mails().len(), 1);
    assert_eq!(set.place.refused(&["resend", &order]), "resend.too_soon");
    assert_eq!(set.place.refused(&["resend", &order, "--confirmation"]), "resend.not_awaited");

    set.forward(SignedDuration::from_mins(20));
    let once = ["--event-id", "resend-1", "resend", &order];
    let answer = set.place.done(&once);
    assert_eq!(answer["outcome"], "applied");
    let said: Vec<&str> =
        answer["changes"].as_array().unwrap().iter().filter_map(|line| line["what"]["en"].as_str()).collect();
    assert_eq!(
        said,
        ["The vendor is asked to send the approval mail again.", "The vendor sent the approval mail again."]
    );
    let [(_, first), (at, second)] = &set.mails()[..] else { panic!("{:?}", set.mails().len()) };
    assert_eq!((first == second, *at), (true, set.clock.now()), "the same mail");
    assert_eq!(set.place.done(&once)["repeated"], true);
    assert_eq!(set.mails().len(), 2, "R89: the same instruction again sends nothing");
    assert_eq!(set.place.refused(&["resend", &order]), "resend.too_soon");

    let domain = set.domain(&order);
    assert_eq!(domain["resent"]["times"], 1);
    assert_eq!(domain["resent"]["sent_at"], set.clock.now().to_string());
    let letters = set.place.done(&["letters", &order]);
    let letters: Vec<&str> =
        letters["letters"].as_array().unwrap().iter().filter_map(|letter| letter["what"].as_str()).collect();
    assert_eq!(letters.last(), Some(&"reminder"), "{letters:?}");
    let page = set.place.run(&["show", &order, "--lang", "en"]);
    assert!(page.stdout.contains("sent again 1×"), "{}", page.stdout);

    set.forward(SignedDuration::from_hours(1));
    let token = set.mail.mailbox("postmaster@example.jp").last().and_then(|mail| mail.token.clone());
    set.vendor.approve(&token.unwrap()).unwrap();
    set.forward(SignedDuration::from_hours(24));
    set.place.done(&["sweep"]);
    assert_eq!(set.domain(&order)["state"], "passed");
    assert_eq!(set.place.refused(&["resend", &order]), "resend.not_awaited");
}

/// R23, BR 3.2.2.4: an order whose vendor has no API, or that is not there yet, is refused, and staff read what to do.
#[test]
fn others_are_refused_with_the_remedy() {
    let mut place = Place::new();
    let order = place.placed(Product::CybertrustSureServer);
    place.now = Some("2026-11-24T12:00".to_owned());
    let ran = place.run(&["resend", &order, "--lang", "ja"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("ベンダーの管理画面または窓口で再送を依頼してください"), "{}", ran.stderr);
    assert_eq!(place.refused(&["resend", &order]), "resend.at_the_desk");
    let digicert = place.submit_as(&draft_for(Product::DigicertSecureServerId, "shop.example.jp"));
    assert_eq!(place.refused(&["resend", &digicert]), "order.out_of_phase");
    assert_eq!(place.refused(&["resend", "CF-0000-0000-0000"]), "order.unknown");
    // Without a key for CertCentral its orders are at the desk, and staff are told when they ask.
    place.done(&["placed", &digicert, "--vendor-order", "700000001"]);
    place.now = Some("2026-11-24T14:00".to_owned());
    place.done(&["resend", &digicert]);
    let page = place.show(&digicert);
    assert_eq!(page["attention"][0]["code"], "resend.at_the_desk", "{page}");
}
