//! Conditions and updates in DynamoDB's expression language. Every name and value is a placeholder.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue as SdkValue;
use serde_dynamo::AttributeValue;

use super::path::Step;
use super::{Condition, Path, Update};

/// The placeholders of one request.
#[derive(Debug, Default)]
pub(super) struct Expression {
    names: HashMap<String, String>,
    values: HashMap<String, SdkValue>,
}

impl Expression {
    pub(super) fn condition(&mut self, condition: &Condition) -> String {
        match condition {
            Condition::Missing(name) => format!("attribute_not_exists({})", self.name(name)),
            Condition::Equals(path, value) => format!("{} = {}", self.path(path), self.value(value.clone())),
            Condition::All(all) => {
                let all: Vec<String> = all.iter().map(|condition| self.condition(condition)).collect();
                all.join(" AND ")
            }
        }
    }

    pub(super) fn update(&mut self, update: &Update) -> String {
        let mut text = String::new();
        let set: Vec<String> = (update.set.iter())
            .map(|(path, value)| format!("{} = {}", self.path(path), self.value(value.clone())))
            .collect();
        if !set.is_empty() {
            text.push_str("SET ");
            text.push_str(&set.join(", "));
        }
        let remove: Vec<String> = update.remove.iter().map(|path| self.path(path)).collect();
        if !remove.is_empty() {
            text.push_str(" REMOVE ");
            text.push_str(&remove.join(", "));
        }
        text
    }

    pub(super) fn names(&self) -> Option<HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    pub(super) fn values(self) -> Option<HashMap<String, SdkValue>> {
        (!self.values.is_empty()).then_some(self.values)
    }

    pub(super) fn name(&mut self, name: &str) -> String {
        let placeholder = format!("#{name}");
        self.names.insert(placeholder.clone(), name.to_owned());
        placeholder
    }

    pub(super) fn value(&mut self, value: AttributeValue) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value.into());
        placeholder
    }

    fn path(&mut self, path: &Path) -> String {
        path.steps.iter().fold(self.name(path.name), |text, step| match step {
            Step::Name(name) => format!("{text}.{}", self.name(name)),
            Step::Index(index) => format!("{text}[{index}]"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Key;

    #[test]
    fn names_and_values_are_placeholders() {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let update = Update {
            key: Key { pk: "p".to_owned(), sk: "s".to_owned() },
            set: vec![(Path::of("outbox").index(2).member("delivery"), text("sent"))],
            remove: vec![Path::of("due_pk"), Path::of("due_sk")],
            condition: Condition::All(vec![
                Condition::Equals(Path::of("claim").member("worker"), text("w")),
                Condition::Missing("outcome"),
            ]),
        };
        let mut expression = Expression::default();
        assert_eq!(expression.update(&update), "SET #outbox[2].#delivery = :v0 REMOVE #due_pk, #due_sk");
        let condition = expression.condition(&update.condition);
        assert_eq!(condition, "#claim.#worker = :v1 AND attribute_not_exists(#outcome)");
        assert_eq!(expression.names().map(|names| names.len()), Some(7));
        assert_eq!(expression.values().map(|values| values.len()), Some(2));
    }
}
