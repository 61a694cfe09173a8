//! What an operator may set about the desk. Nothing of the vendor's form is public but its fields (U3), so all of it
//! is data.

use std::collections::BTreeMap;

use procedure::Product;
use serde::{Deserialize, Serialize};

use super::Layout;
use crate::Clerk;

/// How submission sheets are made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeskSettings {
    /// The contact for procedures (手続き担当者); shown as missing until it is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clerk: Option<Clerk>,
    /// Where orders of a product are entered, such as the address of the vendor's portal; shown on the sheet.
    pub portals: BTreeMap<Product, String>,
    /// What the vendor's form calls a product, where not as customers know it.
    pub products: BTreeMap<Product, String>,
    /// The fields in the order of the form.
    pub layout: Layout,
}
