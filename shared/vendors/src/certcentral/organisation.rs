//! Organisations of the account.

use http::Method;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::order::{Contact, Page};
use super::{Call, Client, Error, OrganisationNumber, Private, answer, lenient};

/// An organisation. Of its address only the postal code is read, to tell namesakes apart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Organisation {
    /// The organisation.
    #[serde(rename = "id")]
    pub organisation: OrganisationNumber,
    /// Its name; of a sole proprietor, a person's.
    #[serde(default, deserialize_with = "lenient::private")]
    pub name: Option<Private>,
    /// Its trade name.
    #[serde(default, deserialize_with = "lenient::private")]
    pub assumed_name: Option<Private>,
    /// Its postal code.
    #[serde(default, deserialize_with = "lenient::private")]
    pub zip: Option<Private>,
    /// Whether orders may name it.
    #[serde(default, deserialize_with = "lenient::boolean")]
    pub is_active: Option<bool>,
}

/// One kind of validation of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OrganisationValidation {
    /// `ov`, `ev` or a kind certflow does not sell.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// `pending`, `active`, `expired`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// When it was completed.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub date_created: Option<Timestamp>,
    /// Until when it can be used again; 398 days at most (BR 4.2.1).
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub validated_until: Option<Timestamp>,
}

/// An organisation to be added. The vendor examines it with the first order that names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewOrganisation {
    /// Its registered name, at most 64 characters.
    pub name: Private,
    /// Its trade name; with the name, at most 61 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed_name: Option<Private>,
    /// ISO 3166-1 alpha-2, such as `jp`.
    pub country: String,
    /// Street address, at most 64 characters.
    pub address: Private,
    /// Building and floor, at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<Private>,
    /// City, at most 64 characters.
    pub city: Private,
    /// Prefecture, at most 64 characters.
    pub state: Private,
    /// Postal code, at most 40 characters.
    pub zip: Private,
    /// Main telephone number (代表電話番号), at most 32 characters.
    pub telephone: Private,
    /// Whom the vendor contacts.
    pub organization_contact: Contact,
}

#[derive(Deserialize)]
struct Added {
    id: OrganisationNumber,
}

#[derive(Deserialize)]
struct List {
    #[serde(default, deserialize_with = "lenient::list")]
    organizations: Vec<Organisation>,
}

#[derive(Deserialize)]
struct Validations {
    #[serde(default, deserialize_with = "lenient::list")]
    validations: Vec<OrganisationValidation>,
}

impl Client {
    /// The organisation.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn organisation_info(&self, organisation: OrganisationNumber) -> Result<Organisation, Error> {
        self.get(Call::OrganisationInfo, &["organization", &organisation.to_string()], &[]).await
    }

    /// What the organisation is validated for, and until when: which checks its next order skips.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn organisation_validations(
        &self,
        organisation: OrganisationNumber,
    ) -> Result<Vec<OrganisationValidation>, Error> {
        let path = ["organization", &organisation.to_string(), "validation"];
        let answer: Validations = self.get(Call::OrganisationValidation, &path, &[]).await?;
        Ok(answer.validations)
    }

    /// A page of the account's organisations; an empty one ends the list.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn organisations(&self, page: Page) -> Result<Vec<Organisation>, Error> {
        let answer: List = self.get(Call::ListOrganisations, &["organization"], &page.query()).await?;
        Ok(answer.organizations)
    }

    /// A page of the organisations whose name contains `name` (`filters[search]`); an empty one ends the list.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn organisations_named(&self, name: &str, page: Page) -> Result<Vec<Organisation>, Error> {
        let mut query = page.query().to_vec();
        query.push(("filters[search]", name.to_owned()));
        let answer: List = self.get(Call::ListOrganisations, &["organization"], &query).await?;
        Ok(answer.organizations)
    }

    /// Adds an organisation. The vendor refuses one that it takes for a duplicate.
    ///
    /// # Errors
    /// As documented at [`Error`]; after [`Error::Unknown`], [`Client::organisations`] tells whether it is there.
    pub async fn add_organisation(&self, new: &NewOrganisation) -> Result<OrganisationNumber, Error> {
        let call = Call::AddOrganisation;
        let body = self.change(call, Method::POST, &["organization"], Some(new)).await?;
        answer::json(call, &body).map(|added: Added| added.id)
    }
}
