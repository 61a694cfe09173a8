//! What the embedded DynamoDB does at best: bare transactions through the AWS SDK, nothing decided.

use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use futures::{StreamExt, TryStreamExt, stream};

use super::BenchError;
use crate::machine::{Machine, TABLE};

/// About the size of an order's state, of a line of history, and of an event's record, in bytes.
const SIZES: [usize; 3] = [6_000, 800, 300];

/// Makes `count` transactions of three items, `tasks` at once. Returns how long they took.
pub(super) async fn transactions(
    machine: &Arc<Machine>,
    count: u32,
    tasks: u32,
) -> Result<Duration, BenchError> {
    let database = machine.database().ok_or_else(|| failed("the folder is served by another process"))?;
    let client = database.client();
    let started = Instant::now();
    stream::iter(0..count)
        .map(|number| transaction(client.clone(), number))
        .buffer_unordered(tasks as usize)
        .try_collect::<()>()
        .await?;
    Ok(started.elapsed())
}

async fn transaction(client: Client, number: u32) -> Result<(), BenchError> {
    let puts = SIZES.iter().enumerate().map(|(n, size)| {
        let text = |text: String| AttributeValue::S(text);
        Put::builder()
            .table_name(TABLE)
            .item("pk", text(format!("BENCH#{number}")))
            .item("sk", text(format!("ITEM#{n}")))
            .item("data", text("x".repeat(*size)))
            .condition_expression("attribute_not_exists(pk)")
            .build()
            .map(|put| TransactWriteItem::builder().put(put).build())
    });
    let puts: Vec<_> = puts.collect::<Result<_, _>>().map_err(|error| failed(&error.to_string()))?;
    let write = client.transact_write_items().set_transact_items(Some(puts));
    write.send().await.map_err(|error| failed(&error.to_string()))?;
    Ok(())
}

fn failed(why: &str) -> BenchError {
    BenchError::Procedure(why.to_owned())
}
