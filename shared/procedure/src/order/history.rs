//! The audit trail: who did what when (R90).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, Text, VendorOrderId};

/// Who caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// The customer, in the portal.
    Customer,
    /// The provider's staff.
    Staff,
    /// The vendor.
    Vendor,
    /// certflow itself.
    System,
}

/// One line of an order's history. It names acts and numbers, never personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// Who.
    pub actor: Actor,
    /// What, as a person reads it.
    pub what: Text,
    /// The vendor's number, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_order: Option<VendorOrderId>,
    /// Why, where a line does not say it: of a mail that was put aside, each rule it breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

impl Entry {
    /// An entry without a vendor's number.
    pub fn new(actor: Actor, what: Text) -> Self {
        Self { actor, what, vendor_order: None, findings: Vec::new() }
    }

    /// The same entry with the vendor's number.
    #[must_use]
    pub fn at_vendor(mut self, order: &VendorOrderId) -> Self {
        self.vendor_order = Some(order.clone());
        self
    }
}
