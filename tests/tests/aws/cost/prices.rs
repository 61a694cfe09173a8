//! What things cost: dated inputs, read from `infra/aws/prices.json`.

use std::fs;

use serde_json::Value;

use crate::tools::infra;

/// The inputs.
pub(crate) struct Prices(Value);

impl Prices {
    pub(crate) fn read() -> Self {
        Self(serde_json::from_str(&fs::read_to_string(infra().join("prices.json")).unwrap()).unwrap())
    }

    /// What `count` of something cost, in dollars.
    pub(super) fn of(&self, what: &str, count: f64) -> f64 {
        let price = &self.0["prices"][what];
        assert!(price["where"].as_str().is_some_and(|text| text.contains("https://")), "{what}");
        count * price["dollars"].as_f64().unwrap() / price["per"].as_f64().unwrap()
    }

    pub(crate) fn assumed(&self, what: &str) -> f64 {
        let assumed = &self.0["assumed"][what];
        assert!(assumed["why"].is_string(), "{what}");
        assumed["value"].as_f64().unwrap()
    }

    pub(super) fn region(&self) -> &str {
        self.0["region"].as_str().unwrap()
    }

    pub(super) fn as_of(&self) -> &str {
        self.0["as_of"].as_str().unwrap()
    }
}
