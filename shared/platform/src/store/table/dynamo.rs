//! The table on DynamoDB.

mod create;
mod errors;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeValue as SdkValue, Delete, KeysAndAttributes, Put, ReturnValue, TransactWriteItem,
};

use super::expression::Expression;
use super::{Condition, Found, Item, Query, Range, Table, TransactError, Update, Write};
use crate::store::{Key, LastKey, StoreError};

/// Times a batch read is asked for what it left out, before giving up.
const UNPROCESSED_TRIES: u32 = 5;
/// The wait before the first of these, doubled each time.
const UNPROCESSED_WAIT: Duration = Duration::from_millis(20);

/// A DynamoDB table. The client retries throttled and lost calls as it is configured to: every write here is safe
/// to repeat: a transaction by the request token that the SDK puts into it, the same for each of its retries, the
/// others by their condition.
#[derive(Debug, Clone)]
pub struct DynamoTable {
    client: Client,
    name: String,
}

type SdkItem = HashMap<String, SdkValue>;

impl DynamoTable {
    /// The table `name`.
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into() }
    }

    fn put_request(&self, item: &Item, condition: Option<&Condition>) -> Result<Put, StoreError> {
        let mut expression = Expression::default();
        let condition = condition.map(|condition| expression.condition(condition));
        Put::builder()
            .table_name(&self.name)
            .set_item(Some(to_sdk(item)))
            .set_condition_expression(condition)
            .set_expression_attribute_names(expression.names())
            .set_expression_attribute_values(expression.values())
            .build()
            .map_err(errors::build)
    }

    fn transact_item(&self, write: &Write) -> Result<TransactWriteItem, StoreError> {
        let item = TransactWriteItem::builder();
        Ok(match write {
            Write::Put { item: put, condition } => item.put(self.put_request(put, condition.as_ref())?),
            Write::Delete { key } => {
                let delete = Delete::builder().table_name(&self.name).set_key(Some(key_to_sdk(key)));
                item.delete(delete.build().map_err(errors::build)?)
            }
        }
        .build())
    }
}

#[async_trait]
impl Table for DynamoTable {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, StoreError> {
        let mut found: Vec<Option<Item>> = vec![None; keys.len()];
        let mut wanted: Vec<SdkItem> = keys.iter().map(key_to_sdk).collect();
        let mut wait = UNPROCESSED_WAIT;
        for attempt in 0..UNPROCESSED_TRIES {
            if attempt > 0 {
                tokio::time::sleep(wait).await;
                wait *= 2;
            }
            let ask = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(true);
            let ask = ask.build().map_err(errors::build)?;
            let answer = self.client.batch_get_item().request_items(&self.name, ask).send().await;
            let mut answer = answer.map_err(errors::call)?;
            let items = answer.responses.as_mut().and_then(|tables| tables.remove(&self.name));
            for item in items.unwrap_or_default().into_iter().map(from_sdk) {
                if let Some(place) = keys.iter().position(|key| key.is_of(&item)) {
                    found[place] = Some(item);
                }
            }
            let left = answer.unprocessed_keys.and_then(|mut tables| tables.remove(&self.name));
            wanted = left.map(|left| left.keys).unwrap_or_default();
            if wanted.is_empty() {
                return Ok(found);
            }
        }
        Err(StoreError::Throttled("the table left keys of a batch read unprocessed".into()))
    }

    async fn transact(&self, writes: &[Write]) -> Result<(), TransactError> {
        let items: Result<Vec<_>, _> = writes.iter().map(|write| self.transact_item(write)).collect();
        let items = items.map_err(TransactError::Store)?;
        let call = self.client.transact_write_items().set_transact_items(Some(items));
        call.send().await.map(drop).map_err(errors::transact)
    }

    async fn put(&self, item: &Item, condition: Option<&Condition>) -> Result<bool, StoreError> {
        let mut expression = Expression::default();
        let condition = condition.map(|condition| expression.condition(condition));
        let call = self.client.put_item().table_name(&self.name).set_item(Some(to_sdk(item)));
        let call = call
            .set_condition_expression(condition)
            .set_expression_attribute_names(expression.names())
            .set_expression_attribute_values(expression.values());
        match call.send().await {
            Ok(_) => Ok(true),
            Err(error) if errors::is_condition(&error) => Ok(false),
            Err(error) => Err(errors::call(error)),
        }
    }

    async fn update(&self, update: &Update) -> Result<Option<Item>, StoreError> {
        let mut expression = Expression::default();
        let change = expression.update(update);
        let condition = expression.condition(&update.condition);
        let call = self.client.update_item().table_name(&self.name).set_key(Some(key_to_sdk(&update.key)));
        let call = call
            .update_expression(change)
            .condition_expression(condition)
            .set_expression_attribute_names(expression.names())
            .set_expression_attribute_values(expression.values())
            .return_values(ReturnValue::AllNew);
        match call.send().await {
            Ok(answer) => Ok(Some(from_sdk(answer.attributes.unwrap_or_default()))),
            Err(error) if errors::is_condition(&error) => Ok(None),
            Err(error) => Err(errors::call(error)),
        }
    }

    async fn query(&self, query: &Query) -> Result<Found, StoreError> {
        let mut expression = Expression::default();
        let due = query.range.is_due();
        let (pk, sk) = if due { ("due_pk", "due_sk") } else { ("pk", "sk") };
        let text = |text: &str| serde_dynamo::AttributeValue::S(text.to_owned());
        let mut condition = format!("{} = {}", expression.name(pk), expression.value(text(&query.partition)));
        match &query.range {
            Range::All | Range::Due => {}
            Range::Prefix(prefix) => {
                let (sk, prefix) = (expression.name(sk), expression.value(text(prefix)));
                condition.push_str(&format!(" AND begins_with({sk}, {prefix})"));
            }
            Range::DueUntil(until) => {
                let (sk, until) = (expression.name(sk), expression.value(text(until)));
                condition.push_str(&format!(" AND {sk} <= {until}"));
            }
        }
        let call = self.client.query().table_name(&self.name).key_condition_expression(condition);
        let call = call
            .set_index_name(due.then(|| create::DUE_INDEX.to_owned()))
            // A global index has no consistent read; whoever reads it reads the item again.
            .consistent_read(!due)
            .set_expression_attribute_names(expression.names())
            .set_expression_attribute_values(expression.values())
            .set_exclusive_start_key(query.after.as_ref().map(last_to_sdk))
            .scan_index_forward(!query.descending)
            .limit(i32::try_from(query.limit).unwrap_or(i32::MAX));
        let answer = call.send().await.map_err(errors::call)?;
        let items = answer.items.unwrap_or_default().into_iter().map(from_sdk).collect();
        let last = answer.last_evaluated_key.map(from_sdk).and_then(|item| LastKey::from_item(&item));
        Ok(Found { items, last })
    }
}

fn to_sdk(item: &Item) -> SdkItem {
    item.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect()
}

fn from_sdk(item: SdkItem) -> Item {
    item.into_iter().map(|(name, value)| (name, value.into())).collect()
}

fn key_to_sdk(key: &Key) -> SdkItem {
    to_sdk(&key.as_item())
}

fn last_to_sdk(last: &LastKey) -> SdkItem {
    let mut item = last.key.as_item();
    if let Some(due) = &last.due {
        item.extend(due.as_due_item());
    }
    to_sdk(&item)
}
