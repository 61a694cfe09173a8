//! Withdrawing an order, or a reissue that is still with the vendor.

use http::Method;
use serde::Serialize;

use crate::certcentral::{Call, Client, Error, OrderNumber, RequestNumber};

/// Longest note, in characters.
const MAX_NOTE: usize = 255;

#[derive(Serialize)]
struct Wire<'a> {
    status: &'static str,
    note: &'a str,
}

#[derive(Serialize)]
struct Rejection<'a> {
    status: &'static str,
    processor_comment: &'a str,
}

impl Client {
    /// Cancels an order in `pending` or `waiting_pickup`; of one in `reissue_pending` it cancels the reissue, and the
    /// order is `issued` again
    /// (<https://dev.digicert.com/en/certcentral-apis/services-api/orders/update-order-status.html>). `note` says why; the vendor keeps and shows it, so it names nobody.
    ///
    /// # Errors
    /// [`Error::Unsent`] unless the note has 1 to 255 characters; [`Error::Refused`] when the order is in a status
    /// that cannot be cancelled; [`Error::Unknown`] when it cannot be told: [`Client::order_info`] does.
    pub async fn cancel(&self, order: OrderNumber, note: &str) -> Result<(), Error> {
        let call = Call::CancelOrder;
        let note = checked(call, note)?;
        let body = Wire { status: self.config().cancel_word.as_str(), note };
        let path = ["order", "certificate", &order.to_string(), "status"];
        self.change(call, Method::PUT, &path, Some(&body)).await.map(drop)
    }

    /// Rejects a request that waits for an administrator of our own account, such as that for an order in
    /// `needs_approval`, which cannot be cancelled ("Update request status",
    /// <https://dev.digicert.com/en/certcentral-apis/services-api/requests/update-request-status.html>).
    ///
    /// # Errors
    /// As [`Client::cancel`].
    pub async fn reject_request(&self, request: RequestNumber, note: &str) -> Result<(), Error> {
        let call = Call::RejectRequest;
        let body = Rejection { status: "rejected", processor_comment: checked(call, note)? };
        let path = ["request", &request.to_string(), "status"];
        self.change(call, Method::PUT, &path, Some(&body)).await.map(drop)
    }
}

fn checked(call: Call, note: &str) -> Result<&str, Error> {
    let note = note.trim();
    if (1..=MAX_NOTE).contains(&note.chars().count()) {
        return Ok(note);
    }
    Err(Error::Unsent { call, what: format!("a note has 1 to {MAX_NOTE} characters").into() })
}
