//! Whole procedures: the demo's run, held to what the mission document asks of it.

mod conditional;
mod delivery;
mod documents;
mod endings;
mod ev;
mod faults;
mod habits;
mod overdue;
mod products;
mod renewals;
mod seeds;
mod support;

use std::collections::BTreeSet;

use certflow::demo::args::Demo;
use certflow::demo::report::document::{Document, OrderReport};
use procedure::Product;
use procedure::order::StepState;
use procedure::pki::Chain;
use tokio::sync::OnceCell;

/// One run serves every test here; it takes seconds.
async fn document() -> &'static Document {
    static RUN: OnceCell<Document> = OnceCell::const_new();
    RUN.get_or_init(|| async {
        let parent = tempfile::tempdir().unwrap();
        let start = "2026-12-01T09:00".parse().unwrap();
        let demo = Demo { seed: 1, folder: parent.path().join("demo"), start };
        let report = certflow::demo::run(&demo, procedure::Language::Ja, |_| {}).await.unwrap();
        report.document
    })
    .await
}

fn issued<'a>(document: &'a Document, kind: &'a str) -> impl Iterator<Item = &'a OrderReport> {
    document.orders.iter().filter(move |order| order.kind == kind && order.certificate.is_some())
}

/// R1, R6, R7, R8, R13: new orders and renewals of all six products go from application to a verified certificate.
#[tokio::test]
async fn every_product_is_issued_new_and_renewed() {
    let document = document().await;
    assert_eq!(document.trouble, Vec::<String>::new());
    for kind in ["new", "renewal"] {
        let products: BTreeSet<Product> = issued(document, kind).map(|order| order.product).collect();
        assert_eq!(products, Product::ALL.into_iter().collect(), "{kind}");
    }
    for order in &document.orders {
        let Some(chain) = &order.certificate else { continue };
        Chain::parse(chain).unwrap();
        assert_eq!(chain.matches("BEGIN CERTIFICATE").count(), 2, "{}: leaf and intermediate", order.order);
    }
}

/// R89: no letter goes out twice: each has a Message-ID of its own.
#[tokio::test]
async fn each_letter_goes_out_once() {
    let document = document().await;
    let mails = document.orders.iter().flat_map(|order| &order.mails);
    let ids: Vec<&str> = mails.map(|mail| mail.message_id.as_str()).collect();
    assert!(ids.len() > 100, "{} letters", ids.len());
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

/// R12, R52, R55: seven steps, all done or not needed up to the issuance.
#[tokio::test]
async fn the_seven_steps_are_done() {
    for order in issued(document().await, "new") {
        let before = &order.steps[..6];
        let open = |state: &StepState| matches!(state, StepState::Ahead | StepState::Current { .. });
        assert!(before.iter().all(|step| !open(&step.state)), "{}: {before:?}", order.order);
    }
}

/// R46, R47, R49: EV's letters come to EV orders alone.
#[tokio::test]
async fn ev_letters_come_to_ev_orders_alone() {
    let document = document().await;
    for order in issued(document, "new") {
        let ev =
            matches!(order.product, Product::DigicertSecureServerIdEv | Product::GeotrustTrueBusinessIdEv);
        let confirms = order.mails.iter().any(|mail| mail.notice.code() == "confirmation_expected");
        assert_eq!(confirms, ev, "{}", order.order);
        let says = order.mails.iter().any(|mail| mail.text.contains("在籍確認"));
        assert_eq!(says, ev, "{}", order.order);
    }
}

/// R58, R86: only the sole proprietor is asked for documents, and told which one does not do.
#[tokio::test]
async fn only_the_sole_proprietor_sends_documents() {
    let document = document().await;
    let asked = |code: &str| -> BTreeSet<&str> {
        let orders = document.orders.iter().filter(|o| o.kind == "new");
        let orders = orders.filter(|order| order.mails.iter().any(|mail| mail.notice.code() == code));
        orders.map(|order| order.product.code()).collect()
    };
    assert_eq!(asked("documents_needed"), BTreeSet::from(["BIZCERT"]));
    assert_eq!(asked("document_refused"), BTreeSet::from(["BIZCERT"]));
}

/// R22: no letter carries an approval link or its token; the vendors' addresses are named, their pages are not.
#[tokio::test]
async fn no_letter_carries_an_approval_link() {
    for mail in document().await.orders.iter().flat_map(|order| &order.mails) {
        assert!(!mail.text.contains("token"), "{}", mail.message_id);
    }
}

/// R14, A26: a rejected, a cancelled, a revoked and a reissued order end as they must.
#[tokio::test]
async fn orders_end_in_every_way() {
    let document = document().await;
    let stages: BTreeSet<&str> = document.orders.iter().map(|order| order.stage).collect();
    for stage in ["rejected", "cancelled", "revoked"] {
        assert!(stages.contains(stage), "{stage} in {stages:?}");
    }
    let reissue = document.orders.iter().find(|order| order.kind == "reissue").unwrap();
    assert!(reissue.follows.is_some() && reissue.certificate.is_some());
}
