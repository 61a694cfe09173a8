//! Between items and their types, with errors that name the place and not the value.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::AttributeValue;
use serde_json::Value;

use crate::store::table::Item;
use crate::store::{Key, StoreError};

/// The item of `record` under `key`.
///
/// # Errors
/// [`StoreError::Malformed`] for a record that has no form as an item; none of ours lacks one.
pub(super) fn to_item<T: Serialize>(key: &Key, record: &T) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(record).map_err(|_| malformed(key, "."))?;
    item.extend(key.as_item());
    Ok(item)
}

/// `value` as an attribute.
pub(crate) fn to_attribute<T: Serialize>(key: &Key, value: &T) -> Result<AttributeValue, StoreError> {
    serde_dynamo::to_attribute_value(value).map_err(|_| malformed(key, "."))
}

/// The record in `item`.
pub(super) fn from_item<T: DeserializeOwned>(key: &Key, item: Item) -> Result<T, StoreError> {
    let value: Value = serde_dynamo::from_item(item).map_err(|_| malformed(key, "."))?;
    from_json(key, "", value)
}

/// The record in a JSON value found at `place` of the item.
pub(super) fn from_json<T: DeserializeOwned>(key: &Key, place: &str, value: Value) -> Result<T, StoreError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let path = if place.is_empty() { path } else { format!("{place}.{path}") };
        malformed(key, &path)
    })
}

pub(super) fn malformed(key: &Key, path: &str) -> StoreError {
    StoreError::Malformed { key: key.to_string(), path: path.to_owned() }
}
