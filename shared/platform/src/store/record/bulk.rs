//! What hardly ever changes of an order (whose it is, the application, what it renews, the certificate, and what is
//! remembered of its settled index items) lies in an item of its own: a write costs by the kilobyte, and nearly every event
//! writes the state.

use std::collections::HashMap;

use procedure::order::Order;
use serde_dynamo::AttributeValue;

use super::code::{malformed, to_attribute};
use super::index::{IndexHashes, hash, index_from, index_to};
use crate::store::schema::SCHEMA;
use crate::store::table::Item;
use crate::store::{Key, StoreError};

type Members = HashMap<String, AttributeValue>;

/// Where in a state they are.
const LARGE: [&[&str]; 7] = [
    &["application"],
    &["customer"],
    &["kind"],
    &["phase", "certificate"],
    &["received_at"],
    &["validated"],
    &["warnings"],
];

/// Which order it is; its key says so.
const ID: &str = "id";

/// The state of `order`: what its events change, and what is large.
pub(super) fn split(order: &Order) -> Result<(Members, Members), StoreError> {
    let key = Key::state(&order.id);
    let AttributeValue::M(mut state) = to_attribute(&key, order)? else {
        return Err(malformed(&key, "state"));
    };
    state.remove(ID);
    let mut large = Members::new();
    for path in LARGE {
        take(&mut state, &mut large, path);
    }
    Ok((state, large))
}

fn take(from: &mut Members, to: &mut Members, path: &[&str]) {
    match path {
        [] => {}
        [name] => to.extend(from.remove_entry(*name)),
        [name, rest @ ..] => {
            let Some(AttributeValue::M(inner)) = from.get_mut(*name) else { return };
            let mut taken = Members::new();
            take(inner, &mut taken, rest);
            if !taken.is_empty() {
                to.insert((*name).to_owned(), AttributeValue::M(taken));
            }
        }
    }
}

/// Puts back what [`split`] took.
fn join(state: &mut Members, large: Members) {
    for (name, value) in large {
        match (state.get_mut(&name), value) {
            (Some(AttributeValue::M(inner)), AttributeValue::M(more)) => join(inner, more),
            (_, value) => drop(state.insert(name, value)),
        }
    }
}

/// The item of its own, with what is remembered of `settled` index items.
pub(super) fn item(order: &Order, settled: &IndexHashes) -> Result<(Key, Item), StoreError> {
    let key = Key::bulk(&order.id);
    let (_, large) = split(order)?;
    let mut item = key.as_item();
    item.insert("schema".to_owned(), AttributeValue::N(SCHEMA.to_string()));
    item.insert("state".to_owned(), AttributeValue::M(large));
    item.insert("index".to_owned(), index_to(&order.id, settled.iter()));
    Ok((key, item))
}

/// The whole state, from the order's item `key` and the one beside it, and into `index` what that one remembers. `None`
/// when they are not of one transaction: a read of two items is none.
pub(super) fn whole(
    key: &Key,
    mut state: Members,
    index: &mut IndexHashes,
    beside: Option<Item>,
) -> Result<Option<AttributeValue>, StoreError> {
    let Some((bulk, expected)) = index.iter().find(|(key, _)| key.is_bulk()) else {
        // Schema 1 kept everything in one item.
        return Ok(Some(AttributeValue::M(state)));
    };
    let Some(mut item) = beside.filter(|item| bulk.is_of(item) && hash(item) == *expected) else {
        return Ok(None);
    };
    let Some(AttributeValue::M(large)) = item.remove("state") else { return Err(malformed(key, "state")) };
    // Schema 2 remembered them with the state.
    if item.contains_key("index") {
        index.extend(index_from(key, &mut item)?);
    }
    join(&mut state, large);
    identify(&mut state, key)?;
    Ok(Some(AttributeValue::M(state)))
}

/// Puts back the id.
fn identify(state: &mut Members, key: &Key) -> Result<(), StoreError> {
    let id = key.as_order().ok_or_else(|| malformed(key, "pk"))?;
    state.insert(ID.to_owned(), AttributeValue::S(id.to_string()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use procedure::{Product, samples};

    use super::*;

    /// R90: what lies apart and what does not are the whole state, for an order with a certificate and for one without.
    #[test]
    fn the_parts_are_the_whole() {
        let examining = samples::examining(Product::DigicertSecureServerIdEv);
        for (order, is_issued) in [(examining, false), (samples::issued(Product::Bizcert, 30), true)] {
            let (mut state, large) = split(&order).unwrap();
            for apart in ["application", "customer", "kind", "received_at"] {
                assert!(!state.contains_key(apart) && large.contains_key(apart), "{apart}");
            }
            assert_eq!(large.contains_key("phase"), is_issued, "{:?}", large.keys());
            join(&mut state, large);
            identify(&mut state, &Key::state(&order.id)).unwrap();
            assert_eq!(AttributeValue::M(state), serde_dynamo::to_attribute_value(&order).unwrap());
        }
    }
}
