//! Vendors without an API (R2): Cybertrust and BIZCERT, and CertCentral while there is no key for it. Staff enter
//! orders in the vendor's portal from a [`Sheet`], and record what they read there.

mod content;
mod field;
mod layout;
mod settings;
mod sheet;
mod text;
mod work;

use async_trait::async_trait;
use jiff::Timestamp;
use procedure::order::Order;
use procedure::vendor::{VendorError, VendorPort, VendorReply, VendorReport, VendorRequest};
use procedure::{OrderId, VendorOrderId};

pub use field::Field;
pub use layout::{Block, Layout, Line};
pub use settings::DeskSettings;
pub use sheet::{Row, Section, Sheet};
pub use work::{Channel, Task, Work, work};

/// The desk at which staff act for the vendors that have no API.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    settings: DeskSettings,
}

impl Desk {
    /// A desk with these settings.
    pub const fn new(settings: DeskSettings) -> Self {
        Self { settings }
    }

    /// The submission sheet of `order`: every field of the vendor's form, ready to be entered (R13). Personal data.
    pub fn sheet(&self, order: &Order) -> Sheet {
        Sheet::of(order, &self.settings)
    }
}

/// Every change is work for staff, and nothing can be asked.
#[async_trait]
impl VendorPort for Desk {
    async fn request(
        &self,
        _: &Order,
        _: &VendorRequest,
        _: u32,
        _: Timestamp,
    ) -> Result<VendorReply, VendorError> {
        Ok(VendorReply::AtDesk)
    }

    async fn report(
        &self,
        _: &OrderId,
        _: &VendorOrderId,
        _: Timestamp,
    ) -> Result<Option<VendorReport>, VendorError> {
        Ok(None)
    }

    async fn certificate(&self, _: &VendorOrderId) -> Result<Option<String>, VendorError> {
        Ok(None)
    }
}
