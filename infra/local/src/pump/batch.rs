//! A batch of messages as Lambda hands it to a function, and the function's answer.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::stack::sqs::Received;

/// The event of `messages`, of the queue `arn` (AWS Lambda developer guide, "Using Lambda with Amazon SQS").
pub(super) fn event(arn: &str, messages: &[Received]) -> Vec<u8> {
    let region = arn.split(':').nth(3).unwrap_or_default();
    let record = |message: &Received| {
        json!({
            "messageId": message.id,
            "receiptHandle": message.receipt,
            "body": message.body,
            "attributes": message.system,
            "messageAttributes": {},
            "md5OfBody": message.md5,
            "eventSource": "aws:sqs",
            "eventSourceARN": arn,
            "awsRegion": region,
        })
    };
    let records: Vec<Value> = messages.iter().map(record).collect();
    json!({ "Records": records }).to_string().into_bytes()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default)]
    batch_item_failures: Option<Vec<Failure>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    item_identifier: Option<String>,
}

/// The ids of the messages that the function reports as failed (`ReportBatchItemFailures`): none for an empty answer,
/// `null`, or an empty list.
///
/// # Errors
/// Why all count as failed: the answer is no such report, or names a message that was not in the batch.
pub(super) fn failed(answer: &[u8], messages: &[Received]) -> Result<BTreeSet<String>, String> {
    if answer.trim_ascii().is_empty() {
        return Ok(BTreeSet::new());
    }
    let unread = |_| "its answer is no report of failed messages".to_owned();
    let answer: Option<Answer> = serde_json::from_slice(answer).map_err(unread)?;
    let failures = answer.and_then(|answer| answer.batch_item_failures).unwrap_or_default();
    let named = failures.into_iter().map(|failure| {
        let id = failure.item_identifier.filter(|id| messages.iter().any(|message| message.id == *id));
        id.ok_or_else(|| "its report names a message that was not in the batch".to_owned())
    });
    named.collect()
}
