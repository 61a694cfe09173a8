//! The operator's table of leads.

use std::num::NonZeroU8;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Lead;
use crate::{ContractTerm, Product, Validation};

/// When renewals take their steps, by product and contract term (R8, A4). Configuration: the mission document names
/// no days. The procedure follows the certificate's end, not the contract's (A1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// OV products.
    pub ov: Lead,
    /// EV products: earlier, because a third person and the responsible person have to be reached (R46, R47).
    pub ev: Lead,
    /// Products and terms with a lead of their own; the first that fits holds.
    pub exceptions: Vec<Exception>,
    /// Days before a certificate's end from which the vendors take its renewal; both say 90 (`vendors.md`).
    pub window_days: u16,
    /// The renewal takes at most one part in this many of the certificate's lifetime; when its lead is longer, every
    /// step shrinks alike. Certificates get shorter: 199, 99, 46 days.
    pub lifetime_share: NonZeroU8,
    /// Business days the customer has at least, from the opening to the prescribed date, even when weekends and
    /// holidays take most of a shrunken lead; never more than half of those left of the certificate.
    pub answer_days: u8,
}

/// The lead of one product and contract term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The product.
    pub product: Product,
    /// The contract term; every term when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<ContractTerm>,
    /// Its lead.
    pub lead: Lead,
}

impl Default for Policy {
    /// OV opens 60 days before the end and is due 30 days before it; EV 75 and 45; BIZCERT by the month, whose
    /// certificates may be as short as its contract, 45 and 21.
    fn default() -> Self {
        Self {
            ov: Lead::usual(60, 30),
            ev: Lead::usual(75, 45),
            exceptions: vec![Exception {
                product: Product::Bizcert,
                term: Some(ContractTerm::OneMonth),
                lead: Lead::usual(45, 21),
            }],
            window_days: 90,
            lifetime_share: NonZeroU8::MIN.saturating_add(2),
            answer_days: 2,
        }
    }
}

impl Policy {
    /// The lead of a product sold with a term.
    pub fn lead(&self, product: Product, term: ContractTerm) -> &Lead {
        let fits = |e: &&Exception| e.product == product && e.term.is_none_or(|own| own == term);
        match (self.exceptions.iter().find(fits), product.validation()) {
            (Some(exception), _) => &exception.lead,
            (None, Validation::Ov) => &self.ov,
            (None, Validation::Ev) => &self.ev,
        }
    }
}
