//! Placing an order once (R13, R89).
//!
//! The vendor has no idempotency key, so every attempt looks first, the very first one too: staff who place an order
//! again after a refusal begin to count anew. Nothing is sent after a search that failed, found several orders, or
//! came before the vendor's lists can be complete.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use procedure::order::{Order, Phase};
use procedure::vendor::{Submission, VendorAttempt, VendorError, VendorReply};
use procedure::{Finding, VendorOrderId};

use super::renewal::{self, Way};
use super::stop::Stop;
use super::{CertCentralPort, certificate, number, people, refusal};
use crate::certcentral::dcv::DcvMethod;
use crate::certcentral::order::{Found, NewOrder, NewReissue, OrderInfo, OrderYears, Ours, Request};
use crate::certcentral::{Meaning, OrderNumber};

impl CertCentralPort {
    /// Places the order, or finds that it was placed.
    pub(super) async fn place(
        &self,
        order: &Order,
        submission: &Submission,
        attempt: VendorAttempt,
    ) -> Result<VendorReply, Stop> {
        // Whoever placed it, its number is recorded: nothing is left to do.
        if let Some(known) = order.vendor_order() {
            return Ok(VendorReply::Placed { vendor_order: known.clone() });
        }
        let request = certificate::request(&order.application)?;
        let number = match submission {
            Submission::New => match self.find(order, &request, attempt).await? {
                Some(found) => found,
                None => self.send_order(order, request, None, attempt).await?,
            },
            Submission::Renewal { of } => self.place_renewal(order, request, of, attempt).await?,
            Submission::Reissue { of } => self.place_reissue(order, request, of, attempt).await?,
        };
        Ok(VendorReply::Placed { vendor_order: number.to_string().parse::<VendorOrderId>()? })
    }

    async fn place_renewal(
        &self,
        order: &Order,
        request: Request,
        of: &VendorOrderId,
        attempt: VendorAttempt,
    ) -> Result<OrderNumber, Stop> {
        let earlier = self.info(of).await?;
        // An earlier attempt may have gone either way.
        if let Some(reissued) = earlier.as_ref().filter(|info| info.reissue_of(&order.id).is_some()) {
            return Ok(reissued.order);
        }
        if let Some(found) = self.find(order, &request, attempt).await? {
            return Ok(found);
        }
        // An order that the account does not know, such as one entered by hand elsewhere, cannot be continued.
        let Some(earlier) = earlier else { return self.send_order(order, request, None, attempt).await };
        let product = self.client.config().products.id(order.application.product)?;
        let window = self.settings.renewal_window;
        match renewal::way(&earlier, product, window, today(attempt))? {
            Way::Reissue if self.is_for(&earlier, order).await? => {
                self.send_reissue(order, request, &earlier, attempt).await
            }
            Way::Renew => self.send_order(order, request, Some(earlier.order), attempt).await,
            // A reissue keeps its organisation, so that a changed one is a new order (R9).
            Way::Reissue | Way::Anew => self.send_order(order, request, None, attempt).await,
        }
    }

    async fn place_reissue(
        &self,
        order: &Order,
        request: Request,
        of: &VendorOrderId,
        attempt: VendorAttempt,
    ) -> Result<OrderNumber, Stop> {
        let earlier = self.info(of).await?.ok_or_else(|| refusal::no_such_order(of))?;
        if earlier.reissue_of(&order.id).is_some() {
            return Ok(earlier.order);
        }
        match earlier.status.meaning() {
            Meaning::Issued | Meaning::Expired | Meaning::Reissuing => {}
            _ => return Err(refusal::wrong_status(&earlier.status).into()),
        }
        if !self.is_for(&earlier, order).await? {
            return Err(refusal::other_organisation().into());
        }
        self.send_reissue(order, request, &earlier, attempt).await
    }

