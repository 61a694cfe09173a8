//! What the CertCentral account may order.

use std::fmt;

use procedure::{Product, Vendor};
use serde::Serialize;
use vendors::certcentral::{Config, Offer};

use super::{Cell, Columns, Page, Tone, View};

/// Most offers a page lists.
const MOST: usize = 200;

/// Our products against what the account offers.
#[derive(Debug, Serialize)]
pub struct VendorView {
    /// Where it was asked.
    pub base_url: String,
    /// The products that are ordered there.
    pub products: Vec<OrderedThere>,
    /// Everything the account may order.
    pub offers: Vec<Offered>,
}

/// One product of ours.
#[derive(Debug, Serialize)]
pub struct OrderedThere {
    /// Which.
    pub product: Product,
    /// Under which identifier it is ordered.
    pub id: Option<String>,
    /// Whether the account may order that.
    pub offered: bool,
}

/// Something the account may order.
#[derive(Debug, Serialize)]
pub struct Offered {
    /// Its identifier.
    pub id: String,
    /// What the vendor calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl VendorView {
    /// The products as `config` has them, against `offers`.
    pub fn of(config: &Config, offers: &[Offer]) -> Self {
        let missing = config.products.missing(offers);
        let there = Product::ALL.into_iter().filter(|product| product.vendor() == Vendor::Digicert);
        let products = there.map(|product| {
            let id = config.products.id(product).ok().map(|id| id.as_str().to_owned());
            OrderedThere { product, offered: id.is_some() && !missing.contains(&product), id }
        });
        let offers =
            offers.iter().map(|offer| Offered { id: offer.name_id.clone(), name: offer.name.clone() });
        Self { base_url: config.base_url.to_string(), products: products.collect(), offers: offers.collect() }
    }

    /// Whether every product can be ordered.
    pub fn is_complete(&self) -> bool {
        self.products.iter().all(|product| product.offered)
    }
}

impl View for VendorView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        page.line(Tone::Faint.paint(&self.base_url))?;
        let mut columns = Columns::new();
        for product in &self.products {
            let (text, tone) = match product.offered {
                true => (page.pick("注文できます", "may be ordered"), Tone::Good),
                false => {
                    (page.pick("このアカウントでは注文できません", "not offered to this account"), Tone::Bad)
                }
            };
            let id = product.id.clone().unwrap_or_default();
            columns.row([product.product.code().into(), id.into(), Cell::toned(text, tone)]);
        }
        page.columns(&columns, 0)?;
        if self.is_complete() {
            return Ok(());
        }
        page.heading(
            "このアカウントで注文できる商品（certflow.toml の [certcentral.account.products] に設定）",
            "What the account may order (set ids in certflow.toml, [certcentral.account.products])",
        )?;
        let mut columns = Columns::new();
        for offer in self.offers.iter().take(MOST) {
            columns.row([offer.id.clone().into(), offer.name.clone().unwrap_or_default().into()]);
        }
        page.columns(&columns, 2)
    }
}
