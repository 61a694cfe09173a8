//! Items as a release stored them, in files that are never changed once that release is out. One that is no longer
//! read shows that the stored form changed: raise the schema and append the step that lifts it (`schema.rs`).

use std::collections::BTreeSet;

use procedure::order::{Ending, Order};
use procedure::{Decision, Product, samples};
use serde_json::{Value, json};

use crate::store::conformance::{Case, order_of, sends};
use crate::store::record::{IndexHashes, OrderRecord};
use crate::store::schema::SCHEMA;
use crate::store::table::{Item, Write};
use crate::store::{HistoryRecord, Key, MemoryStore, Store as _, StoreError, StoreSettings, Verdict};

const SCHEMAS: [(u32, &str); 3] = [
    (1, include_str!("schema-1.json")),
    (2, include_str!("schema-2.json")),
    (3, include_str!("schema-3.json")),
];

fn item(value: &Value) -> Item {
    serde_dynamo::to_item(value).unwrap()
}

fn stored(schema: u32) -> Vec<Value> {
    let (_, text) = SCHEMAS.into_iter().find(|(known, _)| *known == schema).unwrap();
    serde_json::from_str(text).unwrap()
}

/// The order of `state`, with what lies beside it in `all`.
fn order_in(state: &Value, all: &[Value]) -> Result<OrderRecord, StoreError> {
    let beside = all.iter().find(|other| other["pk"] == state["pk"] && other["sk"] == "BULK");
    OrderRecord::from_items(item(state), beside.map(item)).map(Option::unwrap)
}

/// The orders of the file: one in every kind of phase.
fn orders() -> [Order; 3] {
    let [mut examining, mut issued] =
        [samples::examining(Product::DigicertSecureServerIdEv), samples::issued(Product::Bizcert, 30)];
    examining.id = order_of(2).id;
    issued.id = order_of(3).id;
    [order_of(1), examining, issued]
}

/// R90: an order and its history, stored under an earlier schema, are read today.
#[test]
fn what_every_schema_stored_is_read() {
    for (schema, _) in SCHEMAS {
        let all = stored(schema);
        let mut read = Vec::new();
        for value in &all {
            let key = Key::from_item(&item(value)).unwrap();
            if key.as_history().is_some() {
                let record = HistoryRecord::from_item(item(value)).unwrap();
                assert_eq!(record.outbox.len(), 3, "{key}");
            } else if !key.is_bulk() {
                assert_eq!(value["schema"], schema, "{key}");
                let record = order_in(value, &all).unwrap();
                assert_eq!(record.version, 1, "{key}");
                read.push(record.order);
            }
        }
        for order in orders() {
            let found = read.iter().find(|read| read.id == order.id).unwrap();
            assert_eq!(found.application, order.application, "schema {schema}");
            assert_eq!(found.certificate().is_some(), order.certificate().is_some(), "schema {schema}");
        }
    }
}

/// R90: what an earlier schema remembered of an order's index items goes when they do, wherever it was remembered.
#[tokio::test]
async fn an_order_of_an_earlier_schema_goes_on() {
    for (schema, _) in SCHEMAS {
        let all = stored(schema);
        let state =
            all.iter().find(|value| value["sk"] == "STATE" && value["pk"] == state_of(&order_of(2))).unwrap();
        let before = order_in(state, &all).unwrap();
        let kinds = |index: &IndexHashes| -> Vec<String> {
            index.keys().map(|key| key.pk.split('#').next().unwrap().to_owned()).collect()
        };
        assert!(kinds(&before.index).contains(&"DOMAIN".to_owned()), "schema {schema}");
        let mut order = before.order.clone();
        order.end(Ending::Cancelled, None, Case::new(9).at).unwrap();
        let (case, decision) = (Case::new(9), Decision::of(order));
        let plan = case.commit(Some(&before), Verdict::Applied(&decision));
        let settings = StoreSettings::default();
        let plan = plan.plan(&settings.shards, settings.keep_events).unwrap();
        let deleted: BTreeSet<_> = (plan.writes.iter())
            .filter_map(|write| match write {
                Write::Delete { key } => key.pk.split('#').next(),
                Write::Put { .. } => None,
            })
            .collect();
        // An order that is over is listed for nobody's act, under another key; by customer and key it stays.
        let remembered = kinds(&before.index);
        let gone = remembered.iter().map(String::as_str).filter(|kind| !KEPT.contains(kind));
        assert_eq!(deleted, gone.collect(), "schema {schema}");
        let written = plan.writes.iter().filter_map(|write| match write {
            Write::Put { item, .. } => Some(item),
            Write::Delete { .. } => None,
        });
        let under = |key: Key| written.clone().find(|item| key.is_of(item)).cloned();
        let state = under(Key::state(&before.order.id)).unwrap();
        let after = OrderRecord::from_items(state, under(Key::bulk(&before.order.id))).unwrap().unwrap();
        assert_eq!(Some(&after), plan.committed.order.as_ref(), "schema {schema}");
        assert_eq!(kinds(&after.index), ["CUSTOMER", "KEY", "ORDER", "WAITING"], "schema {schema}");
    }
}

/// What an order that is over leaves: its rows by customer and key, its second item.
const KEPT: [&str; 3] = ["CUSTOMER", "KEY", "ORDER"];

fn state_of(order: &Order) -> String {
    Key::state(&order.id).pk
}

/// R85: an item that cannot be read is named by key and path, never by value.
#[test]
fn an_item_that_cannot_be_read_is_named_without_its_value() {
    let mut value = stored(1).remove(0);
    value["state"]["application"]["product"] = json!("secret");
    let error = order_in(&value, &[]).unwrap_err();
    let StoreError::Malformed { path, .. } = &error else { panic!("{error:?}") };
    assert_eq!(path, "state.application.product");
    assert!(!format!("{error} {error:?}").contains("secret"));
}

/// A release that was rolled back does not guess at what a later one wrote.
#[test]
fn an_item_of_a_later_release_is_left_alone() {
    let mut value = stored(1).remove(0);
    value["schema"] = json!(SCHEMA + 1);
    let error = order_in(&value, &[]).unwrap_err();
    assert!(matches!(error, StoreError::NewerSchema { found, .. } if found == SCHEMA + 1), "{error:?}");
}

/// Writes the file anew: `cargo test -p platform -- --ignored write_schema`. Only while its schema is not released.
#[tokio::test]
#[ignore = "writes a file of this folder"]
async fn write_schema_3() {
    let store = MemoryStore::in_memory();
    for (n, order) in (1..).zip(orders()) {
        let decision = if n == 1 { sends(order) } else { Decision::of(order) };
        Case::new(n).must(&store, None, &decision).await;
    }
    let keep = |item: &Item| Key::from_item(item).is_some_and(|key| key.as_order().is_some());
    let items: Vec<Value> = (store.table().dump().into_iter().filter(keep))
        .map(|item| serde_dynamo::from_item(item).unwrap())
        .collect();
    assert!(items.len() >= 4 && store.watermark().await.unwrap().is_none());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/tests/schema-3.json");
    std::fs::write(path, serde_json::to_string_pretty(&items).unwrap() + "\n").unwrap();
}
