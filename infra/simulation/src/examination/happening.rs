//! What happened at a vendor, for a demonstration to tell and a test to check.

use jiff::Timestamp;

/// One thing that happened to one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When, in simulated time.
    pub at: Timestamp,
    /// The vendor's own order or reception number.
    pub vendor_order: String,
    /// What.
    pub what: What,
}

/// The kinds of things that happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The order was taken.
    Placed,
    /// A reissue was taken.
    ReissuePlaced,
    /// Organisation checked: legal and physical existence.
    OrganisationChecked,
    /// An approval mail went out for this domain.
    DomainMailSent(String),
    /// This domain was approved.
    DomainApproved(String),
    /// The vendor called and left word; the customer has to answer or call back.
    PhoneRang,
    /// The vendor called and reached nobody.
    PhoneUnreached,
    /// The phone confirmation was done.
    PhoneAnswered,
    /// EV: the employment call to a third person reached nobody.
    EmploymentUnreached,
    /// EV: a third person confirmed employment and authority (R46).
    EmploymentConfirmed,
    /// EV: the issuance-confirmation mail went out (R47).
    ConfirmationMailSent,
    /// EV: issuance was confirmed.
    IssuanceConfirmed,
    /// The vendor asked the provider something (R15–R17).
    Asked(super::EnquiryKind),
    /// The enquiry was answered.
    EnquiryAnswered,
    /// A certificate was issued.
    Issued,
    /// The order was rejected, with the reason.
    Rejected(String),
    /// The order, or its reissue, was cancelled.
    Cancelled,
    /// A certificate was revoked.
    Revoked,
    /// The order's term ended.
    Expired,
}

#[derive(Debug, Default)]
pub(crate) struct Journal(Vec<Happening>);

impl Journal {
    pub(crate) fn note(&mut self, at: Timestamp, vendor_order: &str, what: What) {
        tracing::debug!(vendor_order, ?what, "simulated vendor");
        self.0.push(Happening { at, vendor_order: vendor_order.to_owned(), what });
    }

    pub(crate) fn since(&self, from: usize) -> Vec<Happening> {
        self.0.get(from..).map(<[_]>::to_vec).unwrap_or_default()
    }
}
