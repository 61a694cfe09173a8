//! What the account may order.

use serde::Deserialize;

use super::{Call, Client, Error, lenient};

/// A product the account may order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Offer {
    /// Its identifier.
    pub name_id: String,
    /// Its name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// Its kind, such as `ssl_certificate`.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
}

#[derive(Deserialize)]
struct List {
    #[serde(default, deserialize_with = "lenient::list")]
    products: Vec<Offer>,
}

impl Client {
    /// What the account may order; see [`ProductIds::missing`](super::ProductIds::missing).
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn offers(&self) -> Result<Vec<Offer>, Error> {
        let answer: List = self.get(Call::ListProducts, &["product"], &[]).await?;
        Ok(answer.products)
    }
}
