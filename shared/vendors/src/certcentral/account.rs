//! What differs from account to account, as an operator sets it: one place for a settings file and for variables.
//!
//! \[U\] No public page settles these for every account; the defaults are the best that was found, and
//! `certflow vendor` shows whether the account has the products.

use std::collections::BTreeMap;

use procedure::Product;
use serde::{Deserialize, Serialize};

use super::{CancelWord, Config, MetadataNumber, ProductId};

/// What differs from account to account; every member has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountSettings {
    /// The identifiers of products (`name_id`) that differ from the documented ones, by product, such as
    /// `GT-EV = "ssl_ev_geotrust_truebizid"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub products: BTreeMap<Product, ProductId>,
    /// The word that cancels an order: `canceled`, the default, or `CANCELED` as older pages have it.
    pub cancel_word: CancelWord,
    /// The number of the custom order field that shows our order number to people in CertCentral; none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_field: Option<MetadataNumber>,
    /// Whether the vendor's own renewal mails go out beside certflow's; no by default.
    pub vendor_renewal_mails: bool,
}

impl AccountSettings {
    /// Puts them into `config`.
    pub fn apply(&self, config: &mut Config) {
        for (product, id) in &self.products {
            config.products = std::mem::take(&mut config.products).with(*product, id.clone());
        }
        config.cancel_word = self.cancel_word;
        config.reference_field = self.reference_field;
        config.vendor_renewal_mails = self.vendor_renewal_mails;
    }
}
