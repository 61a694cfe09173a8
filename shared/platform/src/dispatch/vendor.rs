//! Requests to a vendor.

use std::sync::Arc;

use jiff::SignedDuration;
use procedure::Vendor;
use procedure::order::Phase;
use procedure::vendor::{VendorAttempt, VendorError, VendorPort, VendorRequest};

use super::outcome::Attempt;
use super::{Dispatcher, message};
use crate::store::{Delivery, WhyDropped, WhyHeld};

/// Longest that a vendor's word puts off the next attempt.
const MAX_PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// The vendors a function can talk to; those that never do hold none.
#[derive(Clone, Default)]
pub struct Vendors {
    digicert: Option<Arc<dyn VendorPort>>,
    cybertrust: Option<Arc<dyn VendorPort>>,
}

impl Vendors {
    /// Both vendors.
    pub fn new(digicert: Arc<dyn VendorPort>, cybertrust: Arc<dyn VendorPort>) -> Self {
        Self { digicert: Some(digicert), cybertrust: Some(cybertrust) }
    }

    /// Both vendors, each at the port that `port` gives for it.
    pub fn by(port: impl Fn(Vendor) -> Arc<dyn VendorPort>) -> Self {
        Self::new(port(Vendor::Digicert), port(Vendor::Cybertrust))
    }

    /// The client of `vendor`, if this function has one.
    pub fn get(&self, vendor: Vendor) -> Option<&dyn VendorPort> {
        match vendor {
            Vendor::Digicert => self.digicert.as_deref(),
            Vendor::Cybertrust => self.cybertrust.as_deref(),
        }
    }
}

impl Dispatcher {
    /// Asks the vendor, then queues its reply as an event, and only then counts the request as sent: after a crash
    /// in between it is asked again, finds what it placed, and the same reply follows. `pause` becomes what the vendor
    /// wants to be left alone for, if that is longer.
    pub(super) async fn ask_vendor(
        &self,
        attempt: &Attempt<'_>,
        request: &VendorRequest,
        pause: &mut SignedDuration,
    ) -> Option<Delivery> {
        let (order, vendor) = (attempt.order, attempt.order.application.product.vendor());
        if let Some(delivery) = overtaken(attempt, request) {
            return delivery;
        }
        let Some(port) = self.vendors.get(vendor) else {
            tracing::error!(order = %order.id, vendor = vendor.code(), "no client for this vendor");
            return attempt.unsent();
        };
        let this = VendorAttempt { number: attempt.number, now: attempt.now, lost_at: attempt.lost_at() };
        match port.request(order, request, this).await {
            Ok(reply) => {
                let envelope = message::reply(attempt, request, reply);
                if self.put_on_queue(&envelope).await {
                    attempt.sent(Some(envelope.id.to_string()))
                } else {
                    None
                }
            }
            Err(error) => {
                tracing::warn!(order = %order.id, vendor = vendor.code(), attempt = attempt.number, %error, "vendor");
                *pause = (*pause).max(wanted_pause(&error));
                match error {
                    VendorError::Unknown | VendorError::Malformed => attempt.lost(self.clock.now()),
                    VendorError::Unavailable
                    | VendorError::RateLimited { .. }
                    | VendorError::Unsettled { .. }
                    | VendorError::Unauthorised => attempt.unsent(),
                }
            }
        }
    }
}

/// How long the vendor wants to be left alone, at most [`MAX_PAUSE`].
fn wanted_pause(error: &VendorError) -> SignedDuration {
    match error {
        VendorError::RateLimited { after_seconds } | VendorError::Unsettled { after_seconds } => {
            SignedDuration::from_secs(i64::from(*after_seconds)).min(MAX_PAUSE)
        }
        VendorError::Unknown
        | VendorError::Malformed
        | VendorError::Unavailable
        | VendorError::Unauthorised => SignedDuration::ZERO,
    }
}

/// What becomes of a request that was left behind while its order moved on, `None` when it is still wanted. An order
/// that ended meanwhile must not be placed; whether an earlier attempt placed it, staff see at the vendor. A mail that
/// nobody waits for any more is not sent again.
fn overtaken(attempt: &Attempt<'_>, request: &VendorRequest) -> Option<Option<Delivery>> {
    let (order, at) = (attempt.order, attempt.now);
    match (request, &order.phase) {
        (VendorRequest::Place { .. }, Phase::Placing(_)) if order.hold.is_none() => None,
        (VendorRequest::Place { .. }, Phase::Placing(_)) => Some(attempt.unsent()),
        (VendorRequest::Place { .. }, _) if order.vendor_order().is_none() && attempt.is_uncertain() => {
            Some(Some(Delivery::Held { why: WhyHeld::UnknownOutcome, at }))
        }
        (VendorRequest::Place { .. }, _) => Some(Some(Delivery::Dropped { why: WhyDropped::Overtaken, at })),
        (VendorRequest::Resend { mail, .. }, _) => {
            (!order.awaits_mail(*mail)).then_some(Some(Delivery::Dropped { why: WhyDropped::Overtaken, at }))
        }
        (VendorRequest::Cancel { .. } | VendorRequest::Revoke { .. } | VendorRequest::Answer { .. }, _) => {
            None
        }
    }
}
