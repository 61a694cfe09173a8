//! Where in an item.

use std::collections::HashMap;

use serde_dynamo::AttributeValue;

use super::Item;

/// A document path, such as `outbox[2].delivery`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The attribute.
    pub(super) name: &'static str,
    /// What follows.
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Name(&'static str),
    Index(usize),
}

impl Path {
    /// A top-level attribute.
    pub const fn of(name: &'static str) -> Self {
        Self { name, steps: Vec::new() }
    }

    /// A member of the map there.
    #[must_use]
    pub fn member(mut self, name: &'static str) -> Self {
        self.steps.push(Step::Name(name));
        self
    }

    /// An element of the list there.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// The value there.
    pub(super) fn get<'a>(&self, item: &'a Item) -> Option<&'a AttributeValue> {
        self.steps.iter().try_fold(item.get(self.name)?, |value, step| match (value, step) {
            (AttributeValue::M(map), Step::Name(name)) => map.get(*name),
            (AttributeValue::L(list), Step::Index(index)) => list.get(*index),
            _ => None,
        })
    }

    /// Sets the value there; returns false when what leads there is missing.
    pub(super) fn set(&self, item: &mut Item, value: AttributeValue) -> bool {
        let Some((last, steps)) = self.steps.split_last() else {
            item.insert(self.name.to_owned(), value);
            return true;
        };
        let Some(mut place) = item.get_mut(self.name) else { return false };
        for step in steps {
            let next = match (place, step) {
                (AttributeValue::M(map), Step::Name(name)) => map.get_mut(*name),
                (AttributeValue::L(list), Step::Index(index)) => list.get_mut(*index),
                _ => None,
            };
            let Some(next) = next else { return false };
            place = next;
        }
        match (place, last) {
            (AttributeValue::M(map), Step::Name(name)) => put(map, name, value),
            (AttributeValue::L(list), Step::Index(index)) => {
                list.get_mut(*index).map(|place| *place = value).is_some()
            }
            _ => false,
        }
    }
}

fn put(map: &mut HashMap<String, AttributeValue>, name: &str, value: AttributeValue) -> bool {
    map.insert(name.to_owned(), value);
    true
}
