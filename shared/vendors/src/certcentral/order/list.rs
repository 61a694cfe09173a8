//! Listing orders.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::CertificateInfo;
use crate::certcentral::{Call, Client, Error, OrderNumber, OrderStatus, lenient};

/// Most orders in one page.
const MAX_LIMIT: u16 = 1000;

/// Which orders; every condition given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderFilter {
    /// The common name, exactly.
    pub common_name: Option<String>,
    /// Placed on one of these days, first and last included. The vendor counts days in its own time zone (MDT).
    pub created: Option<(Date, Date)>,
    /// In this status. One maintainer found this filter ignored, so look at the answer too.
    pub status: Option<OrderStatus>,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many to skip.
    pub offset: u32,
    /// How many to return; brought into 1 to 1000.
    pub limit: u16,
}

/// One order of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OrderHead {
    /// The order.
    #[serde(rename = "id")]
    pub order: OrderNumber,
    /// Where it stands.
    pub status: OrderStatus,
    /// What it is for; absent in the answers of some products.
    #[serde(default, deserialize_with = "lenient::object")]
    pub certificate: Option<CertificateInfo>,
    /// When it was placed.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub date_created: Option<Timestamp>,
    /// When its term ends.
    #[serde(default, deserialize_with = "lenient::date")]
    pub order_valid_till: Option<Date>,
    /// Whether another order renewed it.
    #[serde(default, deserialize_with = "lenient::boolean")]
    pub is_renewed: Option<bool>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderPage {
    /// The orders, newest first.
    pub orders: Vec<OrderHead>,
    /// How many there are in all, as far as the vendor says.
    pub total: Option<u64>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "lenient::list")]
    orders: Vec<OrderHead>,
    #[serde(default, deserialize_with = "lenient::object")]
    page: Option<PageInfo>,
}

#[derive(Deserialize)]
struct PageInfo {
    #[serde(default, deserialize_with = "lenient::number")]
    total: Option<u64>,
}

impl Page {
    /// The part as query parameters.
    pub(in crate::certcentral) fn query(self) -> [(&'static str, String); 2] {
        [("limit", self.limit.clamp(1, MAX_LIMIT).to_string()), ("offset", self.offset.to_string())]
    }
}

impl Client {
    /// A page of the orders that match, newest first.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn orders(&self, filter: &OrderFilter, page: Page) -> Result<OrderPage, Error> {
        let mut query = vec![("sort", "-date_created".to_owned())];
        query.extend(page.query());
        if let Some(name) = &filter.common_name {
            query.push(("filters[common_name]", name.clone()));
        }
        if let Some((first, last)) = filter.created {
            query.push(("filters[date_created]", format!("{first}...{last}")));
        }
        if let Some(status) = &filter.status {
            query.push(("filters[status]", status.to_string()));
        }
        let answer: Answer = self.get(Call::ListOrders, &["order", "certificate"], &query).await?;
        Ok(OrderPage { orders: answer.orders, total: answer.page.and_then(|page| page.total) })
    }
}
