//! Organisations and their contacts.

use jiff::Timestamp;
use procedure::Validation;
use serde::Deserialize;

use crate::Organisation;
use crate::when::plus_days;

/// How long the vendor relies on what it checked of an organisation (rules.md 3.2).
const REUSE_DAYS: i64 = 398;

#[derive(Debug, Clone)]
pub(super) struct OrganisationRecord {
    pub(super) id: u64,
    pub(super) created: Timestamp,
    pub(super) form: OrganisationForm,
    pub(super) registration_number: String,
    /// Submitted for OV, for EV.
    pub(super) submitted: Vec<Validation>,
    pub(super) validated: Vec<(Validation, Timestamp)>,
    pub(super) contacts: Vec<Contact>,
}

/// Body of `POST /organization`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct OrganisationForm {
    pub(super) name: String,
    pub(super) assumed_name: Option<String>,
    pub(super) address: String,
    pub(super) address2: Option<String>,
    pub(super) zip: String,
    pub(super) city: String,
    pub(super) state: String,
    pub(super) country: String,
    pub(super) telephone: String,
    pub(super) organization_contact: Option<Person>,
    #[serde(default)]
    pub(super) skip_duplicate_org_check: bool,
    #[serde(default)]
    pub(super) validations: Vec<ValidationForm>,
}

/// One of `validations` in the bodies of organisations.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ValidationForm {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) verified_users: Vec<Person>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Person {
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) telephone: Option<String>,
    pub(super) job_title: Option<String>,
    /// In an order's `organization.contacts` only.
    pub(super) contact_type: Option<String>,
}

impl Person {
    /// Whether the person is to confirm EV issuances; the older label is still taken.
    pub(super) fn confirms(&self) -> bool {
        matches!(self.contact_type.as_deref(), Some("verified_contact" | "ev_approver"))
    }
}

/// A contact to be verified for EV (認証済連絡先).
#[derive(Debug, Clone)]
pub(super) struct Contact {
    pub(super) id: u64,
    pub(super) person: Person,
    pub(super) verified_until: Option<Timestamp>,
}

impl Contact {
    pub(super) fn verified(&self, now: Timestamp) -> bool {
        self.verified_until.is_some_and(|until| until > now)
    }
}

impl OrganisationRecord {
    pub(super) fn validated(&self, validation: Validation, now: Timestamp) -> bool {
        self.validated_until(validation).is_some_and(|until| until > now)
    }

    pub(super) fn validated_until(&self, validation: Validation) -> Option<Timestamp> {
        self.validated.iter().filter(|(v, _)| *v == validation).map(|(_, until)| *until).max()
    }

    /// EV covers OV: the same checks and more.
    pub(super) fn mark_validated(&mut self, validation: Validation, at: Timestamp) {
        let until = plus_days(at, REUSE_DAYS);
        self.validated.push((Validation::Ov, until));
        if validation == Validation::Ev {
            self.validated.push((Validation::Ev, until));
        }
    }

    pub(super) fn mark_contacts_verified(&mut self, at: Timestamp) {
        for contact in &mut self.contacts {
            contact.verified_until = Some(plus_days(at, REUSE_DAYS));
        }
    }

    /// Adds a contact unless the address is there already.
    pub(super) fn add_contact(&mut self, id: u64, person: Person) {
        let known = |c: &Contact| c.person.email.is_some() && c.person.email == person.email;
        if !self.contacts.iter().any(known) {
            self.contacts.push(Contact { id, person, verified_until: None });
        }
    }

    pub(super) fn as_in_register(&self) -> Organisation {
        Organisation {
            name: self.form.name.clone(),
            locality: self.form.city.clone(),
            state: self.form.state.clone(),
            country: self.form.country.to_ascii_uppercase(),
            registration_number: self.registration_number.clone(),
        }
    }
}
