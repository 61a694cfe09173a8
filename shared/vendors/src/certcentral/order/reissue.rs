//! Replacing the certificate of an order within its term (証明書再発行, A3).

use http::Method;
use procedure::OrderId;
use serde::Serialize;

use super::wire::WireCertificate;
use super::{Approval, Placed, Request};
use crate::certcentral::{Call, Client, Error, OrderNumber, answer};

/// A reissue of an existing order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReissue {
    /// Our order, left in the comment: [`OrderInfo::mentions`](super::OrderInfo::mentions) finds it there.
    pub reference: OrderId,
    /// The vendor's order whose certificate is replaced.
    pub order: OrderNumber,
    /// The names and the key of the new certificate.
    pub request: Request,
    /// Who approves it.
    pub approval: Approval,
}

#[derive(Serialize)]
struct Wire<'a> {
    certificate: WireCertificate<'a>,
    skip_approval: bool,
    comments: &'a str,
}

impl Client {
    /// Asks for a reissue. It is sent once: after [`Error::Unknown`], ask [`Client::order_info`] whether the order
    /// is `reissue_pending` or mentions the reference.
    ///
    /// # Errors
    /// As [`Client::place`].
    pub async fn reissue(&self, reissue: &NewReissue) -> Result<Placed, Error> {
        let call = Call::Reissue;
        let body = Wire {
            certificate: WireCertificate::new(call, &reissue.request)?,
            skip_approval: reissue.approval == Approval::Skip,
            comments: reissue.reference.as_str(),
        };
        let path = ["order", "certificate", &reissue.order.to_string(), "reissue"];
        answer::json(call, &self.change(call, Method::POST, &path, Some(&body)).await?)
    }
}
