//! Which checks an order needs, from what was validated before and the reuse clocks of the rules.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::application::Application;
use crate::name::CertificateName;
use crate::order::{Check, Checks, CommonChecks, DomainCheck, EvChecks, PhoneCheck};
use crate::policy::Policy;
use crate::rules::validity;
use crate::{Party, Validation};

/// When what was validated for earlier orders. Nothing here replaces the vendor's own word: it says what to expect.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Validated {
    /// Per name, its owner's approval.
    pub names: BTreeMap<CertificateName, Timestamp>,
    /// The organisation's existence.
    pub organisation: Option<Timestamp>,
    /// The call to the responsible person.
    pub phone: Option<Timestamp>,
    /// EV: the responsible person's employment.
    pub employment: Option<Timestamp>,
}

/// The checks to expect for `application`, placed at `now` (R20, R42, R46, R58; BR 4.2.1, EVG 3.2.2.14).
///
/// An approval of a name is relied on for 398, 200, 100 or 10 days by the date, an organisation for 825 or 398. EV's
/// issuance confirmation is never skipped (A30).
pub fn plan(application: &Application, validated: &Validated, policy: &Policy, now: Timestamp) -> Checks {
    let validation = application.product.validation();
    let names_last = days(validity::dcv_reuse_days(now));
    let identity_lasts = days(validity::identity_reuse_days(validation, now));
    let fresh = |at: Option<Timestamp>, lasts: SignedDuration| at.is_some_and(|at| at + lasts > now);
    let unless = |relied_on: bool, on: Party, until: Timestamp| {
        if relied_on { Check::NotRequired } else { Check::waiting(on, now, until) }
    };
    let domains = application.names.iter().map(|name| DomainCheck {
        name: name.clone(),
        check: unless(
            fresh(validated.names.get(name).copied(), names_last),
            Party::Customer,
            policy.approval_until(now),
        ),
        mail: None,
    });
    let organisation_known = fresh(validated.organisation, identity_lasts);
    let common = CommonChecks {
        domains: domains.collect(),
        organisation: unless(organisation_known, Party::Vendor, policy.organisation_until(now)),
        phone: PhoneCheck::new(unless(
            fresh(validated.phone, identity_lasts),
            Party::Vendor,
            policy.phone_until(now),
        )),
        documents: unless(
            organisation_known || !application.is_sole_proprietor(),
            Party::Customer,
            policy.documents_until(now),
        ),
    };
    match validation {
        Validation::Ov => Checks::Ov(common),
        Validation::Ev => {
            let known = fresh(validated.employment, identity_lasts);
            let mut ev = EvChecks::Employment(PhoneCheck::new(Check::waiting(
                Party::Vendor,
                now,
                policy.phone_until(now),
            )));
            if known {
                ev.confirm_employment(now, false, policy.confirmation_until(now));
            }
            Checks::Ev { common, ev }
        }
    }
}

fn days(days: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}
