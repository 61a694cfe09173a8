//! What a vendor posts is a hint: it makes certflow ask, and a lost one is made up for.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use certflow::demo::cast::fresh_csr;
use certflow::demo::wiring;
use certflow::demo::world::{Outside, WorldClock};
use certflow::machine::{Letterbox, Machine, Rooms};
use http::HeaderMap;
use jiff::SignedDuration;
use platform::envelope::{Content, Envelope, Kind};
use portal_webhook::{Door, VendorCall, receive_vendor};
use procedure::event::{Event, OrderSubmitted};
use procedure::order::{Check, Stage};
use procedure::{OrderId, Product, samples};
use serde_json::json;
use simulation::examination::Plan;
use tempfile::TempDir;

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// certflow and CertCentral, with nobody between them.
struct Line {
    machine: Machine,
    rooms: Rooms,
    outside: Outside,
    _folder: TempDir,
}

impl Line {
    async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let outside = Outside::open("2026-12-01T09:00:00+09:00".parse().unwrap(), 1).await.unwrap();
        let clock = Arc::new(WorldClock(outside.clock.clone()));
        let machine = Machine::in_memory(folder.path(), wiring::settings().unwrap(), clock).await.unwrap();
        let vendors = wiring::vendors(&outside).unwrap();
        let rooms = machine.rooms_with(Arc::new(Letterbox::new()), vendors).unwrap();
        Self { machine, rooms, outside, _folder: folder }
    }

    async fn pump(&self) {
        let pumped = self.machine.pump(&self.rooms, Duration::from_secs(60)).await.unwrap();
        assert!(pumped.idle && pumped.failed == 0, "{pumped:?}");
    }

    /// An order for `domain` at the vendor, and the vendor's number of it.
    async fn placed(&self, domain: &str) -> (OrderId, u64) {
        let mut draft = samples::draft(Product::DigicertSecureServerId);
        draft.names = vec![format!("www.{domain}"), domain.to_owned()];
        draft.csr = fresh_csr().unwrap();
        self.outside.certcentral.plan_for(&draft.names[0], Plan::swift());
        let event = Event::from(OrderSubmitted { customer: samples::customer(), application: draft });
        let envelope = Envelope {
            id: samples::id(domain),
            source: "https://portal.example.jp/".parse().unwrap(),
            kind: Kind::Event(event.kind()),
            subject: None,
            time: None,
            content: Content::Inline(event.data()),
            traceparent: None,
        };
        let order = self.machine.intake().accept(envelope).await.unwrap().order.unwrap();
        self.pump().await;
        let record = self.machine.store().order(&order).await.unwrap().unwrap();
        let number = record.order.vendor_order().unwrap().as_str().parse().unwrap();
        (order, number)
    }

    /// The vendor does what is due, the owner of `domain` approves, and the vendor goes on.
    fn examined(&self, domain: &str) {
        let wait = || self.outside.certcentral.advance_to(self.outside.now()).unwrap();
        wait();
        let mails = self.outside.mailroom.mailbox(&format!("postmaster@{domain}"));
        let token = mails.last().and_then(|mail| mail.token.clone()).unwrap();
        self.outside.certcentral.approve(&token).unwrap();
        wait();
    }

    /// The vendor's webhook, and what follows from it.
    async fn posts(&self, event: &str, number: u64) {
        let mut headers = HeaderMap::new();
        headers.insert("x-webhook-key", KEY.parse().unwrap());
        let body = json!({ "event": event, "data": { "order_id": number, "certificate_id": 1 } }).to_string();
        let source: Option<IpAddr> = "216.168.241.7".parse().ok();
        let door = Door { keys: KEY.parse().ok(), sources: "216.168.240.0/20".parse().unwrap() };
        let now = self.outside.now();
        let call = VendorCall { headers: &headers, body: body.as_bytes(), source, now };
        assert_eq!(receive_vendor(&call, &door, &self.machine.intake()).await.status, 200);
        self.pump().await;
    }

    /// Its stage, how many of its names wait, and how many events changed it.
    async fn state(&self, order: &OrderId) -> (Stage, usize, u64) {
        let record = self.machine.store().order(order).await.unwrap().unwrap();
        let checks = record.order.checks().map(|checks| checks.common().domains.clone()).unwrap_or_default();
        let waiting = checks.iter().filter(|domain| matches!(domain.check, Check::Waiting(_))).count();
        (record.order.stage(), waiting, record.version)
    }
}

/// R18, R52, R89: a webhook that says "issued" of an order that is not moves nothing but asks the vendor; once it is, the
/// order is issued, once, however often it is said; of another order no webhook comes, and the poll finds it.
#[tokio::test]
async fn a_webhook_is_a_hint_and_a_lost_one_is_made_up_for() {
    let line = Line::open().await;
    let (order, number) = line.placed("example.jp").await;
    let (lost, _) = line.placed("example2.jp").await;

    let asked = line.outside.certcentral.requests();
    line.posts("certificate_issued", number).await;
    assert!(line.outside.certcentral.requests() > asked, "the vendor was not asked");
    let (stage, waiting, _) = line.state(&order).await;
    assert_eq!((stage, waiting), (Stage::Examining, 2), "what was posted was believed");

    line.examined("example.jp");
    line.examined("example2.jp");
    line.outside.clock.advance(SignedDuration::from_mins(5));
    line.posts("certificate_issued", number).await;
    let (stage, _, version) = line.state(&order).await;
    assert_eq!(stage, Stage::Issued);
    line.posts("certificate_issued", number).await;
    assert_eq!(line.state(&order).await, (Stage::Issued, 0, version), "the same webhook again");

    assert_eq!(line.state(&lost).await.0, Stage::Examining);
    let polled = line.rooms.poller().run().await.unwrap();
    assert_eq!((polled.vendors, polled.changed), (1, 2), "{polled:?}");
    line.pump().await;
    assert_eq!(line.state(&lost).await.0, Stage::Issued);
    let (stage, ..) = line.state(&order).await;
    assert_eq!(stage, Stage::Issued);
    // Both ways at once are one change.
    let version = line.state(&lost).await.2;
    line.rooms.poller().run().await.unwrap();
    line.pump().await;
    assert_eq!(line.state(&lost).await.2, version);
}