    /// The vendor's order that carries our reference.
    async fn find(
        &self,
        order: &Order,
        request: &Request,
        attempt: VendorAttempt,
    ) -> Result<Option<OrderNumber>, Stop> {
        let since = match &order.phase {
            Phase::Placing(placing) => placing.since,
            _ => order.received_at,
        };
        let (first, today) = (utc_day(since).min(today(attempt)), today(attempt));
        match self.client.find_order(&order.id, &request.common_name, first, today).await? {
            Found::One(ours) => Ok(Some(ours.order)),
            Found::Several(all) => match living(&all)[..] {
                [one] => Ok(Some(one)),
                _ => Err(refusal::several(&all).into()),
            },
            Found::Unclear => Err(refusal::unclear().into()),
            Found::Nothing => match self.unsettled(attempt) {
                0 => Ok(None),
                after_seconds => Err(VendorError::Unsettled { after_seconds }.into()),
            },
        }
    }

    /// Seconds until an order placed by the last attempt of unknown outcome would be in the vendor's lists.
    fn unsettled(&self, attempt: VendorAttempt) -> u32 {
        let Some(lost_at) = attempt.lost_at else { return 0 };
        let passed = attempt.now.duration_since(lost_at).as_secs();
        let left = i64::from(self.settings.settle_seconds).saturating_sub(passed);
        u32::try_from(left.clamp(0, i64::from(self.settings.settle_seconds))).unwrap_or_default()
    }

    /// Whether the vendor's order is for the application's organisation, as far as the vendor tells.
    async fn is_for(&self, info: &OrderInfo, order: &Order) -> Result<bool, Stop> {
        match info.organization.organisation {
            Some(number) => self.is_organisation(number, &order.application).await,
            None => Ok(true),
        }
    }

    async fn send_order(
        &self,
        order: &Order,
        mut request: Request,
        renewal_of: Option<OrderNumber>,
        attempt: VendorAttempt,
    ) -> Result<OrderNumber, Stop> {
        still_wanted(order)?;
        let application = &order.application;
        // What cannot be ordered is refused before an organisation is added for it.
        self.client.config().products.id(application.product)?;
        let clerk = self.settings.clerk.as_ref();
        let contacts = people::contacts(application, clerk).map_err(Stop::Refused)?;
        request.days = certificate::days(&self.settings.limits, attempt.now, None);
        let new = NewOrder {
            reference: order.id.clone(),
            product: application.product,
            request,
            organisation: self.organisation(application).await?,
            contacts,
            // The longest contract is a year (R5).
            years: OrderYears::One,
            dcv_method: DcvMethod::Email,
            language: application.language,
            renewal_of,
            approval: self.settings.approval(),
        };
        Ok(self.client.place(&new).await?.order)
    }

    async fn send_reissue(
        &self,
        order: &Order,
        mut request: Request,
        earlier: &OrderInfo,
        attempt: VendorAttempt,
    ) -> Result<OrderNumber, Stop> {
        still_wanted(order)?;
        if earlier.status.meaning() == Meaning::Reissuing {
            return Err(refusal::reissue_pending().into());
        }
        let term = renewal::days_left(earlier, today(attempt))?;
        request.days = certificate::days(&self.settings.limits, attempt.now, term);
        let reissue = NewReissue {
            reference: order.id.clone(),
            order: earlier.order,
            request,
            approval: self.settings.approval(),
        };
        Ok(self.client.reissue(&reissue).await?.order)
    }

    /// The vendor's order under this number; `None` when the account has none, or it is no number of CertCentral.
    pub(super) async fn info(&self, vendor_order: &VendorOrderId) -> Result<Option<OrderInfo>, Stop> {
        let Some(number) = number(vendor_order) else { return Ok(None) };
        match self.client.order_info(number).await {
            Ok(info) => Ok(Some(info)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// A request that was recorded may be sent late: an order that ended meanwhile is looked for, never placed.
fn still_wanted(order: &Order) -> Result<(), Finding> {
    match order.phase {
        Phase::Placing(_) => Ok(()),
        _ => Err(refusal::not_wanted()),
    }
}

fn living(orders: &[Ours]) -> Vec<OrderNumber> {
    let dead = |ours: &&Ours| matches!(ours.status.meaning(), Meaning::Cancelled | Meaning::Rejected);
    orders.iter().filter(|ours| !dead(ours)).map(|ours| ours.order).collect()
}

fn today(attempt: VendorAttempt) -> Date {
    utc_day(attempt.now)
}

pub(super) fn utc_day(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}
