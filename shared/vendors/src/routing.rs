//! Which vendor is reached how.

use std::sync::Arc;

use procedure::order::Order;
use procedure::vendor::VendorPort;
use procedure::{Product, Vendor};

use crate::desk::{Channel, Desk, Work, work};
use crate::port::CertCentralPort;

/// Both vendors (R2). Not a [`VendorPort`] itself: reports and certificates are asked for by numbers, which do not
/// tell whose they are, so the caller, who has the order, chooses the port.
#[derive(Clone)]
pub struct Vendors {
    certcentral: Option<Arc<CertCentralPort>>,
    desk: Arc<Desk>,
}

impl Vendors {
    /// CertCentral by its API, or at the desk where there is no key for it; Cybertrust at the desk.
    pub fn new(certcentral: Option<CertCentralPort>, desk: Desk) -> Self {
        Self { certcentral: certcentral.map(Arc::new), desk: Arc::new(desk) }
    }

    /// The port of `vendor`.
    pub fn port(&self, vendor: Vendor) -> Arc<dyn VendorPort> {
        match (vendor, &self.certcentral) {
            (Vendor::Digicert, Some(port)) => Arc::clone(port) as Arc<dyn VendorPort>,
            (Vendor::Digicert, None) | (Vendor::Cybertrust, _) => {
                Arc::clone(&self.desk) as Arc<dyn VendorPort>
            }
        }
    }

    /// The port of the vendor that issues `product`.
    pub fn for_product(&self, product: Product) -> Arc<dyn VendorPort> {
        self.port(product.vendor())
    }

    /// How `vendor` is reached.
    pub const fn channel(&self, vendor: Vendor) -> Channel {
        match (vendor, &self.certcentral) {
            (Vendor::Digicert, Some(_)) => Channel::Api,
            (Vendor::Digicert, None) | (Vendor::Cybertrust, _) => Channel::Desk,
        }
    }

    /// CertCentral, if there is a key for it.
    pub fn certcentral(&self) -> Option<&CertCentralPort> {
        self.certcentral.as_deref()
    }

    /// The desk, for its sheets.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What staff have to do for `order` at its vendor.
    pub fn work(&self, order: &Order) -> Vec<Work> {
        work(order, self.channel(order.application.product.vendor()))
    }
}
