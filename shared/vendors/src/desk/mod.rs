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
use procedure::vendor::{VendorAttempt, VendorError, VendorPort, VendorReply, VendorReport, VendorRequest};
use procedure::{Finding, Party, Text, VendorOrderId};

pub use field::Field;
pub use layout::{Block, Layout, Line};
pub use settings::{DeskSettings, Layouts};
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
        request: &VendorRequest,
        _: VendorAttempt,
    ) -> Result<VendorReply, VendorError> {
        Ok(match request {
            // No work of the desk's: nothing of it is entered, and nobody could say that it is done.
            VendorRequest::Resend { .. } => VendorReply::Refused { findings: vec![ask_in_the_portal()] },
            VendorRequest::Place { .. }
            | VendorRequest::Cancel { .. }
            | VendorRequest::Revoke { .. }
            | VendorRequest::Answer { .. } => VendorReply::AtDesk,
        })
    }

    async fn report(
        &self,
        _: &Order,
        _: &VendorOrderId,
        _: Timestamp,
    ) -> Result<Option<VendorReport>, VendorError> {
        Ok(None)
    }

    async fn certificate(&self, _: &VendorOrderId) -> Result<Option<String>, VendorError> {
        Ok(None)
    }
}

fn ask_in_the_portal() -> Finding {
    Finding::warning(
        "resend.at_the_desk",
        "mail",
        "R2",
        Text::fixed(
            "このベンダーへは API で接続していないため、メールの再送を依頼していません。",
            "The vendor is not reached by an API, so it was not asked to send the mail again.",
        ),
        Text::fixed(
            "ベンダーの管理画面で再送してください。届いたメールは自動で確認されます。",
            "Have it sent again in the vendor's console; the mail is seen by itself when it comes.",
        ),
    )
    .owed_by(Party::Provider)
}
