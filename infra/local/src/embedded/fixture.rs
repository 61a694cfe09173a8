//! What the tests of this folder share: a table like the real one, and a child process to kill.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType,
    Projection, ProjectionType, Put, ScalarAttributeType, TimeToLiveSpecification, TransactWriteItem,
};

pub(super) const TABLE: &str = "certflow";

/// Names the folder to a child process.
const CHILD_FOLDER: &str = "CERTFLOW_TEST_CHILD_FOLDER";

pub(super) fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

pub(super) fn n(number: u64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// A table with `pk`, `sk`, the sparse keys-only index `due` over `due_pk`, `due_sk`, and a time to live.
pub(super) async fn create_table(client: &Client) {
    let key =
        |name: &str, kind| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap();
    let text = |name: &str| {
        let text = AttributeDefinition::builder().attribute_name(name).attribute_type(ScalarAttributeType::S);
        text.build().unwrap()
    };
    let due = GlobalSecondaryIndex::builder()
        .index_name("due")
        .key_schema(key("due_pk", KeyType::Hash))
        .key_schema(key("due_sk", KeyType::Range))
        .projection(Projection::builder().projection_type(ProjectionType::KeysOnly).build())
        .build()
        .unwrap();
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(["pk", "sk", "due_pk", "due_sk"].map(text).to_vec()))
        .key_schema(key("pk", KeyType::Hash))
        .key_schema(key("sk", KeyType::Range))
        .global_secondary_indexes(due)
        .send()
        .await
        .unwrap();
    let expires = TimeToLiveSpecification::builder().attribute_name("expires").enabled(true).build().unwrap();
    client.update_time_to_live().table_name(TABLE).time_to_live_specification(expires).send().await.unwrap();
}

/// A put of the item `pk`, `sk`, to be completed.
pub(super) fn put(pk: &str, sk: &str) -> aws_sdk_dynamodb::types::builders::PutBuilder {
    Put::builder().table_name(TABLE).item("pk", s(pk)).item("sk", s(sk))
}

pub(super) fn write(put: aws_sdk_dynamodb::types::builders::PutBuilder) -> TransactWriteItem {
    TransactWriteItem::builder().put(put.build().unwrap()).build()
}

/// Commits order `number` as the store does: state, history and de-duplication record in one transaction.
pub(super) async fn commit_order(client: &Client, number: u32) {
    let order = format!("ORDER#{number}");
    client
        .transact_write_items()
        .transact_items(write(put(&order, "STATE").item("state", s("x".repeat(3000)))))
        .transact_items(write(put(&order, "HISTORY#1").item("entry", s("y".repeat(1000)))))
        .transact_items(write(
            put(&format!("EVENT#{number}"), "EVENT").condition_expression("attribute_not_exists(pk)"),
        ))
        .send()
        .await
        .unwrap();
}

pub(super) async fn exists(client: &Client, pk: &str, sk: &str) -> bool {
    let get = client.get_item().table_name(TABLE).key("pk", s(pk)).key("sk", s(sk)).consistent_read(true);
    get.send().await.unwrap().item.is_some()
}

/// The name of an error in the DynamoDB API.
pub(super) fn code(error: &impl ProvideErrorMetadata) -> &str {
    error.code().unwrap_or("none")
}

/// Runs the ignored test `name` of this binary as a child process on `folder`, kills it with SIGKILL in the middle
/// of its work once it has reported `enough` numbers, and returns the last number it reported.
pub(super) fn kill_after(name: &str, folder: &Path, enough: usize) -> u32 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", name])
        .env(CHILD_FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut reported = lines.filter_map(|line| line.strip_prefix("done ")?.parse::<u32>().ok());
    let last = reported.by_ref().nth(enough - 1).expect("the child reports its work");
    child.kill().unwrap();
    child.wait().unwrap();
    reported.last().unwrap_or(last)
}

/// The child's side: its folder, or `None` when nobody's child.
pub(super) fn child_folder() -> Option<std::path::PathBuf> {
    std::env::var_os(CHILD_FOLDER).map(Into::into)
}

/// The child's side: reports that `number` was acknowledged.
pub(super) fn report(number: u32) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\ndone {number}").unwrap();
    out.flush().unwrap();
}
