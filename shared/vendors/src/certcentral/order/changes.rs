//! Which orders moved: a list for all orders, in place of one request a piece
//! (<https://dev.digicert.com/en/certcentral-apis/services-api/orders/status-change-list.html>).

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use super::Page;
use crate::certcentral::{Call, CertificateNumber, Client, Error, OrderNumber, OrderStatus, lenient};

/// How many changes are asked for at once, the most that a page of the vendor's holds.
const PAGE: u16 = 1_000;
/// Most pages read for one list: 100 000 changes.
const MAX_PAGES: u32 = 100;

/// How far back to look, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookBack(u16);

impl LookBack {
    /// Seven days, the most the vendor answers for.
    pub const LONGEST: Self = Self(10_080);

    /// `minutes`, brought into 1 to 10 080. Whoever was away longer than seven days asks by
    /// [`Client::status_changes_between`].
    pub fn minutes(minutes: u64) -> Self {
        Self(u16::try_from(minutes).unwrap_or(u16::MAX).clamp(1, Self::LONGEST.0))
    }

    /// The minutes.
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// One order whose status changed, with its status now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StatusChange {
    /// The order.
    #[serde(rename = "order_id")]
    pub order: OrderNumber,
    /// Its certificate.
    #[serde(rename = "certificate_id", default, deserialize_with = "lenient::number")]
    pub certificate: Option<CertificateNumber>,
    /// Its status.
    pub status: OrderStatus,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "lenient::readable")]
    orders: lenient::Readable<StatusChange>,
}

impl Client {
    /// The orders whose status changed within the time looked back. A check that passes inside an order, such as a
    /// telephone call, changes no status: [`Client::validation`] tells that. An element that cannot be read is left
    /// out, and how many were is logged.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn status_changes(&self, back: LookBack) -> Result<Vec<StatusChange>, Error> {
        self.changes(("minutes", back.get().to_string())).await
    }

    /// The orders whose status changed on one of these days and not again since, first and last included; seven days at
    /// most. The vendor counts days in its own time zone (MDT).
    ///
    /// # Errors
    /// As [`Client::status_changes`].
    pub async fn status_changes_between(&self, first: Date, last: Date) -> Result<Vec<StatusChange>, Error> {
        self.changes(("filters[status_last_updated]", format!("{first}...{last}"))).await
    }

    /// Every page of the list, until one is not full or, should paging be ignored, brings nothing new.
    async fn changes(&self, when: (&'static str, String)) -> Result<Vec<StatusChange>, Error> {
        let (mut changes, mut known) = (Vec::new(), BTreeSet::new());
        for n in 0..MAX_PAGES {
            let page = Page { offset: n * u32::from(PAGE), limit: PAGE };
            let mut query = vec![when.clone()];
            query.extend(page.query());
            let answer: Answer =
                self.get(Call::StatusChanges, &["order", "certificate", "status-changes"], &query).await?;
            let lenient::Readable { items, unreadable } = answer.orders;
            if unreadable > 0 {
                tracing::warn!(unreadable, "changes that cannot be read are left out");
            }
            let full = items.len() + unreadable >= usize::from(PAGE);
            let before = known.len();
            known.extend(items.iter().map(|change| (change.order, change.certificate)));
            changes.extend(items);
            if !full || known.len() == before {
                return Ok(changes);
            }
        }
        Err(Error::Malformed { call: Call::StatusChanges, what: "more than 100000 changes".into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_back_stays_within_seven_days() {
        let minutes = [0, 1, 60, 10_080, 10_081, u64::MAX].map(|n| LookBack::minutes(n).get());
        assert_eq!(minutes, [1, 1, 60, 10_080, 10_080, 10_080]);
    }
}
