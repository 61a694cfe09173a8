//! The application details (申請内容): everything the provider submits to the vendor.

mod check;
mod draft;
mod reader;
mod screen;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use check::check;
pub use draft::{ApplicationDraft, ApprovalDraft, OrganisationDraft, PersonDraft};

use crate::contact::{DnsContact, Email, Person, postmaster_address};
use crate::documents::{self, BusinessAge, Situation};
use crate::name::{CertificateName, DnsName, Names};
use crate::notice::Recipient;
use crate::organisation::{ApplicantType, Organisation, check_responsible_person};
use crate::pki::{Chain, Csr, Expected, VendorLimits, Verified, WeakKeys, csr};
use crate::policy::Policy;
use crate::{ContractTerm, Finding, Language, Product, Refusal, Vendor};

/// Most notification addresses.
pub const MAX_NOTIFICATION_ADDRESSES: usize = 5;

/// An application that can be read as one. Whether its product, vendor and day allow it is asked of
/// [`Application::findings`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Application {
    /// The product.
    pub product: Product,
    /// The contract term (R5).
    pub term: ContractTerm,
    /// The names, the common name first.
    pub names: Names,
    /// The certificate signing request.
    pub csr: Csr,
    /// The applicant organisation (申請組織).
    pub organisation: Organisation,
    /// A sole proprietor's business, as far as documents depend on it; `None` for anyone else (R58).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business: Option<Business>,
    /// The application responsible person (申請責任者).
    pub responsible: Person,
    /// Where the approval mail goes (R23).
    pub approval: ApprovalDestination,
    /// The notification addresses (通知メールアドレス), 1 to [`MAX_NOTIFICATION_ADDRESSES`] (R56).
    pub notify: Vec<Email>,
    /// The language of the letters (R87).
    pub language: Language,
    /// Who runs the domain's DNS (A8).
    pub dns: Hosting,
    /// Who runs the server (A6).
    pub server: Hosting,
}

/// A sole proprietor's business (R61, A16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Business {
    /// When it started.
    pub started: Date,
    /// Whether a return for a completed tax year was filed, as far as the customer or staff said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_filed: Option<bool>,
}

/// Where the vendor sends the approval mail (R23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum ApprovalDestination {
    /// `postmaster@` the applied-for domain (R24).
    Postmaster,
    /// The address in the TXT record at `_validation-contactemail` (R26).
    TxtContact {
        /// That address.
        email: DnsContact,
    },
}

/// Who runs something for the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Hosting {
    /// The hosting provider.
    Provider,
    /// Somebody else.
    External,
}

impl Application {
    /// What its product, its vendor and the day say to it: names, CSR, organisation, responsible person, EV's own
    /// demands (R44, R50, A24, A27; `preflight.md` P6–P9, P11).
    pub fn findings(&self) -> Vec<Finding> {
        let validation = self.product.validation();
        let mut findings = self.names.check(validation);
        findings.extend(self.check_csr());
        let (applicant, vendor) = (self.organisation.applicant, self.product.vendor());
        let organisation = self.organisation.check(validation, vendor);
        findings.extend(organisation.into_iter().map(|finding| finding.below("organisation")));
        let responsible = check_responsible_person(&self.responsible, applicant, validation, vendor);
        findings.extend(responsible.into_iter().map(|finding| finding.below("responsible")));
        findings.into_iter().map(|finding| finding.below("application")).collect()
    }

    /// What is to be said of its CSR.
    pub fn check_csr(&self) -> Vec<Finding> {
        let limits = VendorLimits::of(self.product.vendor());
        csr::check(&self.csr, &self.names, self.product.validation(), &limits, &WeakKeys::default())
    }

    /// Whether `chain` (PEM) holds the certificate applied for, at `now` (R52).
    ///
    /// # Errors
    /// The findings of [`Chain::parse`] and [`Chain::verify`].
    pub fn verify(&self, chain: &str, now: Timestamp) -> Result<Verified, Refusal> {
        let expected = Expected {
            key: &self.csr.key().id,
            names: &self.names,
            also_allowed: &[],
            validation: self.product.validation(),
        };
        Chain::parse(chain)?.verify(&expected, now)
    }

    /// Whether letters can be written to `recipient`.
    pub const fn reaches(&self, recipient: Recipient) -> bool {
        match recipient {
            Recipient::Notification => !self.notify.is_empty(),
            Recipient::ResponsiblePerson => self.responsible.email.is_some(),
        }
    }

    /// The addresses of `recipient`; personal data.
    pub fn addresses(&self, recipient: Recipient) -> Vec<&Email> {
        match recipient {
            Recipient::Notification => self.notify.iter().collect(),
            Recipient::ResponsiblePerson => self.responsible.email.iter().collect(),
        }
    }

    /// The addresses an approval mail for `name` may go to: the TXT contact, or `postmaster@` each domain that may
    /// stand for the name (R25, R31, A7, A10).
    pub fn approval_addresses(&self, name: &CertificateName) -> Vec<String> {
        match &self.approval {
            ApprovalDestination::TxtContact { .. } => self.approval_addresses_at(&[]),
            ApprovalDestination::Postmaster => self.approval_addresses_at(&name.authorization_candidates()),
        }
    }

    /// The addresses of an approval mail that asks about one of `domains`.
    pub fn approval_addresses_at(&self, domains: &[DnsName]) -> Vec<String> {
        match &self.approval {
            ApprovalDestination::TxtContact { email } => vec![email.expose()],
            ApprovalDestination::Postmaster => {
                let postmaster =
                    |domain: &DnsName| postmaster_address(domain).ok().map(|email| email.expose());
                domains.iter().filter_map(postmaster).collect()
            }
        }
    }

    /// The names of which the vendor's approval mail for `name` asks about one, the likeliest first: those that may stand
    /// for it. `DigiCert` drops a leading `www.`, and unless its account says otherwise asks about the base domain (A7).
    pub fn asked_about(&self, name: &CertificateName) -> Vec<DnsName> {
        let mut candidates = name.authorization_candidates();
        match self.product.vendor() {
            Vendor::Digicert => {
                if candidates.len() > 1 && name.domain().labels().next() == Some("www") {
                    candidates.remove(0);
                }
                candidates.reverse();
            }
            Vendor::Cybertrust => {}
        }
        candidates
    }

    /// Whether a sole proprietor applies, who has to send documents (R58).
    pub const fn is_sole_proprietor(&self) -> bool {
        matches!(self.organisation.applicant, ApplicantType::SoleProprietor)
    }

    /// What the document rules depend on, for documents that reach the vendor on `submission` (R83).
    pub fn document_situation(&self, policy: &Policy, submission: Date) -> Situation {
        let applicant = match &self.business {
            Some(business) if self.is_sole_proprietor() => documents::Applicant::SoleProprietor {
                age: BusinessAge::of(
                    business.started,
                    submission,
                    business.return_filed,
                    policy.documents.data().filing_deadlines.income_tax,
                ),
                uses_trade_name: self.organisation.trade_name.is_some(),
            },
            _ => documents::Applicant::Other,
        };
        Situation { applicant, vendor: self.product.vendor(), submission }
    }
}
