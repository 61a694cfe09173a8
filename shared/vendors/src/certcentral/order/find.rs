//! Finding our order again when nobody knows whether it was placed.
//!
//! CertCentral has no idempotency key. It stores `alternative_order_id` without demanding that it be unique, and
//! lists the orders that carry one
//! (<https://dev.digicert.com/services-api/orders/get-orders-alternative-order-id/>). Orders placed by hand, or by
//! an account where that fails, are looked for by common name and day, and recognised by our reference in them.

use jiff::ToSpan;
use jiff::civil::Date;
use procedure::OrderId;
use serde::Deserialize;

use super::{OrderFilter, Page};
use crate::certcentral::{Call, Client, Error, OrderNumber, OrderStatus, lenient};

/// Most orders of one common name and a few days that are looked into.
const MAX_CANDIDATES: u16 = 20;

/// An order that carries our reference.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ours {
    /// The order.
    #[serde(rename = "order_id")]
    pub order: OrderNumber,
    /// Where it stands.
    pub status: OrderStatus,
}

/// What a search brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// No order carries the reference: it was not placed.
    Nothing,
    /// One does.
    One(Ours),
    /// Several do, which certflow never causes: staff decide which is to live.
    Several(Vec<Ours>),
    /// Too many orders of that name to look into: staff decide.
    Unclear,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "lenient::list")]
    orders: Vec<Ours>,
}

impl Client {
    /// The order that carries our reference, whoever placed it. Give it some seconds after the attempt: the vendor
    /// does not say how soon its lists are complete.
    ///
    /// `attempted` is the day of the first attempt in UTC; a day is added on both sides for the vendor's time zone.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn find_order(
        &self,
        reference: &OrderId,
        common_name: &str,
        attempted: Date,
        today: Date,
    ) -> Result<Found, Error> {
        let named = self.orders_by_reference(reference).await?;
        if !named.is_empty() {
            return Ok(Found::of(named));
        }
        let filter = OrderFilter {
            common_name: Some(common_name.to_owned()),
            created: Some((attempted.saturating_sub(1.day()), today.saturating_add(1.day()))),
            status: None,
        };
        let page = self.orders(&filter, Page { offset: 0, limit: MAX_CANDIDATES + 1 }).await?;
        if page.orders.len() > usize::from(MAX_CANDIDATES) {
            return Ok(Found::Unclear);
        }
        let mut ours = Vec::new();
        for head in page.orders {
            let info = self.order_info(head.order).await?;
            if info.mentions(reference, self.config().reference_field) {
                ours.push(Ours { order: info.order, status: info.status });
            }
        }
        Ok(Found::of(ours))
    }

    /// The orders whose alternative id is our reference.
    async fn orders_by_reference(&self, reference: &OrderId) -> Result<Vec<Ours>, Error> {
        // A URL cannot carry `.` and `..` as names; such a reference is recognised in the orders themselves.
        if reference.as_str().bytes().all(|b| b == b'.') {
            return Ok(Vec::new());
        }
        let path = ["order", "alternate", reference.as_str()];
        match self.get::<Answer>(Call::OrdersByReference, &path, &[]).await {
            Ok(answer) => Ok(answer.orders),
            // Recorded clients meet 404 where no order matches.
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

impl Found {
    fn of(mut orders: Vec<Ours>) -> Self {
        orders.sort_by_key(|ours| ours.order);
        orders.dedup_by_key(|ours| ours.order);
        match orders.len() {
            0 => Self::Nothing,
            1 => orders.pop().map_or(Self::Nothing, Self::One),
            _ => Self::Several(orders),
        }
    }
}
