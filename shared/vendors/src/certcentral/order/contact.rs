//! The people of an order.

use serde::Serialize;

use crate::certcentral::Private;

/// One person, as the API wants one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Given name, at most 128 characters.
    pub first_name: Private,
    /// Family name, at most 128 characters.
    pub last_name: Private,
    /// Position, at most 64 characters; required of a verified contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<Private>,
    /// Telephone number, at most 32 characters.
    pub telephone: Private,
    /// Mail address, at most 255 characters.
    pub email: Private,
}

/// Who is named in an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contacts {
    /// Whom the vendor calls about the application: 申請責任者 (R42).
    pub organisation: Option<Contact>,
    /// Who handles the certificate: 手続き担当者.
    pub technical: Option<Contact>,
    /// Who confirms the issuance of an EV certificate (A30). Needed unless the organisation already has one.
    pub verified: Vec<Contact>,
}

impl Contacts {
    /// The list as `organization.contacts`, each under its type. `verified_contact` replaced the older label
    /// `ev_approver` in October 2022.
    pub(super) fn wire(&self) -> Vec<WireContact<'_>> {
        let typed = |contact_type, contact| WireContact { contact_type, contact };
        let organisation = self.organisation.iter().map(|c| typed("organization_contact", c));
        let technical = self.technical.iter().map(|c| typed("technical_contact", c));
        let verified = self.verified.iter().map(|c| typed("verified_contact", c));
        organisation.chain(technical).chain(verified).collect()
    }
}

#[derive(Serialize)]
pub(super) struct WireContact<'a> {
    contact_type: &'static str,
    #[serde(flatten)]
    contact: &'a Contact,
}
