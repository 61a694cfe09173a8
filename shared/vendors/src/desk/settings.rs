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
    /// The fields of each product's form, in its order.
    pub layouts: Layouts,
    /// The fields of every form that `layouts` leaves as certflow has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
}

impl DeskSettings {
    /// The form of `product`.
    pub fn layout(&self, product: Product) -> Layout {
        let own = self.layouts.of(product);
        match &self.layout {
            Some(layout) if own == Layout::of(product) => layout.clone(),
            _ => own,
        }
    }
}

/// The form of each product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Product, Layout>")]
pub struct Layouts(BTreeMap<Product, Layout>);

impl Layouts {
    fn of(&self, product: Product) -> Layout {
        self.0.get(&product).cloned().unwrap_or_else(|| Layout::of(product))
    }
}

impl Default for Layouts {
    fn default() -> Self {
        Self(Product::ALL.into_iter().map(|product| (product, Layout::of(product))).collect())
    }
}

/// A product that is not named has its default.
impl From<BTreeMap<Product, Layout>> for Layouts {
    fn from(named: BTreeMap<Product, Layout>) -> Self {
        let mut layouts = Self::default();
        layouts.0.extend(named);
        layouts
    }
}
