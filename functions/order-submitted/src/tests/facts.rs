//! What other orders in the store have to say.

use platform::store::MemoryStore;
use platform::store::conformance::Case;
use procedure::order::{Ending, Order, Phase, Stage};
use procedure::pki::Csr;
use procedure::{Decision, OrderId, Product, samples};

use super::support::{decide, submitted};
use crate::Function;

fn order(n: u32, product: Product, names: &[&str]) -> Order {
    let mut draft = samples::draft(product);
    draft.names = names.iter().map(|name| (*name).to_owned()).collect();
    let id = OrderId::derived("/test", &samples::id(&format!("order-{n}")));
    Order { id, ..samples::accepted_from(&draft) }
}

async fn codes(store: &MemoryStore, product: Product, names: &[&str]) -> Vec<String> {
    let mut draft = samples::draft(product);
    draft.names = names.iter().map(|name| (*name).to_owned()).collect();
    let id = samples::order_id();
    let decided = decide(&Function::default(), store, id, None, submitted(&draft)).await.unwrap();
    let findings = match decided.order.phase {
        Phase::Returned(returned) => returned.findings,
        _ => decided.order.warnings,
    };
    findings.into_iter().map(|finding| finding.code.into_owned()).collect()
}

/// P15: an open order for the same first name and product stops a second one; an order for another product, for
/// another first name under the same domain, or one that ended, does not.
#[tokio::test]
async fn a_second_open_order_is_a_duplicate() {
    const PRODUCT: Product = Product::DigicertSecureServerId;
    let store = MemoryStore::in_memory();
    let open = order(1, PRODUCT, &["www.example.jp", "example.jp"]);
    let record = Case::new(1).must(&store, None, &Decision::of(open.clone())).await;
    let has = |codes: &[String]| codes.iter().any(|code| code == "order.duplicate");
    assert!(has(&codes(&store, PRODUCT, &["www.example.jp"]).await));
    assert!(!has(&codes(&store, Product::GeotrustTrueBusinessId, &["www.example.jp"]).await));
    assert!(!has(&codes(&store, PRODUCT, &["shop.example.jp"]).await));
    assert!(!has(&codes(&store, PRODUCT, &["www.example.com"]).await));
    let mut ended = open;
    ended.end(Ending::Cancelled, None, samples::now()).unwrap();
    Case::new(2).must(&store, Some(&record), &Decision::of(ended)).await;
    assert!(!has(&codes(&store, PRODUCT, &["www.example.jp"]).await));
}

/// P15: an open order of another customer's holds nobody up and is not named to the customer, who may be the real owner:
/// staff find out whose the name is.
#[tokio::test]
async fn a_strangers_open_order_is_staffs() {
    const PRODUCT: Product = Product::DigicertSecureServerId;
    let store = MemoryStore::in_memory();
    let mut stranger = order(1, PRODUCT, &["www.example.jp"]);
    stranger.customer = samples::id("C-2002");
    stranger.application.csr = Csr::parse(samples::CSR_RENEWED).unwrap();
    Case::new(1).must(&store, None, &Decision::of(stranger.clone())).await;
    let mut draft = samples::draft(PRODUCT);
    draft.names = vec!["www.example.jp".to_owned()];
    let event = submitted(&draft);
    let decided = decide(&Function::default(), &store, samples::order_id(), None, event).await.unwrap();
    assert_eq!(decided.order.stage(), Stage::Submitting);
    let attention: Vec<_> = decided.order.attention.iter().map(|f| (&*f.code, f.evidence.clone())).collect();
    assert_eq!(attention, [("order.duplicate_elsewhere", Some(stranger.id.to_string()))]);
    let read = format!("{:?}", decided.order.warnings);
    assert!(!read.contains(stranger.id.as_str()) && !read.contains("duplicate"), "{read}");
}

/// P15: a duplicate is found however many orders there are under the domain, up to a bound that is told.
#[tokio::test]
async fn a_duplicate_is_found_among_many() {
    const PRODUCT: Product = Product::DigicertSecureServerId;
    let store = MemoryStore::in_memory();
    let open = |n: u32| Decision::of(order(n, PRODUCT, &[&format!("w{n}.example.jp")]));
    for n in 0..450 {
        Case::new(n).must(&store, None, &open(n)).await;
    }
    for n in [0, 222, 449] {
        let codes = codes(&store, PRODUCT, &[&format!("w{n}.example.jp")]).await;
        assert!(codes.iter().any(|code| code == "order.duplicate"), "{n}: {codes:?}");
    }
}

/// P9, A28: a key that another customer's order used stops the application.
#[tokio::test]
async fn a_key_used_before_is_told() {
    let store = MemoryStore::in_memory();
    let mut other = order(1, Product::Bizcert, &["www.example.com"]);
    other.customer = samples::id("C-2002");
    Case::new(1).must(&store, None, &Decision::of(other)).await;
    let codes = codes(&store, Product::Bizcert, &["www.example.jp"]).await;
    assert!(codes.iter().any(|code| code.starts_with("csr.key")), "{codes:?}");
}
