//! Measurements, run by hand: `cargo test -p certflow --lib measure -- --ignored --nocapture --test-threads 1`.

use std::future::Future;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use dynoxide::Database;
use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;

use super::fixture::*;
use super::{DATABASE_FILE, Embedded, Queue, endpoint};

/// Calls per measurement.
const CALLS: u32 = 3000;

/// Runs `call` with the numbers 0 to [`CALLS`] on `tasks` tasks; prints calls a second and the slowest one.
async fn measure<F: Future<Output = ()> + Send>(
    what: &str,
    tasks: usize,
    call: impl Fn(u32) -> F + Clone + Send + 'static,
) {
    let next = Arc::new(AtomicU32::new(0));
    let start = Instant::now();
    let running = (0..tasks).map(|_| {
        let (next, call) = (Arc::clone(&next), call.clone());
        tokio::spawn(async move {
            let mut worst = Duration::ZERO;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= CALLS {
                    return worst;
                }
                let start = Instant::now();
                call(number).await;
                worst = worst.max(start.elapsed());
            }
        })
    });
    let mut worst = Duration::ZERO;
    for task in running.collect::<Vec<_>>() {
        worst = worst.max(task.await.unwrap());
    }
    let rate = f64::from(CALLS) / start.elapsed().as_secs_f64();
    println!("{what}, {tasks} tasks: {rate:.0}/s, slowest {worst:.1?}");
}

