//! The store's conformance suite over the wire. The same runs on the embedded DynamoDB (`tests/store.rs`) and on the store in
//! memory.

use std::sync::atomic::{AtomicU32, Ordering};

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use platform::store::conformance;
use platform::store::table::DynamoTable;
use platform::store::{DynamoStore, StoreSettings};

use super::process::{REGION, StandIn};
use super::stack::config;

/// R89, R90: the store on DynamoDB does what the store in memory does.
#[tokio::test(flavor = "multi_thread")]
async fn the_store_on_the_stand_in_conforms() {
    let stand_in = StandIn::start("stand-in-store", "http://127.0.0.1:9").await;
    let config = config!(aws_sdk_dynamodb, &stand_in.endpoint).build();
    let client = aws_sdk_dynamodb::Client::from_conf(config);
    let tables = AtomicU32::new(0);
    for shards in ["1", "4,2026-11-25:16"] {
        conformance::run(async || {
            let name = format!("conformance-{}", tables.fetch_add(1, Ordering::Relaxed));
            let table = DynamoTable::new(client.clone(), name);
            table.create().await.unwrap();
            let settings = StoreSettings { shards: shards.parse().unwrap(), ..StoreSettings::default() };
            DynamoStore::new(table, settings)
        })
        .await;
    }
}
