//! An order lies in two items; a read of two items is no transaction.

use std::sync::Mutex;

use async_trait::async_trait;
use procedure::order::Order;
use procedure::{Decision, Product, samples};

use crate::store::conformance::{Case, order_of};
use crate::store::table::{Condition, Found, Item, MemoryTable, Query, Table, TransactError, Update, Write};
use crate::store::{Key, Store as _, StoreError, StoreSettings, TableStore, Verdict};

/// A table into which somebody else writes after the first item of the next read, and before the others.
struct Torn {
    table: MemoryTable,
    between: Mutex<Option<Vec<Write>>>,
}

#[async_trait]
impl Table for Torn {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        let mut found = self.table.get(&keys[..1]).await?;
        let writes = self.between.lock().unwrap().take();
        if let Some(writes) = writes {
            self.table.transact(&writes).await.unwrap();
        }
        found.extend(self.table.get(&keys[1..]).await?);
        Ok(found)
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TransactError> {
        self.table.transact(writes).await
    }

    async fn put(&self, item: &Item, condition: Option<&Condition>) -> Result<bool, StoreError> {
        self.table.put(item, condition).await
    }

    async fn update(&self, update: &Update) -> Result<Option<Item>, StoreError> {
        self.table.update(update).await
    }

    async fn query(&self, query: &Query) -> Result<Found, StoreError> {
        self.table.query(query).await
    }
}

fn issued() -> Order {
    let id = order_of(1).id;
    Order { id, ..samples::issued(Product::DigicertSecureServerId, 199) }
}

/// R89: who reads an order while its certificate is stored gets it as it was or as it is, never half of each.
#[tokio::test]
async fn a_commit_between_the_two_items_is_read_again() {
    let settings = StoreSettings::default();
    let table = Torn { table: MemoryTable::new(), between: Mutex::default() };
    let store = TableStore::new(table, settings.clone());
    let before = Case::new(1).must(&store, None, &Decision::of(order_of(1))).await;
    let (case, decision) = (Case::new(2), Decision::of(issued()));
    let plan = case.commit(Some(&before), Verdict::Applied(&decision));
    let plan = plan.plan(&settings.shards, settings.keep_events).unwrap();
    *store.table().between.lock().unwrap() = Some(plan.writes);
    let read = store.order(&before.order.id).await.unwrap().unwrap();
    assert_eq!((read.version, &read.order), (2, &decision.order));
}

/// R85: an order whose second item is not the one it was stored with is named, not guessed at.
#[tokio::test]
async fn an_order_without_its_second_item_is_named() {
    let store = TableStore::new(MemoryTable::new(), StoreSettings::default());
    let order = Case::new(1).must(&store, None, &Decision::of(order_of(1))).await.order;
    store.table().transact(&[Write::Delete { key: Key::bulk(&order.id) }]).await.unwrap();
    let error = store.order(&order.id).await.unwrap_err();
    assert!(matches!(&error, StoreError::Malformed { key, .. } if key.ends_with("BULK")), "{error:?}");
}
