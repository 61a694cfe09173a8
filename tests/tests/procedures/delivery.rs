//! Queues deliver more than once and in any order (R89).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use certflow::demo::world::Delivery;
use certflow::machine::{FixedClock, Machine, Settings};
use jiff::SignedDuration;
use platform::envelope::{Content, Envelope, Kind};
use platform::resolver::Choice;
use platform::store::{Ask, Outgoing};
use procedure::event::{ApprovalMailReceived, Event, OrderPlaced, OrderSubmitted};
use procedure::order::{Actor, DomainCheck, StepState};
use procedure::{OrderId, Product, samples};
use tempfile::TempDir;

use super::support::{Play, elsewhere, is_behind, letters, story};

/// What a run comes to, apart from keys and times.
type Outcome = BTreeMap<String, (String, Vec<StepState>, Vec<&'static str>, usize)>;

async fn outcome(delivery: Delivery) -> Outcome {
    let stories =
        [Product::DigicertSecureServerIdEv, Product::GeotrustTrueBusinessId, Product::CybertrustSureServer];
    let stories = stories.into_iter().enumerate().map(|(n, product)| {
        let mut story = elsewhere(story(product), n + 1);
        // One name, one approval mail: of two mails of one second the later seen is not told apart.
        story.draft.names.truncate(1);
        story
    });
    let mut play = Play::of(stories.collect()).await;
    play.world.delivery = delivery;
    play.run_new().await;
    play.run_renewals().await;
    play.every_letter_went_out_once();
    let told = play.world.cases().map(|case| {
        let steps = case.order.steps();
        assert!(steps.iter().all(is_behind), "{steps:?}");
        let mut letters = letters(case);
        letters.sort_unstable();
        let key = format!("{} {}", case.order.application.product.code(), case.order.kind.code());
        let stage = case.order.stage().code().to_owned();
        (key, (stage, steps.map(|step| step.state).to_vec(), letters, play.placed(case)))
    });
    told.collect()
}

/// R18, R89, R92: every event delivered twice, and all of a moment in any order, comes to the same orders, the same
/// letters and the same placings as one after the other.
#[tokio::test]
async fn twice_and_in_any_order_is_the_same() {
    let in_order = outcome(Delivery::InOrder).await;
    assert_eq!(in_order.len(), 6);
    for seed in 1..=3 {
        assert_eq!(outcome(Delivery::shuffled(seed)).await, in_order, "seed {seed}");
    }
}

/// R20, R22, R41, R89: the vendor's approval mail and the vendor's number, which staff record when they come to it, may come
/// in either order or at once: the mail is seen, its customer is told once, and nobody enters it again.
#[tokio::test]
async fn the_mail_and_the_number_come_in_either_order() {
    let (number, mail) = (&[Comes::Number][..], &[Comes::Mail][..]);
    let number_first = seen(&[number, mail]).await;
    assert!(number_first.0.iter().any(|domain| domain.mail.is_some()));
    assert!(number_first.1.contains(&"approval_mail_arrived".to_owned()), "{:?}", number_first.1);
    assert_eq!(seen(&[mail, number]).await, number_first);
    assert_eq!(seen(&[mail, mail, number, mail]).await, number_first);
    for together in [[Comes::Mail, Comes::Number], [Comes::Number, Comes::Mail]] {
        assert_eq!(seen(&[&together]).await, number_first);
    }
}

#[derive(Clone, Copy)]
enum Comes {
    Mail,
    Number,
}

/// The domain checks of an order, and its letters, once all of `turns` came, each turn's at once.
async fn seen(turns: &[&[Comes]]) -> (Vec<DomainCheck>, Vec<String>) {
    let folder = TempDir::new().unwrap();
    let clock = Arc::new(FixedClock(samples::now() + SignedDuration::from_hours(1)));
    let mut settings = Settings::default();
    settings.work.resolver = Choice::Off;
    let machine = Machine::in_memory(folder.path(), settings, clock).await.unwrap();
    let application = samples::draft(Product::CybertrustSureServer);
    let submitted = OrderSubmitted { customer: samples::customer(), application };
    let order = accept(&machine, "submitted", None, submitted.into()).await.unwrap();
    work(&machine).await;
    let raw = "From: sureserver_support@cybertrust.co.jp\r\nTo: postmaster@www.example.jp\r\n\
               Date: Tue, 24 Nov 2026 11:00:00 +0900\r\nMessage-ID: <1@vendor.example>\r\n\
               Subject: SSL サーバー証明書 ドメイン名使用権確認について(www.example.jp)\r\n\
               Content-Type: text/plain; charset=utf-8\r\n\r\nhttps://approval.cybertrust.co.jp/dcv?t=Kq7ZtR2mVx9LwB4nYc8P\r\n";
    let mail = machine.vault().put(raw.as_bytes(), None).unwrap();
    for turn in turns {
        for comes in *turn {
            match comes {
                Comes::Mail => {
                    let event = ApprovalMailReceived { mail: mail.clone() };
                    accept(&machine, "mail", None, event.into()).await;
                }
                Comes::Number => {
                    let event = OrderPlaced { vendor_order: samples::id("SS1234567"), by: Actor::Staff };
                    accept(&machine, "number", Some(&order), event.into()).await;
                }
            }
        }
        work(&machine).await;
    }
    let store = machine.store();
    let lines = store.history(&order, &Ask::first(500)).await.unwrap().items;
    let sent = lines.iter().flat_map(|line| &line.outbox).filter_map(|entry| match &entry.send {
        Outgoing::Letter { letter } => Some(letter.notice.code().to_owned()),
        _ => None,
    });
    let mut letters: Vec<String> = sent.collect();
    letters.sort();
    let order = store.order(&order).await.unwrap().unwrap().order;
    assert_eq!((&order.attention[..], &order.early_mails[..]), (&[][..], &[][..]));
    (order.checks().unwrap().common().domains.clone(), letters)
}

async fn accept(machine: &Machine, id: &str, subject: Option<&OrderId>, event: Event) -> Option<OrderId> {
    let envelope = Envelope {
        id: id.parse().unwrap(),
        source: "urn:test:staff".parse().unwrap(),
        kind: Kind::Event(event.kind()),
        subject: subject.cloned(),
        time: None,
        content: Content::Inline(event.data()),
        traceparent: None,
    };
    machine.intake().accept(envelope).await.unwrap().order
}

async fn work(machine: &Machine) {
    let pumped = machine.pump(&machine.rooms().unwrap(), Duration::from_secs(60)).await.unwrap();
    assert!(pumped.idle && pumped.failed == 0, "{pumped:?}");
}
