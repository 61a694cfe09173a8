//! The answer as it comes.

use jiff::Timestamp;
use serde::Deserialize;

use crate::certcentral::{Call, Client, DomainNumber, Error, OrderNumber, OrderStatus, Private, lenient};

/// The state of every part of an order's examination. Parts that the product or the status does not have are absent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Validation {
    /// The status of the order.
    pub order_status: OrderStatus,
    /// Whether domains are proven at the base domain (`base_domain`) or name by name (`fqdn`).
    #[serde(default, deserialize_with = "lenient::text")]
    pub order_name_scope: Option<String>,
    /// How the domains are proven, in the vendor's words.
    #[serde(default, deserialize_with = "lenient::text")]
    pub order_dcv_method: Option<String>,
    /// The organisation, once for each kind of validation it needs.
    #[serde(default, deserialize_with = "lenient::list")]
    pub organization_validations: Vec<OrganisationCheckAnswer>,
    /// The domains.
    #[serde(default, deserialize_with = "lenient::list")]
    pub dns_name_validations: Vec<DnsNameValidation>,
}

/// One kind of validation of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OrganisationCheckAnswer {
    /// `ov` or `ev`.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// `pending`, `active`, `expired`; older answers say `complete`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// When it was completed.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub date_created: Option<Timestamp>,
    /// Until when it can be used again.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub validated_until: Option<Timestamp>,
    /// EV: who may confirm an issuance.
    #[serde(default, deserialize_with = "lenient::list")]
    pub verified_contacts: Vec<VerifiedContact>,
    /// The single steps.
    #[serde(default, deserialize_with = "lenient::object")]
    pub verification_details: Option<VerificationDetails>,
}

/// A person who may confirm an issuance. Name, title and telephone are not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct VerifiedContact {
    /// The address the confirmation mail goes to.
    #[serde(default, deserialize_with = "lenient::private")]
    pub email: Option<Private>,
    /// `pending` until the vendor has confirmed employment and authority with a third person, then `active`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
}

/// The steps of an organisation's validation, each `pending` or done; EV has more of them than OV.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct VerificationDetails {
    /// What kind of organisation it is.
    #[serde(default, deserialize_with = "lenient::text")]
    pub organization_type: Option<String>,
    /// Whether it is registered and active.
    #[serde(default, deserialize_with = "lenient::text")]
    pub organization_status: Option<String>,
    /// Its address.
    #[serde(default, deserialize_with = "lenient::text")]
    pub address_verification: Option<String>,
    /// Lists of refused applicants.
    #[serde(default, deserialize_with = "lenient::text")]
    pub blacklist_fraud: Option<String>,
    /// The organisation confirmed the request: the telephone call.
    #[serde(default, deserialize_with = "lenient::text")]
    pub request_authenticity: Option<String>,
    /// EV: in business.
    #[serde(default, deserialize_with = "lenient::text")]
    pub operational_existence: Option<String>,
    /// EV: its place of business.
    #[serde(default, deserialize_with = "lenient::text")]
    pub place_of_business_verification: Option<String>,
    /// EV: its telephone number.
    #[serde(default, deserialize_with = "lenient::text")]
    pub phone_number_verification: Option<String>,
    /// EV: the people who confirm.
    #[serde(default, deserialize_with = "lenient::text")]
    pub approver_verification: Option<String>,
}

/// One domain, with the names of the order that it covers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DnsNameValidation {
    /// The domain of the account.
    #[serde(rename = "domain_id", default, deserialize_with = "lenient::number")]
    pub domain: Option<DomainNumber>,
    /// The domain that is proven, such as `example.jp` (A7).
    #[serde(default, alias = "dns_name", deserialize_with = "lenient::text")]
    pub name_scope: Option<String>,
    /// `approved`, `pending`, `expired` …
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// How it was or is to be proven.
    #[serde(default, deserialize_with = "lenient::text")]
    pub method: Option<String>,
    /// The names of the order it covers.
    #[serde(default, deserialize_with = "lenient::names")]
    pub dns_names: Vec<String>,
    /// Until when the proof can be used again.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub approval_expiration_date: Option<Timestamp>,
}

impl Client {
    /// The state of an order's examination.
    ///
    /// # Errors
    /// [`Error::Refused`] with `is_not_found` when the account has no such order; the others as documented there.
    pub async fn validation(&self, order: OrderNumber) -> Result<Validation, Error> {
        let path = ["order", "certificate", &order.to_string(), "validation"];
        self.get(Call::OrderValidation, &path, &[]).await
    }
}
