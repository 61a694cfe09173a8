//! What the decision needs to know besides the order and the event.

use procedure::vendor::VendorReport;

/// The facts about an issued certificate.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The chain in PEM: entered by staff, or fetched from the vendor.
    pub chain: Option<String>,
    /// What the vendor says of the order now, so that EV's last checks are known (R48).
    pub report: Option<VendorReport>,
}
