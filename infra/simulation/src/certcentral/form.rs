//! Bodies of order requests, and what is checked before anything is stored.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::error::{ApiError, ApiResult};
use super::order::{Lifetime, Wish};
use super::party::Person;
use crate::ca::{check_csr, max_days};
use crate::name::is_dns_name;
use crate::when::plus_days;

/// Most names in one certificate.
const MAX_NAMES: usize = 250;
/// Characters of a comment or custom field kept.
const MAX_TEXT: usize = 1_000;

/// Body of `POST /order/certificate/{name_id}`; what is not named here is ignored, as the API does.
#[derive(Debug, Deserialize)]
pub(super) struct OrderForm {
    pub(super) certificate: CertificateForm,
    pub(super) organization: Option<OrganizationRef>,
    pub(super) order_validity: Option<ValidityForm>,
    pub(super) validity_years: Option<i64>,
    pub(super) custom_expiration_date: Option<Date>,
    #[serde(default)]
    pub(super) skip_approval: bool,
    pub(super) dcv_method: Option<String>,
    #[serde(default)]
    pub(super) dcv_emails: Vec<DcvEmail>,
    pub(super) renewal_of_order_id: Option<u64>,
    pub(super) comments: Option<String>,
    pub(super) locale: Option<String>,
    pub(super) alternative_order_id: Option<String>,
    pub(super) organization_contact: Option<Value>,
    pub(super) technical_contact: Option<Value>,
    #[serde(default)]
    pub(super) custom_fields: Vec<CustomFieldForm>,
}

/// Body of `POST /order/certificate/{id}/reissue`.
#[derive(Debug, Deserialize)]
pub(super) struct ReissueForm {
    pub(super) certificate: CertificateForm,
    #[serde(default)]
    pub(super) skip_approval: bool,
    pub(super) comments: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CertificateForm {
    pub(super) common_name: Option<String>,
    #[serde(default)]
    pub(super) dns_names: Vec<String>,
    pub(super) csr: Option<String>,
    pub(super) signature_hash: Option<String>,
    pub(super) cert_validity: Option<ValidityForm>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OrganizationRef {
    #[serde(deserialize_with = "number_or_text")]
    pub(super) id: u64,
    #[serde(default)]
    pub(super) contacts: Vec<Person>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ValidityForm {
    pub(super) years: Option<i64>,
    pub(super) days: Option<i64>,
    pub(super) custom_expiration_date: Option<Date>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DcvEmail {
    pub(super) dns_name: String,
    pub(super) email: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct CustomFieldForm {
    pub(super) metadata_id: u64,
    pub(super) value: String,
}

/// Clients send ids as numbers and as text.
fn number_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u64),
        Text(String),
    }
    match Either::deserialize(deserializer)? {
        Either::Number(id) => Ok(id),
        Either::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

impl OrderForm {
    /// End of the order's term and its length in years; one year unless asked otherwise.
    pub(super) fn term(&self, now: Timestamp) -> ApiResult<(Timestamp, i64)> {
        let form = self.order_validity.as_ref();
        if let Some(days) = form.and_then(|form| form.days) {
            return Ok((plus_days(now, days.clamp(1, 3 * 366)), 1));
        }
        if let Some(date) = form.and_then(|form| form.custom_expiration_date) {
            return Ok((end_of(date)?, 1));
        }
        let years = form.and_then(|form| form.years).or(self.validity_years).unwrap_or(1);
        if !(1..=3).contains(&years) {
            return Err(ApiError::refused("invalid_order_validity", "order_validity.years must be 1 to 3."));
        }
        let end = now.to_zoned(TimeZone::UTC).checked_add(years.years());
        Ok((end.map_err(|_| ApiError::format("order_validity is out of range."))?.timestamp(), years))
    }
}

impl CertificateForm {
    /// Checks the names, the CSR and the validity against the order's term.
    pub(super) fn wish(
        self,
        order_ends: Timestamp,
        custom_expiration_date: Option<Date>,
        now: Timestamp,
    ) -> ApiResult<Wish> {
        let common_name = self.common_name.ok_or_else(|| ApiError::format("common_name is required."))?;
        let mut names = vec![common_name.to_ascii_lowercase()];
        for name in self.dns_names {
            let name = name.to_ascii_lowercase();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.len() > MAX_NAMES || !names.iter().all(|name| is_dns_name(name)) {
            return Err(ApiError::refused("invalid_dns_name", "A common name or DNS name is not valid."));
        }
        let signature_hash = self.signature_hash.unwrap_or_else(|| "sha256".to_owned());
        if !matches!(signature_hash.as_str(), "sha256" | "sha384" | "sha512") {
            return Err(ApiError::refused("invalid_signature_hash", "signature_hash is not allowed."));
        }
        let csr = self.csr.ok_or_else(|| ApiError::format("csr is required."))?;
        check_csr(&csr)
            .map_err(|_| ApiError::refused("csr_invalid_cannot_parse", "The CSR could not be parsed."))?;
        let lifetime = lifetime(self.cert_validity.as_ref(), custom_expiration_date, now)?;
        let ends = match lifetime {
            Lifetime::Longest => now,
            Lifetime::Days(days) => plus_days(now, i64::from(days)),
            Lifetime::Until(end) => end,
        };
        if ends > order_ends {
            return Err(ApiError::refused(
                "cert_validity_exceeds_order_validity",
                "The certificate validity exceeds the order validity.",
            ));
        }
        if ends > plus_days(now, i64::from(max_days(now))) {
            return Err(ApiError::refused(
                "invalid_cert_validity",
                "The certificate validity exceeds the longest validity allowed.",
            ));
        }
        Ok(Wish { csr, names, signature_hash, lifetime })
    }
}

fn lifetime(
    form: Option<&ValidityForm>,
    custom_expiration_date: Option<Date>,
    now: Timestamp,
) -> ApiResult<Lifetime> {
    if let Some(date) = custom_expiration_date.or(form.and_then(|form| form.custom_expiration_date)) {
        let end = end_of(date)?;
        if end <= now {
            return Err(ApiError::refused("invalid_cert_validity", "The expiration date has passed."));
        }
        return Ok(Lifetime::Until(end));
    }
    let days = form.and_then(|form| form.days.or(form.years.map(|years| years.saturating_mul(365))));
    match days {
        None => Ok(Lifetime::Longest),
        Some(days) => u16::try_from(days)
            .ok()
            .filter(|days| *days > 0)
            .map(Lifetime::Days)
            .ok_or_else(|| ApiError::refused("invalid_cert_validity", "cert_validity is out of range.")),
    }
}

fn end_of(date: Date) -> ApiResult<Timestamp> {
    date.at(23, 59, 59, 0)
        .to_zoned(TimeZone::UTC)
        .map(|end| end.timestamp())
        .map_err(|_| ApiError::format("The date is out of range."))
}

/// A text from outside, cut to what is kept.
pub(super) fn kept(text: Option<String>) -> Option<String> {
    text.map(|text| text.chars().take(MAX_TEXT).collect())
}
