//! One application with what was seen for it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::Owner;
use super::seen::{Kind, Observations, Outcome, Seen};
use super::settings::{Settings, VendorSettings};
use crate::application::{Application, Hosting};
use crate::rules::dcv::EmailMethod;
use crate::{Finding, Party, Text, Vendor};

pub(super) struct Case<'a> {
    pub(super) application: &'a Application,
    pub(super) seen: &'a Observations,
    pub(super) settings: &'a Settings,
    pub(super) vendor: VendorSettings,
    pub(super) now: Timestamp,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        application: &'a Application,
        seen: &'a Observations,
        settings: &'a Settings,
        now: Timestamp,
    ) -> Self {
        Self { application, seen, settings, vendor: settings.of(application.product.vendor()), now }
    }

    pub(super) fn see(&self, owner: &Owner, kind: Kind) -> &'a Seen {
        self.seen.see(owner, kind)
    }

    /// Whether a domain that the application names does not exist (P10).
    pub(super) fn is_absent(&self, domain: &Owner) -> bool {
        let seen = self.see(domain, Kind::Caa);
        seen.outcome == Outcome::NxDomain && seen.aliases.is_empty()
    }

    /// Who edits the domain's records (A8).
    pub(super) const fn dns_host(&self) -> Party {
        match self.application.dns {
            Hosting::Provider => Party::Provider,
            Hosting::External => Party::Customer,
        }
    }

    /// A fault of a record that the provider sets itself where it runs the DNS (R27, A8): there it is the provider's
    /// work. `dispose` takes it to staff instead of back to the customer.
    pub(super) fn of_our_record(&self, finding: Finding) -> Finding {
        finding.owed_by(self.dns_host())
    }

    /// How the approval mail gets its address.
    pub(super) const fn method(&self) -> EmailMethod {
        EmailMethod::of(&self.application.approval)
    }

    /// The day in UTC, by which the BR's dates go.
    pub(super) fn today(&self) -> Date {
        Offset::UTC.to_datetime(self.now).date()
    }

    pub(super) const fn vendor_name(&self) -> Text {
        match self.vendor.vendor {
            Vendor::Digicert => Text::fixed("デジサート", "DigiCert"),
            Vendor::Cybertrust => Text::fixed("サイバートラスト", "Cybertrust"),
        }
    }
}
