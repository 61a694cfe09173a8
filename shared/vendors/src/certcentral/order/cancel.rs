//! Withdrawing an order, or a reissue that is still with the vendor.

use http::Method;
use serde::Serialize;

use crate::certcentral::{Call, Client, Error, OrderNumber};

/// Longest note, in characters.
const MAX_NOTE: usize = 255;

#[derive(Serialize)]
struct Wire<'a> {
    status: &'static str,
    note: &'a str,
}

impl Client {
    /// Cancels a pending order; of an order in `reissue_pending` it cancels the reissue, and the order is `issued`
    /// again. `note` says why; the vendor keeps and shows it, so it names nobody.
    ///
    /// # Errors
    /// [`Error::Unsent`] unless the note has 1 to 255 characters; [`Error::Refused`] when the order is in a status
    /// that cannot be cancelled; [`Error::Unknown`] when it cannot be told: [`Client::order_info`] does.
    pub async fn cancel(&self, order: OrderNumber, note: &str) -> Result<(), Error> {
        let call = Call::CancelOrder;
        let note = note.trim();
        if !(1..=MAX_NOTE).contains(&note.chars().count()) {
            return Err(Error::Unsent {
                call,
                what: format!("a note has 1 to {MAX_NOTE} characters").into(),
            });
        }
        let body = Wire { status: self.config().cancel_word.as_str(), note };
        let path = ["order", "certificate", &order.to_string(), "status"];
        self.change(call, Method::PUT, &path, Some(&body)).await.map(drop)
    }
}
