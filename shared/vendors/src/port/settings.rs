//! What an operator may set about ordering at CertCentral.

use std::collections::BTreeMap;

use procedure::Language;
use procedure::organisation::CorporateNumber;
use procedure::rules::issuance::IssuanceLimits;
use serde::{Deserialize, Serialize};

use crate::Clerk;
use crate::certcentral::OrganisationNumber;
use crate::certcentral::order::Approval;

/// How orders are placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PortSettings {
    /// The technical contact of every order; none is named by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clerk: Option<Clerk>,
    /// Organisations of the account by corporate number (法人番号), for those it knows under another spelling or
    /// postal code. All others are looked up, and added when they are not there.
    pub organisations: BTreeMap<CorporateNumber, OrganisationNumber>,
    /// Which of an organisation's names is ordered: the registered one (`ja`, the default), or the English one where
    /// the customer gave one (`en`), which the vendor wants proven.
    pub organisation_name: Language,
    /// Whether requests wait for an administrator in CertCentral; by default they go to the vendor at once, which
    /// needs a key with the right to approve.
    pub approve_in_certcentral: bool,
    /// When the vendor takes a renewal of an order.
    pub renewal_window: RenewalWindow,
    /// The validity asked for.
    pub limits: IssuanceLimits,
    /// Seconds for which a search that finds nothing is not believed after an attempt of unknown outcome, since the
    /// vendor does not say how soon its lists are complete; 60 by default.
    pub settle_seconds: u16,
}

/// Days around the end of an order's term in which it can be renewed; before them its certificate is reissued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RenewalWindow {
    /// Days before the end; 90 by default (JP KB SO23295).
    pub opens_days: u16,
    /// Days after it; 7 by default.
    pub closes_days: u16,
}

impl Default for RenewalWindow {
    fn default() -> Self {
        Self { opens_days: 90, closes_days: 7 }
    }
}

impl Default for PortSettings {
    fn default() -> Self {
        Self {
            clerk: None,
            organisations: BTreeMap::new(),
            organisation_name: Language::Ja,
            approve_in_certcentral: false,
            renewal_window: RenewalWindow::default(),
            limits: IssuanceLimits::default(),
            settle_seconds: 60,
        }
    }
}

impl PortSettings {
    pub(super) const fn approval(&self) -> Approval {
        if self.approve_in_certcentral { Approval::InCertCentral } else { Approval::Skip }
    }
}
