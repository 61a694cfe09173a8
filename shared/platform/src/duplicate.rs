//! Other open orders for what an application asks for (P15).

use procedure::name::Names;
use procedure::order::Order;
use procedure::{OrderId, Product};

use crate::store::{Ask, Store, StoreError};

/// Most open orders under one base domain that are looked at, and in pages of how many.
const MAX_ROWS: usize = 2_000;
const PAGE: u16 = 200;
/// Most orders for the same name and product that are opened.
const MAX_SAME: usize = 20;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Duplicates {
    /// Other open orders for the same first name and product, whosesoever.
    pub orders: Vec<Order>,
    /// Whether there were more orders under the domain than are looked at.
    pub left_out: bool,
}

/// Open orders but `subject` for the first of `names` and for `product`.
///
/// # Errors
/// [`StoreError`].
pub async fn duplicates(
    store: &dyn Store,
    names: &Names,
    product: Product,
    subject: Option<&OrderId>,
) -> Result<Duplicates, StoreError> {
    let mut found = Duplicates::default();
    let Some(base) = names.first().domain().base_domain() else { return Ok(found) };
    let mut ask = Ask::first(PAGE);
    let mut looked_at = 0_usize;
    loop {
        let page = store.by_domain(&base, &ask).await?;
        looked_at = looked_at.saturating_add(page.items.len());
        let same = page.items.into_iter().filter(|row| {
            row.product == product && Some(&row.order) != subject && row.names.contains(names.first())
        });
        for row in same {
            if found.orders.len() == MAX_SAME {
                return Ok(Duplicates { left_out: true, ..found });
            }
            let record = store.order(&row.order).await?;
            found.orders.extend(record.map(|record| record.order).filter(Order::is_open));
        }
        match page.next {
            None => return Ok(found),
            Some(_) if looked_at >= MAX_ROWS => return Ok(Duplicates { left_out: true, ..found }),
            next => ask.after = next,
        }
    }
}
