//! Index items follow from the order. The order's own item remembers which were written and what they said, so that
//! the difference is exact even when a release derives them anew.

use std::collections::BTreeMap;

use procedure::OrderId;
use serde_dynamo::AttributeValue;
use sha2::{Digest as _, Sha256};

use super::code::malformed;
use crate::envelope::hex;
use crate::store::table::{Item, Write};
use crate::store::{Key, StoreError};

/// Index items by key, each with a digest of its content.
pub(crate) type IndexHashes = BTreeMap<Key, String>;

/// The writes that bring the index from `before` to `rows`, and what is to be remembered.
pub(crate) fn diff(before: &IndexHashes, rows: BTreeMap<Key, Item>) -> (Vec<Write>, IndexHashes) {
    let mut writes: Vec<Write> = (before.keys())
        .filter(|key| !rows.contains_key(key) && !key.is_permanent())
        .map(|key| Write::Delete { key: key.clone() })
        .collect();
    let mut after = IndexHashes::new();
    for (key, item) in rows {
        let hash = hash(&item);
        if before.get(&key) != Some(&hash) {
            writes.push(Write::Put { item, condition: None });
        }
        after.insert(key, hash);
    }
    (writes, after)
}

/// What stands for the order's own id in what is remembered: ids contain neither character.
const OWN: &str = "<>";

/// What is remembered of the index items of the order `id`, as an attribute.
pub(super) fn index_to<'a>(
    id: &OrderId,
    index: impl Iterator<Item = (&'a Key, &'a String)>,
) -> AttributeValue {
    let short = |key: &Key| key.to_string().replace(id.as_str(), OWN);
    AttributeValue::M(index.map(|(key, hash)| (short(key), AttributeValue::S(hash.clone()))).collect())
}

/// What `item`, of the order's partition, remembers.
pub(super) fn index_from(key: &Key, item: &mut Item) -> Result<IndexHashes, StoreError> {
    let (Some(id), Some(AttributeValue::M(index))) = (key.as_order(), item.remove("index")) else {
        return Err(malformed(key, "index"));
    };
    // Up to schema 2 the id is written out.
    let read = |(text, hash): (String, AttributeValue)| match (text.replace(OWN, id.as_str()).parse(), hash) {
        (Ok(place), AttributeValue::S(hash)) => Ok((place, hash)),
        _ => Err(malformed(key, "index")),
    };
    index.into_iter().map(read).collect()
}

/// Eight hexadecimal digits of the content's SHA-256.
pub(super) fn hash(item: &Item) -> String {
    let mut hash = Sha256::new();
    feed(&mut hash, item.iter());
    hex(&hash.finalize()[..4])
}

fn feed<'a>(hash: &mut Sha256, members: impl Iterator<Item = (&'a String, &'a AttributeValue)>) {
    let mut members: Vec<_> = members.collect();
    members.sort_by_key(|(name, _)| *name);
    for (name, value) in members {
        hash.update(name);
        hash.update([0]);
        feed_value(hash, value);
        hash.update([0]);
    }
}

fn feed_value(hash: &mut Sha256, value: &AttributeValue) {
    match value {
        AttributeValue::M(map) => feed(hash, map.iter()),
        AttributeValue::L(list) => list.iter().for_each(|value| feed_value(hash, value)),
        plain => hash.update(format!("{plain:?}")),
    }
}
