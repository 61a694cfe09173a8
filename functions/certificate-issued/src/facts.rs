//! What the decision needs to know besides the order and the event.

use platform::react::{FactError, Gather};
use procedure::Validation;
use procedure::event::Event;
use procedure::order::Order;
use procedure::vendor::VendorReport;

/// The facts about an issued certificate.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The chain in PEM: entered by staff, or fetched from the vendor.
    pub chain: Option<String>,
    /// What the vendor says of the order now, so that EV's last checks are known (R48).
    pub report: Option<VendorReport>,
    /// Whether certflow asked by itself, so that nobody reads a refusal.
    pub unattended: bool,
}

pub(crate) async fn gather(
    cx: &Gather<'_>,
    order: Option<&Order>,
    event: &Event,
) -> Result<Facts, FactError> {
    let Event::CertificateIssued(event) = event else { return Ok(Facts::default()) };
    let unattended = cx.envelope.source.is_own();
    let nothing = Facts { unattended, ..Facts::default() };
    if event.chain.is_some() {
        return Ok(Facts { chain: event.chain.clone(), ..nothing });
    }
    let Some((order, number)) = order.and_then(|order| Some((order, order.vendor_order()?))) else {
        return Ok(nothing);
    };
    let Some(vendor) = cx.vendors.get(order.application.product.vendor()) else {
        return Ok(nothing);
    };
    let chain = vendor.certificate(number).await?;
    let report = match order.application.product.validation() {
        Validation::Ev => vendor.report(order, number, cx.now).await?,
        Validation::Ov => None,
    };
    Ok(Facts { chain, report, unattended })
}
