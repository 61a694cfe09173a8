//! Cancelling and revoking.

use jiff::Timestamp;
use serde::Deserialize;

use super::account::Account;
use super::error::{ApiError, ApiResult};
use super::form::kept;
use super::order::{Order, OrderStatus, Request, RequestKind, RequestStatus};
use crate::examination::What;

/// Reasons the API takes for TLS.
const REASONS: [&str; 5] =
    ["unspecified", "keyCompromise", "affiliationChanged", "superseded", "cessationOfOperation"];

/// Body of `PUT …/status`.
#[derive(Debug, Deserialize)]
pub(super) struct StatusForm {
    pub(super) status: String,
    pub(super) note: Option<String>,
}

/// Body of `PUT /request/{id}/status`.
#[derive(Debug, Deserialize)]
pub(super) struct DecisionForm {
    status: String,
    processor_comment: Option<String>,
}

/// Body of both `PUT …/revoke`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct RevokeForm {
    revocation_reason: Option<String>,
    comments: Option<String>,
    #[serde(default)]
    skip_approval: bool,
}

impl Account {
    /// Cancels a pending order, or a pending reissue; what nobody has approved is rejected instead, as documented.
    pub(super) fn cancel(&mut self, id: u64, form: &StatusForm, now: Timestamp) -> ApiResult<()> {
        let order = self.order_mut(id)?;
        // Documented in both spellings, over time.
        if !matches!(form.status.as_str(), "canceled" | "CANCELED") {
            return Err(ApiError::format("status must be canceled."));
        }
        let Some(note) = form.note.as_deref().filter(|note| !note.trim().is_empty()) else {
            return Err(ApiError::refused("missing_note", "A note is required to cancel."));
        };
        let back = match order.status {
            OrderStatus::Pending => OrderStatus::Canceled,
            OrderStatus::ReissuePending => OrderStatus::Issued,
            _ => return Err(ApiError::refused("order_not_pending", "The order cannot be canceled.")),
        };
        if let Some(job) = order.job.take_if(|_| back == OrderStatus::Issued) {
            reject(order, job.request_id, Some(note));
        }
        order.set_status(back, now);
        self.journal.note(now, &id.to_string(), What::Cancelled);
        self.schedule(id, now);
        Ok(())
    }

    /// Approves or rejects a request that waits for the account's administrator.
    pub(super) fn decide_request(&mut self, id: u64, form: &DecisionForm, now: Timestamp) -> ApiResult<()> {
        let waits = |request: &&Request| request.id == id && request.status == RequestStatus::Pending;
        let of = self.orders.values().find(|order| order.requests.iter().any(|r| waits(&r)));
        let order = of.ok_or_else(|| ApiError::not_found("request"))?.id;
        match form.status.as_str() {
            "approved" => return self.approve_request(order, now),
            "rejected" => {}
            _ => return Err(ApiError::format("status must be approved or rejected.")),
        }
        let ours = self.order_mut(order)?;
        reject(ours, id, form.processor_comment.as_deref());
        if ours.job.take_if(|job| job.request_id == id).is_some() {
            let back = match ours.status {
                OrderStatus::ReissuePending => OrderStatus::Issued,
                _ => OrderStatus::Rejected,
            };
            ours.set_status(back, now);
            self.journal.note(now, &order.to_string(), What::Cancelled);
            self.schedule(order, now);
        }
        Ok(())
    }

    /// Revokes all certificates of an order, or one; with approval pending, tells the request.
    pub(super) fn revoke(
        &mut self,
        id: u64,
        certificate: Option<u64>,
        form: RevokeForm,
        now: Timestamp,
    ) -> ApiResult<Option<Request>> {
        let request_id = self.next_id();
        let order = self.order_mut(id)?;
        if !form.revocation_reason.as_deref().is_none_or(|reason| REASONS.contains(&reason)) {
            return Err(ApiError::refused("invalid_revocation_reason", "The reason does not exist."));
        }
        if order.status == OrderStatus::ReissuePending {
            return Err(ApiError::refused("reissue_pending", "A reissue is pending."));
        }
        if order.status != OrderStatus::Issued {
            return Err(ApiError::refused("order_not_issued", "The order has no valid certificate."));
        }
        if form.skip_approval {
            self.revoke_now(id, certificate, now)?;
            return Ok(None);
        }
        let request = Request {
            id: request_id,
            at: now,
            kind: RequestKind::Revoke(certificate),
            status: RequestStatus::Pending,
            comments: kept(form.comments),
            processor_comment: None,
        };
        order.requests.push(request.clone());
        Ok(Some(request))
    }

    /// Approves a pending revocation; tells whether there was one.
    pub(super) fn approve_revocation(&mut self, id: u64, now: Timestamp) -> ApiResult<bool> {
        let pending = |request: &&mut Request| {
            request.status == RequestStatus::Pending && matches!(request.kind, RequestKind::Revoke(_))
        };
        let Some(request) = self.order_mut(id)?.requests.iter_mut().find(pending) else {
            return Ok(false);
        };
        request.status = RequestStatus::Approved;
        if let RequestKind::Revoke(certificate) = request.kind {
            self.revoke_now(id, certificate, now)?;
        }
        Ok(true)
    }

    fn revoke_now(&mut self, id: u64, certificate: Option<u64>, now: Timestamp) -> ApiResult<()> {
        let order = self.order_mut(id)?;
        for each in order.certificates.iter_mut().filter(|c| certificate.is_none_or(|id| c.id == id)) {
            each.revoked = true;
        }
        if order.certificates.iter().all(|certificate| certificate.revoked) {
            order.set_status(OrderStatus::Revoked, now);
        }
        self.journal.note(now, &id.to_string(), What::Revoked);
        self.schedule(id, now);
        Ok(())
    }
}

fn reject(order: &mut Order, request: u64, comment: Option<&str>) {
    for request in order.requests.iter_mut().filter(|known| known.id == request) {
        request.status = RequestStatus::Rejected;
        request.processor_comment = kept(comment.map(str::to_owned));
    }
}
