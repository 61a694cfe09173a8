//! Index items follow from the order, whatever it goes through.

use procedure::order::Ending;
use procedure::{Decision, Party, Product, Vendor, samples};

use super::fixture::{Case, opened, told};
use super::order_of;
use crate::store::{Ask, OrderRecord, Store};

pub(super) async fn run<S: Store>(fresh: &impl AsyncFn() -> S) {
    an_order_is_listed_where_it_waits(&fresh().await).await;
    open_orders_are_found_by_domain(&fresh().await).await;
    keys_stay_known(&fresh().await).await;
    orders_are_found_by_the_vendors_number(&fresh().await).await;
    the_poll_remembers(&fresh().await).await;
}

/// R12: who owes the next act.
async fn an_order_is_listed_where_it_waits(store: &dyn Store) {
    let (record, _) = opened(store, 1).await;
    assert_eq!(waits(store, &record).await, [Party::Provider]);
    let placed = samples::placed(order_of(1));
    let record = Case::new(2).must(store, Some(&record), &told(placed)).await;
    assert_eq!(waits(store, &record).await, [Party::Customer, Party::Vendor]);
    let rows = store.waiting(Party::Customer, &Ask::first(10)).await.expect("listed").items;
    assert_eq!(rows[0].act.as_deref(), Some("approve_domain"));
    assert_eq!((rows[0].stage.as_str(), rows[0].kind.as_str()), ("examining", "new"));
    assert_eq!(
        rows[0].until,
        record.order.acts().iter().find(|act| act.by == Party::Customer).and_then(|a| a.until)
    );
    let record = ended(store, 3, record).await;
    assert_eq!(waits(store, &record).await, [Party::Nobody]);
    let rows = store.by_customer(&record.order.customer, &Ask::first(10)).await.expect("listed").items;
    assert_eq!((rows.len(), &rows[0].order, rows[0].is_erased()), (1, &record.order.id, false));
}

/// R41, P15: by the base domain of its names, while a vendor may still send approval mails.
async fn open_orders_are_found_by_domain(store: &dyn Store) {
    let (record, _) = opened(store, 1).await;
    for name in ["example.jp", "www.example.jp", "other.example.jp"] {
        let domain = samples::id(name);
        let rows = store.by_domain(&domain, &Ask::first(10)).await.expect("listed").items;
        assert_eq!(rows.iter().map(|row| &row.order).collect::<Vec<_>>(), [&record.order.id], "{name}");
        assert_eq!(rows[0].may_be_approved_as(&domain), name != "other.example.jp", "{name}");
    }
    assert!(
        store.by_domain(&samples::id("example.com"), &Ask::first(10)).await.expect("listed").items.is_empty()
    );
    ended(store, 2, record).await;
    assert!(
        store.by_domain(&samples::id("example.jp"), &Ask::first(10)).await.expect("listed").items.is_empty()
    );
}

/// A28: a key is never forgotten, neither when the application is amended nor when the order ends.
async fn keys_stay_known(store: &dyn Store) {
    let (record, _) = opened(store, 1).await;
    let first = record.order.application.csr.key().id.clone();
    let mut draft = samples::draft(Product::DigicertSecureServerId);
    draft.csr = samples::CSR_RENEWED.to_owned();
    let mut order = record.order.clone();
    order.application = samples::application(&draft);
    let second = order.application.csr.key().id.clone();
    assert_ne!(first, second);
    let record = Case::new(2).must(store, Some(&record), &told(order)).await;
    ended(store, 3, record).await;
    for key in [first, second] {
        let rows = store.by_key(&key, &Ask::first(10)).await.expect("listed").items;
        assert_eq!(
            rows.iter().map(|row| (&row.order, row.compromised)).collect::<Vec<_>>(),
            [(&order_of(1).id, false)]
        );
    }
    let mut revoked = samples::issued(Product::DigicertSecureServerId, 199);
    revoked.id = order_of(4).id;
    revoked.ask_revocation(true, samples::now()).expect("issued");
    Case::new(4).must(store, None, &told(revoked.clone())).await;
    let rows = store.by_key(&revoked.application.csr.key().id, &Ask::first(10)).await.expect("listed").items;
    assert!(rows.iter().any(|row| row.order == revoked.id && row.compromised));
}

/// R90, A3: by the vendor's number, which a reissue shares, until the order ends without a certificate.
async fn orders_are_found_by_the_vendors_number(store: &dyn Store) {
    let (record, _) = opened(store, 1).await;
    let number = samples::id("V-1");
    let found = async |vendor| {
        let rows = store.by_vendor_order(vendor, &number, &Ask::first(10)).await.expect("listed").items;
        rows.into_iter().map(|row| row.order).collect::<Vec<_>>()
    };
    assert_eq!(found(Vendor::Digicert).await, [], "it is not placed yet");
    let placed = Case::new(2).must(store, Some(&record), &told(samples::placed(order_of(1)))).await;
    let reissue = samples::placed(order_of(3));
    Case::new(3).must(store, None, &told(reissue.clone())).await;
    let mut both = [order_of(1).id, reissue.id.clone()];
    both.sort();
    assert_eq!(found(Vendor::Digicert).await, both);
    assert_eq!(found(Vendor::Cybertrust).await, [], "another vendor's number");
    ended(store, 4, placed).await;
    assert_eq!(found(Vendor::Digicert).await, [reissue.id]);
}

async fn the_poll_remembers(store: &dyn Store) {
    assert_eq!(store.polled(Vendor::Digicert).await.expect("read"), None);
    store.set_polled(Vendor::Digicert, samples::now()).await.expect("written");
    assert_eq!(store.polled(Vendor::Digicert).await.expect("read"), Some(samples::now()));
    assert_eq!(store.polled(Vendor::Cybertrust).await.expect("read"), None);
}

async fn ended(store: &dyn Store, n: u32, record: OrderRecord) -> OrderRecord {
    let mut order = record.order.clone();
    let case = Case::new(n);
    order.end(Ending::Cancelled, None, case.at).expect("it can be cancelled");
    case.must(store, Some(&record), &Decision::of(order)).await
}

async fn waits(store: &dyn Store, record: &OrderRecord) -> Vec<Party> {
    let mut parties = Vec::new();
    for party in Party::ALL {
        let rows = store.waiting(party, &Ask::first(100)).await.expect("listed").items;
        parties.extend(rows.iter().filter(|row| row.order == record.order.id).map(|_| party));
    }
    parties
}
