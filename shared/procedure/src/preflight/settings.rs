//! What the vendors recognise in the DNS, as data: parts of it are unverified and all of it changes.

use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Vendor;

/// The settings of pre-flight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What each vendor recognises; the first entry of a vendor holds.
    pub vendors: Vec<VendorSettings>,
    /// The CAA properties that vendors know: one with the critical flag that is not among them forbids issuance
    /// (RFC 8659 §4.1). Those that IANA lists.
    pub known_caa_tags: Vec<String>,
    /// The day from which `accounturi` and `validationmethods` bind every CA; before, it should heed them
    /// (RFC 8657; BR 4.2.2.1.2 from version 2.2.8 on, ballot SC-098).
    pub caa_parameters_from: Date,
    /// Days (0–3650) before mail validation ends from which its note becomes a warning (A31).
    pub sunset_warning_days: u16,
    /// How long an issuance takes (P13).
    pub lead_days: LeadDays,
}

/// Japanese business days (0–255) from the application to the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LeadDays {
    /// At the soonest.
    pub least: u8,
    /// As a rule at the latest.
    pub most: u8,
}

impl Default for LeadDays {
    /// What one reseller says of OV (`preflight.md` P13); EV takes no less.
    fn default() -> Self {
        Self { least: 3, most: 14 }
    }
}

/// What one vendor recognises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VendorSettings {
    /// Which.
    pub vendor: Vendor,
    /// The issuer domain names it takes for itself in CAA, the one to recommend first; `*.` before a name means every
    /// name below it. Empty when unknown.
    pub caa_identifiers: Vec<String>,
    /// Whether its own documents confirm them; if not, CAA that names others is a warning and stops nothing.
    #[serde(default)]
    pub caa_verified: bool,
    /// The `accounturi` of our account there, in every form (RFC 8657 §3); empty when unknown.
    #[serde(default)]
    pub account_uris: Vec<String>,
    /// Which of a name's domains it writes to.
    pub mail_scope: MailScope,
}

/// Which of the domains that may stand for a name (A7) a vendor validates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailScope {
    /// The base domain, unless it is told otherwise.
    BaseDomain,
    /// Any of them; which one is not known beforehand.
    Any,
}

impl Settings {
    /// What is known of `vendor`; nothing when no entry is about it.
    pub fn of(&self, vendor: Vendor) -> VendorSettings {
        let known = self.vendors.iter().find(|known| known.vendor == vendor);
        known.cloned().unwrap_or(VendorSettings {
            vendor,
            caa_identifiers: Vec::new(),
            caa_verified: false,
            account_uris: Vec::new(),
            mail_scope: MailScope::Any,
        })
    }
}

impl VendorSettings {
    /// Whether the vendor takes `issuer`, in any case, for itself.
    pub fn is_issuer(&self, issuer: &str) -> bool {
        let issuer = issuer.to_ascii_lowercase();
        self.caa_identifiers.iter().map(|known| known.to_ascii_lowercase()).any(|known| {
            match known.strip_prefix('*') {
                Some(below) => issuer.ends_with(below),
                None => issuer == known,
            }
        })
    }
}

impl Default for Settings {
    /// DigiCert's names are those of its TLS CP/CPS, of which only a draft could be read (U8), so the long list is taken:
    /// a name too many warns too little, one too few stops a good order. Cybertrust's name is likely but unread (U3).
    fn default() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            vendors: vec![
                VendorSettings {
                    vendor: Vendor::Digicert,
                    caa_identifiers: owned(&[
                        "digicert.com",
                        "www.digicert.com",
                        "digicert.ne.jp",
                        "geotrust.com",
                        "rapidssl.com",
                        "thawte.com",
                        "symantec.com",
                        "quovadisglobal.com",
                        "cybertrust.ne.jp",
                        "digitalcertvalidation.com",
                        "*.digitalcertvalidation.com",
                        "amazon.com",
                        "amazontrust.com",
                        "awstrust.com",
                        "amazonaws.com",
                        "pkioverheid.nl",
                        "flipkart.com",
                    ]),
                    caa_verified: true,
                    account_uris: Vec::new(),
                    mail_scope: MailScope::BaseDomain,
                },
                VendorSettings {
                    vendor: Vendor::Cybertrust,
                    caa_identifiers: owned(&["cybertrust.ne.jp"]),
                    caa_verified: false,
                    account_uris: Vec::new(),
                    mail_scope: MailScope::Any,
                },
            ],
            known_caa_tags: owned(&[
                "contactemail",
                "contactphone",
                "iodef",
                "issue",
                "issuemail",
                "issuevmc",
                "issuewild",
            ]),
            caa_parameters_from: date(2027, 3, 15),
            sunset_warning_days: 180,
            lead_days: LeadDays::default(),
        }
    }
}
