//! Withdrawing an order that is not issued yet, and revoking a certificate (A26).

use procedure::VendorOrderId;
use procedure::order::Order;
use procedure::vendor::VendorReply;

use super::stop::Stop;
use super::{CertCentralPort, refusal};
use crate::certcentral::order::{OrderInfo, OrderRequest};
use crate::certcentral::{CertificateId, Error, Meaning, Revocation, RevocationReason};

impl CertCentralPort {
    /// Cancels the vendor's order, or our reissue within it. Every attempt looks first: a second cancellation is
    /// refused, and one of the wrong thing cannot be undone.
    pub(super) async fn cancel(
        &self,
        order: &Order,
        vendor_order: &VendorOrderId,
    ) -> Result<VendorReply, Stop> {
        let info = self.info(vendor_order).await?.ok_or_else(|| refusal::no_such_order(vendor_order))?;
        let reissue = info.reissue_of(&order.id);
        match (info.status.meaning(), reissue) {
            // Nothing is left to withdraw.
            (Meaning::Cancelled | Meaning::Rejected | Meaning::Revoked | Meaning::Expired, _) => {
                return Ok(VendorReply::Done);
            }
            (Meaning::Issued, Some(reissue)) if is_over(reissue) => return Ok(VendorReply::Done),
            // What may be cancelled in which status, the documentation tells; a request that nobody has approved is no
            // order yet and is rejected.
            _ if info.status.can_be_cancelled(reissue.is_some()) => {
                self.client.cancel(info.order, &format!("Withdrawn: {}", order.id)).await?;
            }
            (Meaning::AwaitingOurApproval, None) => {
                let request = info.awaiting_our_approval();
                let request = request.ok_or_else(|| refusal::wrong_status(&info.status))?;
                self.client.reject_request(request.id, &format!("Withdrawn: {}", order.id)).await?;
            }
            // The whole order is not ours to withdraw for a reissue, nor somebody else's reissue for the order; while
            // the vendor makes the certificate nothing can be withdrawn.
            (
                Meaning::AwaitingOurApproval
                | Meaning::Examining
                | Meaning::Reissuing
                | Meaning::Issued
                | Meaning::Unknown(_),
                _,
            ) => return Err(refusal::wrong_status(&info.status).into()),
        }
        Ok(VendorReply::Done)
    }

    /// Revokes the certificate with this serial number. The first attempt does not look, since a compromised key
    /// cannot wait for it (BR 4.9.1.1); later ones and refused ones do.
    pub(super) async fn revoke(
        &self,
        order: &Order,
        vendor_order: &VendorOrderId,
        serial: &str,
        key_compromised: bool,
        attempt: u32,
    ) -> Result<VendorReply, Stop> {
        let serial = CertificateId::Serial(serial.parse().map_err(|_| refusal::no_serial())?);
        if attempt > 1
            && let Some(reply) = self.revoked(order, vendor_order).await?
        {
            return Ok(reply);
        }
        // Why it is revoked is not known otherwise, and a reason that is not known is not made up (RFC 5280 5.3.1).
        let reason =
            if key_compromised { RevocationReason::KeyCompromise } else { RevocationReason::Unspecified };
        let approval = self.settings.approval();
        match self.client.revoke(&serial, reason, order.id.as_str(), approval).await {
            Ok(Revocation::Submitted) => Ok(VendorReply::Done),
            Ok(Revocation::AwaitingApproval(_)) => Ok(VendorReply::AtDesk),
            Err(error @ Error::Refused { .. }) => {
                self.revoked(order, vendor_order).await?.ok_or_else(|| error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What became of an earlier revocation, if it is to be seen.
    async fn revoked(
        &self,
        order: &Order,
        vendor_order: &VendorOrderId,
    ) -> Result<Option<VendorReply>, Stop> {
        let Some(info) = self.info(vendor_order).await? else { return Ok(None) };
        Ok(if info.status.meaning() == Meaning::Revoked {
            Some(VendorReply::Done)
        } else {
            awaits_approval(&info, order).then_some(VendorReply::AtDesk)
        })
    }
}

fn awaits_approval(info: &OrderInfo, order: &Order) -> bool {
    info.revocation_by(&order.id).is_some_and(OrderRequest::awaits_our_approval)
}

/// Whether a request ended without a certificate.
pub(super) fn is_over(request: &OrderRequest) -> bool {
    let status = request.order_status();
    status.is_some_and(|status| matches!(status.meaning(), Meaning::Rejected | Meaning::Cancelled))
}
