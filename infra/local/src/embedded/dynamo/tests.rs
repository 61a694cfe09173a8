use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::embedded::fixture::*;

async fn memory() -> (Embedded, Client) {
    let embedded = Embedded::open(None).await.unwrap();
    let client = embedded.client();
    create_table(&client).await;
    (embedded, client)
}

/// Adds one to `count` of the item `A`, `A`.
fn add_one() -> TransactWriteItem {
    let update = Update::builder()
        .table_name(TABLE)
        .key("pk", s("A"))
        .key("sk", s("A"))
        .update_expression("ADD #count :one")
        .expression_attribute_names("#count", "count")
        .expression_attribute_values(":one", n(1));
    TransactWriteItem::builder().update(update.build().unwrap()).build()
}

async fn count(client: &Client) -> Option<AttributeValue> {
    let get = client.get_item().table_name(TABLE).key("pk", s("A")).key("sk", s("A"));
    get.send().await.unwrap().item?.remove("count")
}

#[tokio::test]
async fn an_item_comes_back_as_it_was_put() {
    let (_embedded, client) = memory().await;
    let order = AttributeValue::M(
        [
            ("organisation".to_owned(), s("株式会社サンプル")),
            ("names".to_owned(), AttributeValue::L(vec![s("example.jp"), s("例え.jp")])),
            ("large".to_owned(), AttributeValue::N("12345678901234567890.5".to_owned())),
            ("held".to_owned(), AttributeValue::Bool(false)),
            ("none".to_owned(), AttributeValue::Null(true)),
            ("raw".to_owned(), AttributeValue::B(vec![0, 255, 1].into())),
            ("empty".to_owned(), s("")),
        ]
        .into(),
    );
    let put = client.put_item().table_name(TABLE).item("pk", s("A")).item("sk", s("A"));
    put.item("order", order.clone()).send().await.unwrap();

    let get = client.get_item().table_name(TABLE).key("pk", s("A")).key("sk", s("A")).consistent_read(true);
    assert_eq!(get.send().await.unwrap().item.unwrap()["order"], order);
}

