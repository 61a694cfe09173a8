//! What is stored beside an order's state and follows from the order: the index items, which lists and look-ups show
//! without opening it (nothing personal), and what is large.

use std::collections::BTreeMap;

use jiff::Timestamp;
use procedure::erase::Erased;
use procedure::name::{CertificateName, DnsName};
use procedure::order::{Act, Order, Phase};
use procedure::pki::KeyId;
use procedure::{CustomerId, OrderId, Party, Product};
use serde::{Deserialize, Serialize};

use super::bulk;
use super::code::{from_item, to_item};
use super::index::hash;
use crate::store::table::Item;
use crate::store::{Key, StoreError, due};

/// An order that waits for a party (R12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRow {
    /// The order.
    pub order: OrderId,
    /// Its product.
    pub product: Product,
    /// Its first name.
    pub common_name: CertificateName,
    /// The code of its stage.
    pub stage: String,
    /// `new`, `renewal`, `reissue`.
    pub kind: String,
    /// The code of the act it waits for, the most urgent of that party; `None` when it is finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Until when, if there is a deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// An open order with names under a base domain (R41, P15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRow {
    /// The order.
    pub order: OrderId,
    /// Its product.
    pub product: Product,
    /// Its names under that base domain.
    pub names: Vec<CertificateName>,
}

impl DomainRow {
    /// Whether an approval given for `domain` can concern one of the order's names (A7).
    pub fn may_be_approved_as(&self, domain: &DnsName) -> bool {
        self.names.iter().any(|name| name.domain().is_within(domain))
    }
}

/// An order that used a public key; kept for ever (A28).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRow {
    /// The order.
    pub order: OrderId,
    /// Whose it is.
    pub customer: CustomerId,
    /// Whether the key may be known to others.
    pub compromised: bool,
}

/// An order of ours that a vendor's order holds; none once it ended without a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorOrderRow {
    /// The order.
    pub order: OrderId,
}

/// An order of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// The order.
    pub order: OrderId,
    /// Its product.
    pub product: Product,
    /// Its first name.
    pub common_name: CertificateName,
    /// `erased` once its personal data is erased. Until then only the order itself says where it is: a row that said so
    /// would be written anew at each step. (Rows of schema 2 say where it was.)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<String>,
    /// `new`, `renewal`, `reissue`.
    pub kind: String,
    /// When it was received or opened.
    pub received_at: Timestamp,
}

impl CustomerRow {
    /// Whether the order's personal data is erased.
    pub fn is_erased(&self) -> bool {
        self.stage.as_deref() == Some(Erased::STAGE)
    }
}

/// A row of an index, from its item.
pub(crate) fn from_row<T: serde::de::DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    let key = Key::from_item(&item).ok_or_else(|| due::keyless("index"))?;
    from_item(&key, item)
}

/// Every item beside the state of `order`.
pub(crate) fn rows_of(order: &Order) -> Result<BTreeMap<Key, Item>, StoreError> {
    let mut rows = BTreeMap::new();
    let mut put = |key: Key, item: Result<Item, StoreError>| item.map(|item| drop(rows.insert(key, item)));
    for party in order.waits_for() {
        let row = waiting(order, party);
        let key = Key::waiting(party, row.until, &order.id);
        put(key.clone(), to_item(&key, &row))?;
    }
    for (base, names) in names_by_base(order) {
        let key = Key::domain(&base, &order.id);
        let row = DomainRow { order: order.id.clone(), product: order.application.product, names };
        put(key.clone(), to_item(&key, &row))?;
    }
    if let Some(number) = order.vendor_order().filter(|_| !matches!(order.phase, Phase::Ended(_))) {
        let key = Key::vendor_order(order.application.product.vendor(), number, &order.id);
        put(key.clone(), to_item(&key, &VendorOrderRow { order: order.id.clone() }))?;
    }
    let key = Key::public_key(key_of(order), &order.id);
    put(key.clone(), to_item(&key, &public_key(order)))?;
    let key = Key::customer(&order.customer, &order.id);
    put(key.clone(), to_item(&key, &customer(order)))?;
    let settled = rows.iter().filter(|(key, _)| key.is_settled());
    let settled = settled.map(|(key, item)| (key.clone(), hash(item))).collect();
    let (key, item) = bulk::item(order, &settled)?;
    rows.insert(key, item);
    Ok(rows)
}

fn waiting(order: &Order, party: Party) -> WaitingRow {
    let acts = order.acts();
    let urgency = |act: &&Act| (act.until.is_none(), act.until);
    let act = acts.iter().filter(|act| act.by == party).min_by_key(urgency);
    WaitingRow {
        order: order.id.clone(),
        product: order.application.product,
        common_name: order.application.names.first().clone(),
        stage: order.stage().code().to_owned(),
        kind: order.kind.code().to_owned(),
        act: act.map(|act| act.code.clone()),
        since: act.map(|act| act.since),
        until: act.and_then(|act| act.until),
    }
}

/// The names of an open order by base domain; a name without one stands for itself.
fn names_by_base(order: &Order) -> BTreeMap<DnsName, Vec<CertificateName>> {
    let mut names: BTreeMap<DnsName, Vec<CertificateName>> = BTreeMap::new();
    if order.is_open() {
        for name in &order.application.names {
            let base = name.domain().base_domain().unwrap_or_else(|| name.domain().clone());
            names.entry(base).or_default().push(name.clone());
        }
    }
    names
}

fn key_of(order: &Order) -> &KeyId {
    &order.application.csr.key().id
}

fn public_key(order: &Order) -> KeyRow {
    let compromised = order.key_is_compromised();
    KeyRow { order: order.id.clone(), customer: order.customer.clone(), compromised }
}

fn customer(order: &Order) -> CustomerRow {
    CustomerRow {
        order: order.id.clone(),
        product: order.application.product,
        common_name: order.application.names.first().clone(),
        stage: None,
        kind: order.kind.code().to_owned(),
        received_at: order.received_at,
    }
}