/// State of 3 KB, history of 1 KB and a de-duplication record of 0.3 KB; the state is in the index `due`.
async fn commit_due_order(client: Client, number: u32) {
    let order = format!("ORDER#{number:09}");
    let fields = (0..30).map(|field| (format!("field{field:02}"), s(format!("{number:090}")))).collect();
    let state = put(&order, "STATE")
        .item("due_pk", s("DUE#2026-11-22#0"))
        .item("due_sk", s(&order))
        .item("version", n(1))
        .item("state", aws_sdk_dynamodb::types::AttributeValue::M(fields))
        .condition_expression("attribute_not_exists(pk) OR version = :version")
        .expression_attribute_values(":version", n(0));
    let event = put(&format!("EVENT#{number:09}"), "EVENT").item("digest", s("d".repeat(200)));
    client
        .transact_write_items()
        .transact_items(write(state))
        .transact_items(write(put(&order, "HISTORY#1").item("entry", s("h".repeat(1000)))))
        .transact_items(write(event.condition_expression("attribute_not_exists(pk)")))
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn measure_the_table() {
    for (place, in_file) in [("file", true), ("memory", false)] {
        for tasks in [1, 16, 64] {
            let folder = TempDir::new().unwrap();
            let path = folder.path().join(DATABASE_FILE);
            let embedded = Embedded::open(in_file.then_some(path.as_path())).await.unwrap();
            let client = embedded.client();
            create_table(&client).await;
            let commit = client.clone();
            measure(&format!("transaction, {place}"), tasks, move |n| commit_due_order(commit.clone(), n))
                .await;
            let get = client.clone();
            let read = move |number| {
                let get = get.clone();
                async move { assert!(exists(&get, &format!("ORDER#{number:09}"), "STATE").await) }
            };
            measure(&format!("read, {place}"), tasks, read).await;
            embedded.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn measure_the_endpoint() {
    let folder = TempDir::new().unwrap();
    let embedded = Embedded::open(Some(&folder.path().join(DATABASE_FILE))).await.unwrap();
    create_table(&embedded.client()).await;
    let _endpoint = endpoint::serve(&embedded, folder.path()).await.unwrap();
    let client = endpoint::reach(folder.path()).await.unwrap();
    for tasks in [1, 16] {
        let client = client.clone();
        let commit =
            move |number| commit_due_order(client.clone(), u32::try_from(tasks).unwrap() * CALLS + number);
        measure("transaction, endpoint", tasks, commit).await;
    }
}

#[test]
#[ignore = "a measurement"]
fn measure_the_engine_alone() {
    let folder = TempDir::new().unwrap();
    let database = Database::new(folder.path().join(DATABASE_FILE).to_str().unwrap()).unwrap();
    let key = |name: &str, kind: &str| json!({"AttributeName": name, "KeyType": kind});
    let text = |name: &str| json!({"AttributeName": name, "AttributeType": "S"});
    let table = json!({
        "TableName": TABLE,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [text("pk"), text("sk"), text("due_pk"), text("due_sk")],
        "KeySchema": [key("pk", "HASH"), key("sk", "RANGE")],
        "GlobalSecondaryIndexes": [{
            "IndexName": "due",
            "KeySchema": [key("due_pk", "HASH"), key("due_sk", "RANGE")],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }],
    });
    database.create_table(serde_json::from_value(table).unwrap()).unwrap();
    let requests = (0..CALLS).map(|number| {
        let order = format!("ORDER#{number:09}");
        let fields: serde_json::Map<_, _> =
            (0..30).map(|field| (format!("field{field:02}"), json!({"S": format!("{number:090}")}))).collect();
        let request = json!({"TransactItems": [
            {"Put": {"TableName": TABLE, "Item": {
                "pk": {"S": order}, "sk": {"S": "STATE"}, "version": {"N": "1"}, "state": {"M": fields},
                "due_pk": {"S": "DUE#2026-11-22#0"}, "due_sk": {"S": order},
            }, "ConditionExpression": "attribute_not_exists(pk)"}},
            {"Put": {"TableName": TABLE, "Item": {
                "pk": {"S": order}, "sk": {"S": "HISTORY#1"}, "entry": {"S": "h".repeat(1000)},
            }}},
            {"Put": {"TableName": TABLE, "Item": {
                "pk": {"S": format!("EVENT#{number:09}")}, "sk": {"S": "EVENT"}, "digest": {"S": "d".repeat(200)},
            }, "ConditionExpression": "attribute_not_exists(pk)"}},
        ]});
        serde_json::from_value(request).unwrap()
    });
    let requests: Vec<_> = requests.collect();
    let start = Instant::now();
    for request in requests {
        database.transact_write_items(request).unwrap();
    }
    let rate = f64::from(CALLS) / start.elapsed().as_secs_f64();
    println!("transaction, the engine alone, a flush each: {rate:.0}/s");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn measure_the_queue() {
    let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
    for (place, in_file) in [("file", true), ("memory", false)] {
        for tasks in [1, 16, 64] {
            let folder = TempDir::new().unwrap();
            let path = folder.path().join("queue.db");
            let queue = Queue::open(in_file.then_some(path.as_path()), NonZeroU32::MIN).await.unwrap();
            let sender = queue.clone();
            let send = move |_| {
                let sender = sender.clone();
                async move {
                    sender.send("orders", "e".repeat(500), Duration::ZERO, now).await.unwrap();
                }
            };
            measure(&format!("send, {place}"), tasks, send).await;
            let receive = move |_| {
                let queue = queue.clone();
                async move {
                    for message in queue.receive("orders", 1, Duration::from_secs(30), now).await.unwrap() {
                        assert!(queue.delete(&message.receipt).await.unwrap());
                    }
                }
            };
            measure(&format!("receive and delete, {place}"), tasks, receive).await;
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "a measurement"]
async fn measure_opening_and_idle_memory() {
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        status.lines().find(|line| line.starts_with("VmRSS")).unwrap().to_owned()
    };
    println!("at start: {}", resident());
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(DATABASE_FILE);
    for (number, what) in ["new file, first client", "same file", "same file"].into_iter().enumerate() {
        let start = Instant::now();
        let embedded = Embedded::open(Some(&path)).await.unwrap();
        println!("open, {what}: {:.2?}; {}", start.elapsed(), resident());
        if number == 0 {
            create_table(&embedded.client()).await;
        }
        commit_due_order(embedded.client(), u32::try_from(number).unwrap()).await;
        println!("after a transaction: {}", resident());
        embedded.close().await;
    }
    let start = Instant::now();
    let embedded = Embedded::open(None).await.unwrap();
    println!("open, memory: {:.2?}", start.elapsed());
    let start = Instant::now();
    let _queue = Queue::open(Some(&folder.path().join("queue.db")), NonZeroU32::MIN).await.unwrap();
    println!("open, queue: {:.2?}; {}", start.elapsed(), resident());
    let start = Instant::now();
    let endpoint = endpoint::serve(&embedded, folder.path()).await.unwrap();
    println!("serve: {:.2?}; {}", start.elapsed(), resident());
    let start = Instant::now();
    let _client = endpoint::reach(folder.path()).await.unwrap();
    println!("reach: {:.2?}; {}", start.elapsed(), resident());
    drop(endpoint);
}
