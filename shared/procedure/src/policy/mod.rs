//! What an operator may set: deadlines, reminders, renewal dates, document rules, mail profiles.

mod deadlines;
mod erasure;
mod reminders;
mod resends;

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use deadlines::Deadlines;
pub use erasure::Erasure;
pub use reminders::Reminders;
pub use resends::Resends;

use crate::calendar::Calendar;
use crate::contact::Email;
use crate::documents::RuleBook;
use crate::pki::certificate::IssuedCertificate;
use crate::preflight;
use crate::profile::Profiles;
use crate::rules::renewal::{self, Schedule};
use crate::{ContractTerm, Product};

/// Every setting the rules read. Defaults are certflow's own choice where the mission document is silent (A26).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Business days and hours (P16).
    pub calendar: Calendar,
    /// How long each act may take.
    pub deadlines: Deadlines,
    /// When the customer is reminded of an open act.
    pub reminders: Reminders,
    /// How often a vendor's mail is sent again.
    pub resends: Resends,
    /// When renewals open and close (R8, A4).
    pub renewal: renewal::Policy,
    /// Which documents do (R84).
    pub documents: RuleBook,
    /// What the vendors' approval mails look like (R40).
    pub profiles: Profiles,
    /// Addresses of ours, exactly as the envelope names them, to which our mail servers hand a copy of the mail to
    /// `postmaster@` a hosted domain (R25). A copy is believed by the vendor's own signature over To alone.
    pub intake: Vec<Email>,
    /// Which renewals need an explicit answer (A5).
    pub explicit_renewal: ExplicitRenewal,
    /// What the vendors recognise in the DNS (P1–P4).
    pub preflight: preflight::Settings,
    /// When personal data is erased.
    pub erasure: Erasure,
}

/// When a renewal needs an explicit answer instead of silence (A5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExplicitRenewal {
    /// For EV.
    pub ev: bool,
    /// When the details are older than their reuse (398 days).
    pub stale_details: bool,
}

impl Default for ExplicitRenewal {
    fn default() -> Self {
        Self { ev: true, stale_details: true }
    }
}

impl Policy {
    /// How far another party's clock may be ahead of ours.
    pub const fn clock_skew(&self) -> SignedDuration {
        SignedDuration::from_mins(5)
    }

    /// When the renewal of `certificate` opens, is reminded of, and closes (R8, A1, A4).
    pub fn renewal_schedule(
        &self,
        product: Product,
        term: ContractTerm,
        certificate: &IssuedCertificate,
    ) -> Schedule {
        let (from, to) = (certificate.not_before(), certificate.not_after());
        renewal::schedule(from, to, product, term, &self.renewal, &self.calendar)
    }
}
