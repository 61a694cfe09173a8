//! Which orders moved: one request for all orders, in place of one a piece.

use serde::Deserialize;

use crate::certcentral::{Call, CertificateNumber, Client, Error, OrderNumber, OrderStatus, lenient};

/// How far back to look, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookBack(u16);

impl LookBack {
    /// Seven days, the most the vendor answers for.
    pub const LONGEST: Self = Self(10_080);

    /// `minutes`, brought into 1 to 10 080. Whoever was away longer than seven days has to look at each order.
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
    #[serde(default, deserialize_with = "lenient::list")]
    orders: Vec<StatusChange>,
}

impl Client {
    /// The orders whose status changed within the time looked back. A check that passes inside an order, such as a
    /// telephone call, changes no status: [`Client::validation`] tells that.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn status_changes(&self, back: LookBack) -> Result<Vec<StatusChange>, Error> {
        let query = [("minutes", back.get().to_string())];
        let answer: Answer =
            self.get(Call::StatusChanges, &["order", "certificate", "status-changes"], &query).await?;
        Ok(answer.orders)
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
