//! Domains of the account.

use http::Method;
use jiff::Timestamp;
use procedure::{Language, Validation};
use serde::{Deserialize, Serialize};

use super::dcv::{DcvMethod, DcvToken};
use super::order::{Page, locale};
use super::{Call, Client, DomainNumber, Error, OrganisationNumber, Private, answer, lenient};

/// A domain and how it is proven.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Domain {
    /// The domain.
    #[serde(rename = "id")]
    pub domain: DomainNumber,
    /// Its name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// Whether the account may use it.
    #[serde(default, deserialize_with = "lenient::boolean")]
    pub is_active: Option<bool>,
    /// How it is proven, in the vendor's words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub dcv_method: Option<String>,
    /// When it was last proven.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub dcv_approval_datetime: Option<Timestamp>,
    /// Until when that proof can be used again.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub dcv_expiration_datetime: Option<Timestamp>,
    /// What it is validated for.
    #[serde(default, deserialize_with = "lenient::list")]
    pub validations: Vec<DomainValidation>,
    /// The mails sent for it.
    #[serde(default, deserialize_with = "lenient::object")]
    pub dcv: Option<Invitations>,
    /// Its random value.
    #[serde(default, deserialize_with = "lenient::object")]
    pub dcv_token: Option<DcvToken>,
}

/// One kind of validation of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DomainValidation {
    /// `ov` or `ev`.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// Whether it can be used, in the vendor's words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// The part of the domain alone, in the vendor's words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub dcv_status: Option<String>,
    /// Until when.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub validated_until: Option<Timestamp>,
}

/// The approval mails of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Invitations {
    /// The domain they prove, which may be above the one asked for (A7).
    #[serde(default, deserialize_with = "lenient::text")]
    pub name_scope: Option<String>,
    /// The mails.
    #[serde(default, deserialize_with = "lenient::list")]
    pub dcv_invitations: Vec<Invitation>,
}

/// One approval mail that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Invitation {
    /// To whom.
    #[serde(default, deserialize_with = "lenient::private")]
    pub email: Option<Private>,
    /// When.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub date_sent: Option<Timestamp>,
    /// For which domain.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name_scope: Option<String>,
}

/// A domain to be proven before an order needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDomain {
    /// Its name. The vendor drops a leading `www.`.
    pub name: String,
    /// The organisation that uses it.
    pub organisation: OrganisationNumber,
    /// For which kind of certificate.
    pub validation: Validation,
    /// How it is proven. By mail the vendor writes at once, to every address it may use.
    pub dcv_method: DcvMethod,
    /// The language of the mails.
    pub language: Language,
}

#[derive(Serialize)]
struct Wire<'a> {
    name: &'a str,
    organization: Organization,
    validations: [Kind; 1],
    dcv_method: &'static str,
    locale: &'static str,
}

#[derive(Serialize)]
struct Organization {
    id: OrganisationNumber,
}

#[derive(Serialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: &'static str,
}

#[derive(Deserialize)]
struct Added {
    id: DomainNumber,
}

#[derive(Deserialize)]
struct List {
    #[serde(default, deserialize_with = "lenient::list")]
    domains: Vec<Domain>,
}

impl Domain {
    /// Whether an approval mail went out for it at `since` or after.
    pub fn was_mailed(&self, since: Timestamp) -> bool {
        let invitations = self.dcv.iter().flat_map(|dcv| &dcv.dcv_invitations);
        invitations.into_iter().any(|invitation| invitation.date_sent.is_some_and(|sent| sent >= since))
    }
}

impl Client {
    /// The domain with its validations and the approval mails sent for it.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn domain_info(&self, domain: DomainNumber) -> Result<Domain, Error> {
        let query = [("include_dcv", "true".to_owned()), ("include_validation", "true".to_owned())];
        self.get(Call::DomainInfo, &["domain", &domain.to_string()], &query).await
    }

    /// A page of the account's domains; an empty one ends the list.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn domains(&self, page: Page) -> Result<Vec<Domain>, Error> {
        let answer: List = self.get(Call::ListDomains, &["domain"], &page.query()).await?;
        Ok(answer.domains)
    }

    /// Adds a domain and has it proven.
    ///
    /// # Errors
    /// As documented at [`Error`]; after [`Error::Unknown`], [`Client::domains`] tells whether it is there.
    pub async fn add_domain(&self, domain: &NewDomain) -> Result<DomainNumber, Error> {
        let call = Call::AddDomain;
        let body = Wire {
            name: &domain.name,
            organization: Organization { id: domain.organisation },
            validations: [Kind { kind: kind(domain.validation) }],
            dcv_method: domain.dcv_method.as_str(),
            locale: locale(domain.language),
        };
        let body = self.change(call, Method::POST, &["domain"], Some(&body)).await?;
        answer::json(call, &body).map(|added: Added| added.id)
    }
}

/// The vendor's word for OV and EV.
const fn kind(validation: Validation) -> &'static str {
    match validation {
        Validation::Ov => "ov",
        Validation::Ev => "ev",
    }
}
