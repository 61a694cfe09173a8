//! What only the real DynamoDB does: answers in parts, throttling, conflicts, answers that get lost.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, HttpClient, Region, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use serde_dynamo::AttributeValue;
use serde_json::{Value, json};

use super::DynamoTable;
use crate::store::conformance::{Case, order_of, sends};
use crate::store::table::{Query, Range, Table as _};
use crate::store::{CommitError, DynamoStore, Key, StoreError, StoreSettings};

/// Answers in the order given; `None` is an answer that never comes.
#[derive(Debug, Clone, Default)]
struct Script(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Answer>,
    asked: Vec<Value>,
}

type Answer = Option<(u16, Value)>;

impl HttpClient for Script {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Script {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.0.lock().unwrap();
        state.asked.push(serde_json::from_slice(request.body().bytes().unwrap()).unwrap());
        let answer = state.answers.pop_front().expect("one call too many");
        HttpConnectorFuture::ready(match answer {
            Some((status, body)) => {
                Ok(HttpResponse::new(status.try_into().unwrap(), body.to_string().into()))
            }
            None => Err(ConnectorError::timeout("lost".into())),
        })
    }
}

fn table(answers: impl IntoIterator<Item = Answer>) -> (DynamoTable, Script) {
    let script = Script::default();
    script.0.lock().unwrap().answers.extend(answers);
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("ap-northeast-1"))
        .endpoint_url("http://table.invalid")
        .http_client(script.clone())
        .allow_no_auth()
        .retry_config(RetryConfig::disabled())
        .build();
    (DynamoTable::new(Client::from_conf(config), "t"), script)
}

fn keys() -> [Key; 2] {
    ["a", "b"].map(|pk| Key { pk: pk.to_owned(), sk: "s".to_owned() })
}

fn item(pk: &str) -> Value {
    json!({ "pk": { "S": pk }, "sk": { "S": "s" } })
}

fn error(kind: &str) -> Answer {
    Some((400, json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{kind}"), "message": "no" })))
}

/// R89: a batch read that leaves keys out is asked again for those, in bounds.
#[tokio::test(start_paused = true)]
async fn what_a_batch_read_leaves_out_is_asked_for_again() {
    let part = |found: Value, left: Value| {
        Some((200, json!({ "Responses": { "t": found }, "UnprocessedKeys": left })))
    };
    let left = json!({ "t": { "Keys": [item("a")], "ConsistentRead": true } });
    let (table, script) =
        table([part(json!([item("b")]), left.clone()), part(json!([item("a")]), json!({}))]);
    let found = table.get(&keys()).await.unwrap();
    assert!(found.iter().zip(keys()).all(|(item, key)| key.is_of(item.as_ref().unwrap())));
    let asked = script.0.lock().unwrap().asked.clone();
    assert_eq!(asked[0]["RequestItems"]["t"]["ConsistentRead"], true);
    assert_eq!(asked[1]["RequestItems"]["t"]["Keys"], json!([item("a")]));

    let (table, script) = self::table((0..9).map(|_| part(json!([]), left.clone())));
    assert!(matches!(table.get(&keys()).await, Err(StoreError::Throttled(_))));
    assert_eq!(script.0.lock().unwrap().asked.len(), 5);
}

async fn commit(answer: Answer) -> (CommitError, Value) {
    let (table, script) = table([answer]);
    let store = DynamoStore::new(table, StoreSettings::default());
    let error = Case::new(1).apply(&store, None, &sends(order_of(1))).await.unwrap_err();
    let request = script.0.lock().unwrap().asked.remove(0);
    (error, request)
}

fn cancelled(codes: [&str; 3]) -> Answer {
    let mut reasons: Vec<Value> = codes.iter().map(|code| json!({ "Code": code })).collect();
    reasons.resize(7, json!({ "Code": "None" }));
    let (status, mut body) = error("TransactionCanceledException").unwrap();
    body["CancellationReasons"] = json!(reasons);
    Some((status, body))
}

/// R89: the reasons of a cancelled transaction are told apart by the place of the write.
#[tokio::test]
async fn a_cancelled_transaction_tells_what_stood_against_it() {
    let (failed, conflict) = ("ConditionalCheckFailed", "TransactionConflict");
    assert!(matches!(commit(cancelled([failed, "None", "None"])).await.0, CommitError::Duplicate));
    assert!(matches!(commit(cancelled([failed, failed, "None"])).await.0, CommitError::Duplicate));
    assert!(matches!(commit(cancelled(["None", failed, "None"])).await.0, CommitError::VersionMoved));
    assert!(matches!(commit(cancelled([conflict, failed, "None"])).await.0, CommitError::VersionMoved));
    for codes in [["None", conflict, "None"], ["ThrottlingError", "None", conflict]] {
        assert!(matches!(commit(cancelled(codes)).await.0, CommitError::Store(StoreError::Throttled(_))));
    }
    for codes in [["None", "None", "ValidationError"], ["None", "None", failed]] {
        assert!(matches!(commit(cancelled(codes)).await.0, CommitError::Store(StoreError::Rejected(_))));
    }
}

/// R89: whether something may have been written decides what comes next.
#[tokio::test]
async fn a_lost_answer_is_not_taken_for_a_no() {
    let unavailable = |error: &CommitError| matches!(error, CommitError::Store(StoreError::Unavailable(_)));
    assert!(unavailable(&commit(None).await.0));
    assert!(unavailable(&commit(error("TransactionInProgressException")).await.0));
    assert!(unavailable(&commit(Some((500, json!({ "__type": "InternalServerError" })))).await.0));
    assert!(unavailable(&commit(Some((503, json!("busy")))).await.0));
    for kind in ["ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"] {
        assert!(
            matches!(commit(error(kind)).await.0, CommitError::Store(StoreError::Throttled(_))),
            "{kind}"
        );
    }
    for kind in ["ValidationException", "ResourceNotFoundException", "AccessDeniedException"] {
        assert!(matches!(commit(error(kind)).await.0, CommitError::Store(StoreError::Rejected(_))), "{kind}");
    }
}

/// R89: the SDK's own repetitions carry a token, so that they write once.
#[tokio::test]
async fn a_transaction_carries_a_request_token() {
    let request = commit(error("ThrottlingException")).await.1;
    assert!(request["ClientRequestToken"].as_str().is_some_and(|token| (1..=36).contains(&token.len())));
    let first = &request["TransactItems"][0]["Put"];
    assert_eq!(first["ConditionExpression"], "attribute_not_exists(#outcome)");
    assert_eq!(request["TransactItems"][1]["Put"]["ConditionExpression"], "attribute_not_exists(#pk)");
}

/// The due index has no consistent read; everything else is asked for one.
#[tokio::test]
async fn only_the_due_index_is_read_as_it_happens_to_be() {
    for (range, consistent) in
        [(Range::All, true), (Range::Due, false), (Range::DueUntil("x".to_owned()), false)]
    {
        let (table, script) = table([Some((200, json!({ "Items": [], "Count": 0 })))]);
        let query = Query { partition: "p".to_owned(), range, limit: 1, after: None, descending: false };
        assert!(table.query(&query).await.unwrap().items.is_empty());
        assert_eq!(script.0.lock().unwrap().asked[0]["ConsistentRead"], consistent);
    }
}

#[test]
fn values_survive_the_way_to_the_sdk_and_back() {
    let value = AttributeValue::M(
        [("n".to_owned(), AttributeValue::L(vec![AttributeValue::N("1".to_owned())]))].into(),
    );
    let sdk: aws_sdk_dynamodb::types::AttributeValue = value.clone().into();
    assert_eq!(AttributeValue::from(sdk), value);
}