#[tokio::test]
async fn a_transaction_with_a_failed_condition_writes_nothing_and_says_which() {
    let (_embedded, client) = memory().await;
    let old = client.put_item().table_name(TABLE).item("pk", s("EVENT#1")).item("sk", s("EVENT"));
    old.item("outcome", s("applied")).send().await.unwrap();

    let seen = put("EVENT#1", "EVENT")
        .condition_expression("attribute_not_exists(pk)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let stale = put("ORDER#2", "STATE")
        .condition_expression("version = :version")
        .expression_attribute_values(":version", n(7));
    let result = client
        .transact_write_items()
        .transact_items(write(put("ORDER#1", "STATE")))
        .transact_items(write(seen))
        .transact_items(write(put("ORDER#1", "HISTORY#1")))
        .transact_items(write(stale))
        .send()
        .await;

    let TransactWriteItemsError::TransactionCanceledException(cancelled) =
        result.unwrap_err().into_service_error()
    else {
        panic!("not cancelled");
    };
    let reasons = cancelled.cancellation_reasons();
    let codes: Vec<_> = reasons.iter().map(|reason| reason.code().unwrap()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed", "None", "ConditionalCheckFailed"]);
    assert_eq!(reasons[1].item().unwrap()["outcome"], s("applied"));
    assert!(reasons[3].item().is_none());
    assert!(!exists(&client, "ORDER#1", "STATE").await);
    assert!(!exists(&client, "ORDER#1", "HISTORY#1").await);
}

#[tokio::test]
async fn a_client_request_token_applies_once_and_refuses_another_content() {
    let (_embedded, client) = memory().await;
    let once = client.transact_write_items().transact_items(add_one()).client_request_token("one-token");
    once.clone().send().await.unwrap();
    once.clone().send().await.unwrap();
    assert_eq!(count(&client).await, Some(n(1)));

    let other = once.transact_items(write(put("B", "B"))).send().await.unwrap_err().into_service_error();
    assert!(other.is_idempotent_parameter_mismatch_exception(), "{other:?}");
    assert!(!exists(&client, "B", "B").await);
}

#[tokio::test]
async fn without_a_token_equal_transactions_are_two() {
    let (_embedded, client) = memory().await;
    for _ in 0..2 {
        client.transact_write_items().transact_items(add_one()).send().await.unwrap();
    }
    assert_eq!(count(&client).await, Some(n(2)));
}

#[tokio::test]
async fn the_index_is_sparse_ordered_and_paged() {
    let (_embedded, client) = memory().await;
    for minute in [30, 10, 20] {
        let due = put(&format!("ORDER#{minute}"), "STATE")
            .item("due_pk", s("DUE#2026-11-22#0"))
            .item("due_sk", s(format!("10:{minute}#ORDER#{minute}")))
            .item("state", s("projected nowhere"));
        client.transact_write_items().transact_items(write(due)).send().await.unwrap();
    }
    client.transact_write_items().transact_items(write(put("ORDER#0", "STATE"))).send().await.unwrap();

    let query = client
        .query()
        .table_name(TABLE)
        .index_name("due")
        .key_condition_expression("due_pk = :day AND due_sk < :now")
        .expression_attribute_values(":day", s("DUE#2026-11-22#0"))
        .expression_attribute_values(":now", s("10:25"))
        .limit(1);
    let first = query.clone().send().await.unwrap();
    assert_eq!(first.items()[0]["pk"], s("ORDER#10"));
    assert!(!first.items()[0].contains_key("state"));
    let second =
        query.set_exclusive_start_key(first.last_evaluated_key().cloned()).limit(5).send().await.unwrap();
    assert_eq!(second.items().iter().map(|item| item["pk"].clone()).collect::<Vec<_>>(), [s("ORDER#20")]);
    assert!(second.last_evaluated_key().is_none());

    // An item leaves the index with its keys.
    client.transact_write_items().transact_items(write(put("ORDER#10", "STATE"))).send().await.unwrap();
    let scan = client.scan().table_name(TABLE).index_name("due").send().await.unwrap();
    assert_eq!(scan.count(), 2);
}

#[tokio::test]
async fn errors_reach_the_client_typed() {
    let (_embedded, client) = memory().await;
    let refused = client.put_item().table_name(TABLE).item("pk", s("A")).item("sk", s("A"));
    let refused = refused.condition_expression("attribute_exists(pk)").send().await.unwrap_err();
    assert_eq!(refused.raw_response().unwrap().status().as_u16(), 400);
    assert!(refused.into_service_error().is_conditional_check_failed_exception());

    let missing = client.get_item().table_name("missing").key("pk", s("A")).send().await.unwrap_err();
    assert!(missing.into_service_error().is_resource_not_found_exception());

    let many = (0..101).map(|i| write(put(&format!("I{i}"), "I"))).collect();
    let many = client.transact_write_items().set_transact_items(Some(many)).send().await.unwrap_err();
    assert_eq!(code(&many.into_service_error()), "ValidationException");

    let old = client.update_item().table_name(TABLE).key("pk", s("A")).key("sk", s("A"));
    let old =
        old.update_expression("SET broken =").return_values(ReturnValue::AllNew).send().await.unwrap_err();
    assert_eq!(code(&old.into_service_error()), "ValidationException");
}

#[tokio::test]
async fn an_operation_it_does_not_offer_is_refused_and_not_retried() {
    let (embedded, client) = memory().await;
    let before = embedded.calls();
    let refused = client.list_backups().send().await.unwrap_err();
    assert_eq!(refused.raw_response().unwrap().status().as_u16(), 400);
    assert_eq!(code(&refused.into_service_error()), "UnknownOperationException");
    assert_eq!(embedded.calls(), before);
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let (embedded, _client) = memory().await;
    for (target, body, kind) in [
        ("DynamoDB_20120810.GetItem", "{", "SerializationException"),
        ("DynamoDB_20120810.GetItem", r#"{"TableName":7,"Key":{}}"#, "SerializationException"),
        ("DynamoDB_20120810.GetItem", r#"{"TableName":"certflow"}"#, "ValidationException"),
        ("DynamoDB_20120810.GetItem", r#"{"TableName":"certflow","Key":{"pk":{}}}"#, "ValidationException"),
        (
            "DynamoDB_20120810.GetItem",
            r#"{"TableName":"certflow","Key":{"pk":{"S":1}}}"#,
            "SerializationException",
        ),
        ("DynamoDB_20120810.PutItem", "[]", "Exception"),
        ("DynamoDB_20111205.GetItem", "{}", "UnknownOperationException"),
        ("", "{}", "UnknownOperationException"),
    ] {
        let answer = embedded.core().call(target, body.as_bytes()).await;
        let text = String::from_utf8(answer.body.to_vec()).unwrap();
        assert_eq!(answer.status, 400, "{target} {body}");
        assert!(text.contains(kind), "{target} {body}: {text}");
        assert!(!text.contains("VALIDATION:") && !text.contains("SERIALIZATION:"), "{text}");
    }
}

#[tokio::test]
async fn calls_are_counted_by_operation() {
    let (embedded, client) = memory().await;
    commit_order(&client, 1).await;
    assert!(exists(&client, "ORDER#1", "STATE").await);
    assert!(!exists(&client, "ORDER#2", "STATE").await);
    let expected = [("CreateTable", 1), ("GetItem", 2), ("TransactWriteItems", 1), ("UpdateTimeToLive", 1)];
    assert_eq!(embedded.calls(), BTreeMap::from(expected));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_versioned_writes_lose_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("certflow.db");
    for path in [None, Some(path.as_path())] {
        let embedded = Embedded::open(path).await.unwrap();
        create_table(&embedded.client()).await;
        let tasks = (0..8).map(|_| {
            let client = embedded.client();
            tokio::spawn(async move {
                for _ in 0..5 {
                    while !raise_version(&client).await {}
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        assert_eq!(count(&embedded.client()).await, Some(n(40)));
    }
}

/// One turn of load, decide, commit; `false` when another was faster.
async fn raise_version(client: &Client) -> bool {
    let version = count(client).await;
    let next = match &version {
        Some(AttributeValue::N(old)) => old.parse::<u64>().unwrap() + 1,
        _ => 1,
    };
    let mut state = put("A", "A").item("count", n(next)).expression_attribute_names("#count", "count");
    state = match version {
        Some(old) => state.condition_expression("#count = :old").expression_attribute_values(":old", old),
        None => state.condition_expression("attribute_not_exists(#count)"),
    };
    match client.transact_write_items().transact_items(write(state)).send().await {
        Ok(_) => true,
        Err(SdkError::ServiceError(error)) if error.err().is_transaction_canceled_exception() => false,
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_file_keeps_what_was_written_and_has_one_owner() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("certflow.db");
    let first = Embedded::open(Some(&path)).await.unwrap();
    create_table(&first.client()).await;
    commit_order(&first.client(), 1).await;

    let second = Embedded::open(Some(&path)).await.unwrap_err();
    assert!(matches!(&second, Error::InUse(held) if *held == path), "{second:?}");
    assert!(second.text().ja.contains("使用中"));
    let client = first.client();
    first.close().await;
    assert!(client.list_tables().send().await.is_err());

    let again = Embedded::open(Some(&path)).await.unwrap();
    for (pk, sk) in [("ORDER#1", "STATE"), ("ORDER#1", "HISTORY#1"), ("EVENT#1", "EVENT")] {
        assert!(exists(&again.client(), pk, sk).await);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn its_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let embedded = Embedded::open(Some(&folder.path().join("certflow.db"))).await.unwrap();
    create_table(&embedded.client()).await;
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_opened_is_said() {
    let folder = TempDir::new().unwrap();
    let foreign = folder.path().join("foreign.db");
    std::fs::write(&foreign, "これはデータベースではありません。".repeat(100)).unwrap();
    let error = Embedded::open(Some(&foreign)).await.unwrap_err();
    assert!(matches!(error, Error::Database { .. }), "{error:?}");

    let nowhere = folder.path().join("missing").join("certflow.db");
    let error = Embedded::open(Some(&nowhere)).await.unwrap_err();
    assert!(matches!(error, Error::File { .. }), "{error:?}");
}

#[tokio::test]
async fn expired_items_go_and_others_stay() {
    let folder = TempDir::new().unwrap();
    let embedded = Embedded::open(Some(&folder.path().join("certflow.db"))).await.unwrap();
    let client = embedded.client();
    create_table(&client).await;
    let now = u64::try_from(Timestamp::now().as_second()).unwrap();
    for (pk, expires) in [("old", now - 60), ("new", now + 3600)] {
        let item = put(pk, "EVENT").item("expires", n(expires));
        client.transact_write_items().transact_items(write(item)).send().await.unwrap();
    }
    client.transact_write_items().transact_items(write(put("for ever", "EVENT"))).send().await.unwrap();

    assert_eq!(embedded.sweep_expired().await.unwrap(), 1);
    assert!(!exists(&client, "old", "EVENT").await);
    assert!(exists(&client, "new", "EVENT").await && exists(&client, "for ever", "EVENT").await);
}

#[tokio::test]
async fn every_answered_transaction_survives_a_kill_whole() {
    let folder = TempDir::new().unwrap();
    let last = kill_after("embedded::dynamo::tests::child_commits_until_killed", folder.path(), 40);

    let embedded = Embedded::open(Some(&folder.path().join("certflow.db"))).await.unwrap();
    let client = embedded.client();
    for number in 0..=last {
        assert!(exists(&client, &format!("ORDER#{number}"), "STATE").await, "order {number} of {last}");
    }
    // What was not answered may be there or not, but never in part.
    for number in 0..last + 20 {
        let (order, event) = (format!("ORDER#{number}"), format!("EVENT#{number}"));
        let state = exists(&client, &order, "STATE").await;
        assert_eq!(exists(&client, &order, "HISTORY#1").await, state);
        assert_eq!(exists(&client, &event, "EVENT").await, state);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the child process of the test above"]
async fn child_commits_until_killed() {
    let Some(folder) = child_folder() else { return };
    let embedded = Embedded::open(Some(&folder.join("certflow.db"))).await.unwrap();
    let client = embedded.client();
    create_table(&client).await;
    for number in 0..100_000 {
        commit_order(&client, number).await;
        report(number);
    }
}

#[tokio::test]
async fn it_opens_within_20_milliseconds() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("certflow.db");
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        let embedded = Embedded::open(Some(&path)).await.unwrap();
        best = best.min(start.elapsed());
        embedded.close().await;
    }
    assert!(best < Duration::from_millis(20), "{best:?}");
}
