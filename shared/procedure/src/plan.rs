//! Which checks an order needs, from what was validated before and the reuse clocks of the rules.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::application::Application;
use crate::name::CertificateName;
use crate::order::{Check, Checks, CommonChecks, DomainCheck, EvChecks, PhoneCheck};
use crate::policy::Policy;
use crate::rules::dcv::EmailMethod;
use crate::rules::validity;
use crate::{Party, Validation};

/// When what was validated for earlier orders. Nothing here replaces the vendor's own word: it says what to expect.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Validated {
    /// Per name, its owner's approval.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<CertificateName, Timestamp>,
    /// The organisation's existence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Timestamp>,
    /// The call to the responsible person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Timestamp>,
    /// EV: the responsible person's employment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employment: Option<Timestamp>,
}

impl Validated {
    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The checks to expect for `application`, placed at `now` (R20, R42, R46, R58; BR 4.2.1, EVG 3.2.2.14).
///
/// An approval of a name is relied on for 398, 200, 100 or 10 days by the date, an organisation for 825 or 398. EV's
/// issuance confirmation is never skipped (A30).
pub fn plan(application: &Application, validated: &Validated, policy: &Policy, now: Timestamp) -> Checks {
    let validation = application.product.validation();
    let method = EmailMethod::of(&application.approval);
    let known =
        |at: Option<Timestamp>| at.is_some_and(|at| now < validity::identity_reuse_ends(validation, at));
    let unless = |relied_on: bool, on: Party, until: Timestamp| {
        if relied_on { Check::NotRequired } else { Check::waiting(on, now, until) }
    };
    let domains = application.names.iter().map(|name| DomainCheck {
        name: name.clone(),
        check: unless(
            validated.names.get(name).is_some_and(|at| now < method.reuse_ends(*at)),
            Party::Customer,
            policy.approval_until(now),
        ),
        asked: None,
        mail: None,
        lapsed: None,
    });
    let organisation_known = known(validated.organisation);
    let common = CommonChecks {
        domains: domains.collect(),
        organisation: unless(organisation_known, Party::Vendor, policy.organisation_until(now)),
        phone: PhoneCheck::new(unless(known(validated.phone), Party::Vendor, policy.phone_until(now))),
        documents: unless(
            organisation_known || !application.is_sole_proprietor(),
            Party::Customer,
            policy.documents_until(now),
        ),
    };
    match validation {
        Validation::Ov => Checks::Ov(common),
        Validation::Ev => {
            let mut ev = EvChecks::Employment(PhoneCheck::new(Check::waiting(
                Party::Vendor,
                now,
                policy.phone_until(now),
            )));
            if known(validated.employment) {
                ev.confirm_employment(now, false, policy.confirmation_until(now));
            }
            Checks::Ev { common, ev }
        }
    }
}
