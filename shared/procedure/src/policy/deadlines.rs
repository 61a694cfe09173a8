//! How long each act may take, in Japanese business days (A26, P16).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Policy;
use crate::calendar::japan_date;
use crate::order::Waiting;

/// Business days (0–60) for each act; each ends at the close of that day's business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Deadlines {
    /// To mend a returned application.
    pub mend_days: u8,
    /// To enter an order at the vendor.
    pub placing_days: u8,
    /// To approve the use of a domain name. The mail's token lapses 30 calendar days after it was made.
    pub approval_days: u8,
    /// For the vendor's call.
    pub phone_days: u8,
    /// To send documents.
    pub documents_days: u8,
    /// From the provider to the vendor, for documents that the customer sent (R83).
    pub documents_transit_days: u8,
    /// For the vendor to examine the organisation.
    pub organisation_days: u8,
    /// To confirm the issuance (EV).
    pub confirmation_days: u8,
    /// To answer an enquiry.
    pub enquiry_days: u8,
    /// For staff once a customer is late.
    pub escalated_days: u8,
    /// For staff to pass on at a vendor what waits for it: an answer, documents, the wish for a telegram, a withdrawal.
    pub desk_days: u8,
    /// Hours between two questions to the vendor about one order; 1–168.
    pub ask_again_hours: u8,
    /// Minutes after which an accepted order that was not submitted is submitted again; 1–255.
    pub resubmit_minutes: u8,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            mend_days: 20,
            placing_days: 1,
            approval_days: 5,
            phone_days: 7,
            documents_days: 10,
            documents_transit_days: 3,
            organisation_days: 10,
            confirmation_days: 5,
            enquiry_days: 5,
            escalated_days: 2,
            desk_days: 1,
            ask_again_hours: 4,
            resubmit_minutes: 15,
        }
    }
}

impl Policy {
    /// The customer's time to mend an application returned at `now`.
    pub fn time_to_mend(&self, now: Timestamp) -> Waiting {
        Waiting::customer(now, self.after(now, self.deadlines.mend_days))
    }

    /// When an order accepted at `now` has to be at the vendor.
    pub fn placing_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.placing_days)
    }

    /// When a domain approval that began at `now` has to be given.
    pub fn approval_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.approval_days)
    }

    /// When the vendor's call has to have been answered.
    pub fn phone_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.phone_days)
    }

    /// When the documents have to be there.
    pub fn documents_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.documents_days)
    }

    /// When a document that may not be kept has to be gone: without delay (R85, APPI Art. 22).
    pub fn unkept_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, 1)
    }

    /// The day the vendor receives documents that the provider has on `day` (R83, A17).
    pub fn documents_reach_vendor_on(&self, day: Date) -> Date {
        self.calendar.add_business_days(day, i16::from(self.deadlines.documents_transit_days.min(60)))
    }

    /// When the vendor should have examined the organisation.
    pub fn organisation_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.organisation_days)
    }

    /// When EV's issuance has to be confirmed.
    pub fn confirmation_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.confirmation_days)
    }

    /// When an enquiry has to be answered.
    pub fn enquiry_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.enquiry_days)
    }

    /// When staff have to have spoken to a late customer.
    pub fn escalated_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.escalated_days)
    }

    /// When staff have to have passed on at the vendor what came to them at `now`.
    pub fn desk_until(&self, now: Timestamp) -> Timestamp {
        self.after(now, self.deadlines.desk_days)
    }

    /// When the vendor is asked again about an order.
    pub fn ask_again_at(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_hours(i64::from(self.deadlines.ask_again_hours.max(1)))
    }

    /// When an accepted order that nobody submitted is submitted again.
    pub fn resubmit_at(&self, accepted: Timestamp) -> Timestamp {
        accepted + SignedDuration::from_mins(i64::from(self.deadlines.resubmit_minutes.max(1)))
    }

    fn after(&self, now: Timestamp, business_days: u8) -> Timestamp {
        let last = self.calendar.add_business_days(japan_date(now), i16::from(business_days.min(60)));
        self.calendar.end_of_business_day(last).max(now)
    }
}
