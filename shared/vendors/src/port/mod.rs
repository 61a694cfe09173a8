//! CertCentral as a [`VendorPort`]: DC-* and GT-* orders (R2).
//!
//! What changes something at the vendor is recorded before it is asked, and asked again when the outcome is unknown.
//! So each request here looks at the vendor first wherever doing a thing twice would matter, and an error is never
//! taken for "it did not happen".

mod certificate;
mod organisation;
mod people;
mod place;
mod refusal;
mod renewal;
mod report;
mod resend;
mod settings;
mod stop;
mod withdraw;

use async_trait::async_trait;
use jiff::Timestamp;
use procedure::application::Hosting;
use procedure::order::Order;
use procedure::vendor::{
    Changed, VendorAttempt, VendorError, VendorPort, VendorReply, VendorReport, VendorRequest,
};
use procedure::{Party, VendorOrderId};

pub use settings::{PortSettings, RenewalWindow};

use crate::certcentral::{Client, Config, Error, Offer, OrderNumber};
use stop::Stop;

/// Places, follows and fetches orders at CertCentral.
#[derive(Debug, Clone)]
pub struct CertCentralPort {
    client: Client,
    settings: PortSettings,
}

impl CertCentralPort {
    /// The port over `client`.
    pub const fn new(client: Client, settings: PortSettings) -> Self {
        Self { client, settings }
    }

    /// How CertCentral is reached.
    pub fn config(&self) -> &Config {
        self.client.config()
    }

    /// What the account may order (R2).
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn offers(&self) -> Result<Vec<Offer>, Error> {
        self.client.offers().await
    }
}

#[async_trait]
impl VendorPort for CertCentralPort {
    async fn request(
        &self,
        order: &Order,
        request: &VendorRequest,
        attempt: VendorAttempt,
    ) -> Result<VendorReply, VendorError> {
        let outcome = match request {
            VendorRequest::Place { submission } => self.place(order, submission, attempt).await,
            VendorRequest::Cancel { vendor_order } => self.cancel(order, vendor_order).await,
            VendorRequest::Revoke { vendor_order, serial, key_compromised } => {
                self.revoke(order, vendor_order, serial, *key_compromised, attempt.number).await
            }
            VendorRequest::Resend { vendor_order, mail, asked_at } => {
                self.resend(order, vendor_order, *mail, *asked_at, attempt).await
            }
            // The API takes no answers and no documents: staff answer in the console or by mail (R17).
            VendorRequest::Answer { .. } => Ok(VendorReply::AtDesk),
        };
        outcome.or_else(|stop| with_owner(stop, order).reply())
    }

    async fn report(
        &self,
        order: &Order,
        vendor_order: &VendorOrderId,
        now: Timestamp,
    ) -> Result<Option<VendorReport>, VendorError> {
        self.look(order, vendor_order, now).await.map(Some)
    }

    async fn changed_since(&self, since: Timestamp, now: Timestamp) -> Result<Option<Changed>, VendorError> {
        self.changed(since, now).await.map(Some)
    }

    async fn certificate(&self, vendor_order: &VendorOrderId) -> Result<Option<String>, VendorError> {
        self.fetch(vendor_order).await
    }
}

/// Where the provider runs the DNS, a CAA record is the provider's to mend (A8).
fn with_owner(stop: Stop, order: &Order) -> Stop {
    match stop {
        Stop::Refused(mut findings) if order.application.dns == Hosting::Provider => {
            findings.iter_mut().filter(|f| f.code == "vendor.caa").for_each(|f| f.acts = Party::Provider);
            Stop::Refused(findings)
        }
        stop => stop,
    }
}

/// The vendor's number as CertCentral writes it; orders that staff entered elsewhere have other ones.
fn number(vendor_order: &VendorOrderId) -> Option<OrderNumber> {
    vendor_order.as_str().parse().ok()
}
