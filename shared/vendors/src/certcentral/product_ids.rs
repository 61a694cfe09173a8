//! Which product of the account each of our products is.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use procedure::Product;
use serde::{Deserialize, Serialize};

use super::{ConfigError, Error, Offer};

/// The identifier of a product (`name_id`), such as `ssl_securesite_flex`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ProductId(String);

impl ProductId {
    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ProductId {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        // `status-changes` and the like share the path of an order, and hold a hyphen.
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text.to_owned()));
        }
        Err(ConfigError::ProductId)
    }
}

impl TryFrom<String> for ProductId {
    type Error = ConfigError;

    fn try_from(text: String) -> Result<Self, ConfigError> {
        text.parse()
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The identifiers of our products at CertCentral (R2). Data, since an account is free to offer others; check them
/// against the account with [`ProductIds::missing`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductIds(BTreeMap<Product, ProductId>);

impl ProductIds {
    /// The documented identifiers of the four products DigiCert issues. That of GeoTrust EV is inferred from its
    /// sister products and not documented anywhere public: verify it.
    ///
    /// # Errors
    /// None in practice: the identifiers are fixed and have a test.
    pub fn documented() -> Result<Self, ConfigError> {
        Ok(Self::default()
            .with(Product::DigicertSecureServerId, "ssl_securesite_flex".parse()?)
            .with(Product::DigicertSecureServerIdEv, "ssl_ev_securesite_flex".parse()?)
            .with(Product::GeotrustTrueBusinessId, "ssl_geotrust_truebizid".parse()?)
            .with(Product::GeotrustTrueBusinessIdEv, "ssl_ev_geotrust_truebizid".parse()?))
    }

    /// The same map with this product under this identifier.
    #[must_use]
    pub fn with(mut self, product: Product, id: ProductId) -> Self {
        self.0.insert(product, id);
        self
    }

    /// The identifier of a product.
    ///
    /// # Errors
    /// [`Error::NotOffered`] when none is configured, as for every product of another vendor.
    pub fn id(&self, product: Product) -> Result<&ProductId, Error> {
        self.0.get(&product).ok_or(Error::NotOffered { product })
    }

    /// The products whose identifier is not among what the account may order: a configuration to mend before the
    /// first order, not at it.
    pub fn missing(&self, offers: &[Offer]) -> Vec<Product> {
        let offered = |id: &ProductId| offers.iter().any(|offer| offer.name_id == id.as_str());
        self.0.iter().filter(|(_, id)| !offered(id)).map(|(product, _)| *product).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R2: DC-* and GT-* are ordered here, CT-SS and BIZCERT are not.
    #[test]
    fn the_four_products_of_digicert_have_an_id() {
        let ids = ProductIds::documented().unwrap();
        for product in Product::ALL {
            assert_eq!(
                ids.id(product).is_ok(),
                product.vendor() == procedure::Vendor::Digicert,
                "{product:?}"
            );
        }
    }

    #[test]
    fn an_id_cannot_be_a_path() {
        for bad in ["", "status-changes", "../organization", "SSL_PLUS", "a b"] {
            assert!(bad.parse::<ProductId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_the_account_does_not_offer_is_told() {
        let ids = ProductIds::documented().unwrap();
        let offer = |name_id: &str| Offer { name_id: name_id.to_owned(), name: None, kind: None };
        let offers = ["ssl_securesite_flex", "ssl_ev_securesite_flex", "ssl_geotrust_truebizid"].map(offer);
        assert_eq!(ids.missing(&offers), [Product::GeotrustTrueBusinessIdEv]);
    }
}
