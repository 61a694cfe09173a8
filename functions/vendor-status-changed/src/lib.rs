//! `vendor-status-changed`: what the vendor reports, polled, pushed or entered by staff (R15–R19, R90).

pub mod decide;
pub mod enquiry;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use platform::react::{FactError, Gather, Reaction};
use procedure::event::{Event, Room, VendorStatusChanged, misrouted};
use procedure::order::{Order, existing};
use procedure::vendor::VendorReport;
use procedure::{Decision, Moment, Refusal};

/// The function.
#[derive(Debug, Clone, Copy, Default)]
pub struct Function;

#[async_trait]
impl Reaction for Function {
    /// What the vendor says of the order now; `None` when it cannot be asked.
    type Facts = Option<VendorReport>;

    fn room(&self) -> Room {
        Room::VendorStatusChanged
    }

    async fn gather(
        &self,
        cx: &Gather<'_>,
        order: Option<&Order>,
        event: &Event,
    ) -> Result<Option<VendorReport>, FactError> {
        // A webhook is a hint: what it says is asked again of the vendor itself.
        let asks = matches!(
            event,
            Event::ExaminationDue(_) | Event::VendorStatusChanged(VendorStatusChanged { report: None })
        );
        let Some((order, number)) = order.filter(|_| asks).and_then(|o| Some((o, o.vendor_order()?))) else {
            return Ok(None);
        };
        let Some(vendor) = cx.vendors.get(order.application.product.vendor()) else { return Ok(None) };
        Ok(vendor.report(order, number, cx.now).await?)
    }

    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        asked: Option<VendorReport>,
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal> {
        let order = existing(order)?;
        match event {
            Event::OrderPlaced(event) => decide::placed(order, event, at),
            Event::VendorAnswered(event) => decide::answered(order, event, at),
            Event::VendorStatusChanged(event) => {
                decide::reported(order, event.report.as_ref().or(asked.as_ref()), at)
            }
            Event::ExaminationDue(_) => decide::reported(order, asked.as_ref(), at),
            Event::EnquiryRaised(event) => enquiry::raised(order, event, at),
            Event::EnquiryAnswered(event) => enquiry::answered(order, event, at),
            Event::EnquiryClosed(event) => enquiry::closed(order, event, at),
            other => Err(misrouted(other)),
        }
    }
}
