//! The store in memory passes what every store must, and what an earlier release stored is read.

mod stored;
mod torn;

use super::{MemoryStore, StoreSettings, conformance, table::MemoryTable};

#[tokio::test]
async fn the_store_in_memory_conforms() {
    conformance::run(async || MemoryStore::in_memory()).await;
}

#[tokio::test]
async fn the_store_in_memory_conforms_with_many_partitions() {
    let settings = StoreSettings { shards: "4,2026-11-25:16".parse().unwrap(), ..StoreSettings::default() };
    conformance::run(async || MemoryStore::new(MemoryTable::new(), settings.clone())).await;
}
