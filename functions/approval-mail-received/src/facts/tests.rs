//! Which order a mail is taken to be for.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use platform::dispatch::Vendors;
use platform::envelope::{Content, Envelope, Kind};
use platform::react::{FactError, Gather};
use platform::store::conformance::Case;
use platform::store::{Cause, MemoryStore};
use procedure::event::EventKind;
use procedure::order::Order;
use procedure::policy::Policy;
use procedure::{Decision, OrderId, Product, samples};

use super::{Facts, PAGE, PAGES, gather, locate};
use crate::vault::{StoredMail, Vault};

/// The store in memory answers at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("the store in memory waits for nobody"),
    }
}

/// A mail that staff entered.
struct One(String);

#[async_trait]
impl Vault for One {
    async fn get(&self, _: &str) -> Result<Option<StoredMail>, Cause> {
        let raw = self.0.clone().into_bytes();
        Ok(Some(StoredMail { raw, received: samples::now(), recipients: Vec::new(), by_staff: true }))
    }
}

fn mail(asks: &str) -> One {
    One(format!(
        "From: no-reply@digitalcertvalidation.com\r\nTo: postmaster@www.example.jp\r\n\
         Date: Tue, 24 Nov 2026 10:00:00 +0900\r\nSubject: [Domain Approval] {asks}\r\n\r\n\
         https://www.digicert.com/?token=1\r\n"
    ))
}

fn id(n: u32) -> OrderId {
    OrderId::derived("/test", &samples::id(&format!("order-{n}")))
}

/// An order of DigiCert's for `names`, with `number` at the vendor.
fn order(n: u32, names: &[&str], number: &str) -> Order {
    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.names = names.iter().map(ToString::to_string).collect();
    let mut order = samples::accepted_from(&draft);
    order.id = id(n);
    order.intend_placement(&Policy::default(), samples::now()).unwrap();
    order.placed(&samples::id(number), &Policy::default(), samples::now()).unwrap();
    order
}

fn open(store: &MemoryStore, n: u32, order: Order) {
    now(Case::new(n).must(store, None, &Decision::of(order)));
}

/// What `work` finds with `store` to look into.
fn with<T>(store: &MemoryStore, work: impl AsyncFnOnce(Gather<'_>) -> T) -> T {
    let (policy, vendors) = (Policy::default(), Vendors::default());
    let envelope = Envelope {
        id: samples::id("e1"),
        source: "/test".parse().unwrap(),
        kind: Kind::Event(EventKind::ApprovalMailReceived),
        subject: None,
        time: None,
        content: Content::Stored,
        traceparent: None,
    };
    let (envelope, vendors, policy) = (&envelope, &vendors, &policy);
    now(work(Gather { envelope, subject: None, store, vendors, policy, now: samples::now() }))
}

fn found(store: &MemoryStore, mail: &One) -> Result<OrderId, String> {
    with(store, async |cx| locate(&cx, mail, "key").await).map_err(|error| match error {
        FactError::Refused(refusal) => refusal.findings()[0].code.to_string(),
        other => panic!("{other}"),
    })
}

/// R41, A13, A29: of two orders for one name the one whose number the subject has; with nobody's number the mail is
/// somebody else's.
#[test]
fn the_order_with_the_number_of_the_subject() {
    let store = MemoryStore::in_memory();
    let names = ["www.example.jp"];
    // They are listed by their ids.
    let (first, second) = (order(2, &names, "1111111111"), order(1, &names, "2222222222"));
    assert!(first.id < second.id);
    open(&store, 1, first.clone());
    open(&store, 2, second.clone());
    for (asks, id) in [
        ("www.example.jp", &first.id),
        ("[www.example.jp] {1111111111}", &first.id),
        ("[www.example.jp] {2222222222}", &second.id),
        ("[www.example.jp] {3333333333}", &first.id),
    ] {
        assert_eq!(found(&store, &mail(asks)).as_ref(), Ok(id), "{asks}");
    }
    let theirs = mail("[www.example.jp] {3333333333}");
    let facts = with(&store, async |cx| gather(&cx, &theirs, &first, "key").await).unwrap();
    let Facts::Quarantined(findings) = facts else { panic!("{facts:?}") };
    assert!(findings.iter().any(|finding| finding.code == "mail.other_number"), "{findings:?}");
    assert_eq!(found(&store, &mail("[www.example.com] {1111111111}")), Err("mail.no_order".to_owned()));
}

/// R41: on a provider's own domain the mail's order is found behind many others; and when there are more than are looked
/// at, that is said.
#[test]
fn many_orders_under_one_domain() {
    let store = MemoryStore::in_memory();
    let asks = mail("www.example.jp");
    let (page, most) = (u32::from(PAGE), u32::from(PAGE) * PAGES as u32);
    let neighbour = order(1, &["shop.example.jp"], "1111111111");
    let other = |n: u32| Order { id: id(n), ..neighbour.clone() };
    (1..=page + 1).for_each(|n| open(&store, n, other(n)));
    assert_eq!(found(&store, &asks), Err("mail.no_order".to_owned()));
    let ours = order(page + 2, &["www.example.jp"], "9999999999");
    open(&store, page + 2, ours.clone());
    assert_eq!(found(&store, &asks), Ok(ours.id.clone()));
    (page + 3..=most + 1).for_each(|n| open(&store, n, other(n)));
    assert_eq!(found(&store, &mail("mail.example.jp")), Err("mail.too_many_orders".to_owned()));
    assert_eq!(found(&store, &mail("[www.example.jp] {9999999999}")), Ok(ours.id));
}
