//! The size of items as DynamoDB counts it, so that a limit is met with a clear answer and not with a failed call.

use serde_dynamo::AttributeValue;

use super::table::Item;

/// Most items of one transaction.
pub(crate) const MAX_ITEMS: usize = 100;
/// Most bytes of one transaction.
pub(crate) const MAX_TRANSACTION: usize = 4 * 1024 * 1024;
/// Most bytes of one item.
pub(crate) const MAX_ITEM: usize = 400 * 1024;

/// The size of an item in bytes.
pub(crate) fn of_item(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + of_value(value)).sum()
}

fn of_value(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(number) => of_number(number),
        AttributeValue::B(bytes) => bytes.len(),
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        AttributeValue::M(map) => {
            3 + map.iter().map(|(name, value)| 1 + name.len() + of_value(value)).sum::<usize>()
        }
        AttributeValue::L(list) => 3 + list.iter().map(|value| 1 + of_value(value)).sum::<usize>(),
        AttributeValue::Ss(set) => set.iter().map(String::len).sum(),
        AttributeValue::Ns(set) => set.iter().map(|number| of_number(number)).sum(),
        AttributeValue::Bs(set) => set.iter().map(Vec::len).sum(),
    }
}

/// One byte for two digits and one more; an upper bound, as leading and trailing zeros are counted too.
fn of_number(number: &str) -> usize {
    number.len().div_ceil(2) + 1
}
