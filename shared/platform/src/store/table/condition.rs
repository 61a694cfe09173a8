//! What must hold of an item for a write to be done.

use serde_dynamo::AttributeValue;

use super::{Item, Path};

/// A condition on one item.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The attribute is not there; with `pk`, the item is not.
    Missing(&'static str),
    /// The value there equals this one.
    Equals(Path, AttributeValue),
    /// Every one of these.
    All(Vec<Condition>),
}

impl Condition {
    /// Whether it holds of `item`; an item that does not exist has no attributes.
    pub(super) fn holds(&self, item: Option<&Item>) -> bool {
        match self {
            Condition::Missing(name) => item.is_none_or(|item| !item.contains_key(*name)),
            Condition::Equals(path, value) => item.and_then(|item| path.get(item)) == Some(value),
            Condition::All(all) => all.iter().all(|condition| condition.holds(item)),
        }
    }
}
