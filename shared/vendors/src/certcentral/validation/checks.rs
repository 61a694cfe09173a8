//! The answer as a view of independent checks, which pass in any order (R18). Pure.

use jiff::Timestamp;

use super::{DnsNameValidation, OrganisationCheckAnswer, Validation, VerifiedContact};
use crate::certcentral::{DomainNumber, OrderStatus};

/// Longest unknown word kept, in characters.
const MAX_WORD: usize = 64;

/// Where one check stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The vendor does not report it: not part of this product, or already settled before this order.
    NotReported,
    /// Under way, or waiting for somebody.
    Pending,
    /// Passed.
    Done,
    /// Passed once, and too long ago.
    Expired,
    /// A word nobody knows yet: staff look, and nothing is concluded from it.
    Other(String),
}

/// The organisation's examination, once a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationCheck {
    /// `ov` or `ev`; other kinds of the same account are possible.
    pub kind: String,
    /// Where it stands as a whole.
    pub state: Check,
    /// When it was completed.
    pub done_at: Option<Timestamp>,
    /// Until when it can be used again.
    pub until: Option<Timestamp>,
}

/// One domain's proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainCheck {
    /// The domain of the account, which resending a mail needs.
    pub domain: Option<DomainNumber>,
    /// The domain that is proven.
    pub scope: Option<String>,
    /// The names of the order it covers.
    pub names: Vec<String>,
    /// Where it stands.
    pub state: Check,
    /// How it is proven, in the vendor's words.
    pub method: Option<String>,
    /// Until when it can be used again.
    pub until: Option<Timestamp>,
}

/// Every check of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checks {
    /// The status of the order that the answer repeats.
    pub status: OrderStatus,
    /// The organisation's examination (企業認証).
    pub organisation: Vec<OrganisationCheck>,
    /// The telephone call to the applicant (申請責任者への電話確認, R42).
    pub phone: Check,
    /// EV: employment and authority of who confirms the issuance, asked of a third person. One who passed is enough,
    /// as one confirmation is.
    pub employment: Check,
    /// The domains (ドメイン名使用権確認).
    pub domains: Vec<DomainCheck>,
}

impl Validation {
    /// The checks in this answer.
    pub fn checks(&self) -> Checks {
        let organisations = &self.organization_validations;
        let phone = organisations.iter().filter_map(|o| o.verification_details.as_ref());
        Checks {
            status: self.order_status.clone(),
            organisation: organisations.iter().map(organisation).collect(),
            phone: least(phone.map(|details| Check::read(details.request_authenticity.as_deref()))),
            employment: most(self.ev_contacts().map(|contact| Check::read(contact.status.as_deref()))),
            domains: self.dns_name_validations.iter().map(domain).collect(),
        }
    }

    /// The contacts of the EV examination; an account has others, for code signing for one.
    pub(super) fn ev_contacts(&self) -> impl Iterator<Item = &VerifiedContact> {
        let ev =
            |kind: &Option<String>| kind.as_ref().is_none_or(|kind| kind.trim().eq_ignore_ascii_case("ev"));
        self.organization_validations.iter().filter(move |o| ev(&o.kind)).flat_map(|o| &o.verified_contacts)
    }

    /// Where the employment of the person with this mail address stands (R46). A contact who is active since an earlier
    /// order says nothing of a new one.
    pub fn employment_of(&self, email: &str) -> Employment {
        let email = email.trim().to_lowercase();
        let address =
            |contact: &VerifiedContact| contact.email.as_ref().map(|e| e.expose().trim().to_lowercase());
        let all = self.checks().employment;
        if self.ev_contacts().all(|contact| address(contact).is_none()) {
            return Employment::Of(all);
        }
        let own: Vec<_> = self.ev_contacts().filter(|c| address(c).as_ref() == Some(&email)).collect();
        match all {
            all if !own.is_empty() => {
                let own = most(own.iter().map(|contact| Check::read(contact.status.as_deref())));
                Employment::Of(if own == Check::NotReported { all } else { own })
            }
            Check::Done => Employment::OfAnother,
            all => Employment::Of(all),
        }
    }
}

/// Whose employment the vendor tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Employment {
    /// The responsible person's, or, where the answer has no addresses, somebody's.
    Of(Check),
    /// Only another contact's, who may confirm the issuance too (A30): staff look whether that is meant.
    OfAnother,
}

impl Check {
    /// The table of words.
    pub(in crate::certcentral) fn read(word: Option<&str>) -> Self {
        let Some(word) = word else { return Self::NotReported };
        match word.trim().to_lowercase().as_str() {
            "active" | "approved" | "complete" | "completed" | "valid" | "validated" => Self::Done,
            "pending" | "submitted" | "processing" => Self::Pending,
            "expired" => Self::Expired,
            other => Self::Other(other.chars().take(MAX_WORD).collect()),
        }
    }

    /// How far it is, for comparison; a word nobody knows stands before all, so that it is seen.
    const fn rank(&self) -> u8 {
        match self {
            Self::Other(_) => 0,
            Self::Expired => 1,
            Self::Pending => 2,
            Self::Done => 3,
            Self::NotReported => 4,
        }
    }
}

/// The one that is least far, of those that are reported.
fn least(checks: impl Iterator<Item = Check>) -> Check {
    checks.min_by_key(Check::rank).unwrap_or(Check::NotReported)
}

/// The one that is furthest, of those that are reported.
fn most(checks: impl Iterator<Item = Check>) -> Check {
    checks.filter(|c| *c != Check::NotReported).max_by_key(Check::rank).unwrap_or(Check::NotReported)
}

fn organisation(answer: &OrganisationCheckAnswer) -> OrganisationCheck {
    OrganisationCheck {
        kind: answer.kind.clone().unwrap_or_default().to_lowercase(),
        state: Check::read(answer.status.as_deref()),
        done_at: answer.date_created,
        until: answer.validated_until,
    }
}

fn domain(answer: &DnsNameValidation) -> DomainCheck {
    DomainCheck {
        domain: answer.domain,
        scope: answer.name_scope.clone(),
        names: answer.dns_names.clone(),
        state: Check::read(answer.status.as_deref()),
        method: answer.method.clone(),
        until: answer.approval_expiration_date,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn checks(value: Value) -> Checks {
        serde_json::from_value::<Validation>(value).unwrap().checks()
    }

    /// R18, R42: the telephone call is its own check, apart from the organisation's.
    #[test]
    fn the_call_may_pass_while_the_organisation_is_examined() {
        let ov = checks(json!({
            "order_status": "pending",
            "organization_validations": [{
                "type": "ov", "status": "pending",
                "verification_details": {"address_verification": "pending", "request_authenticity": "complete"}
            }]
        }));
        assert_eq!(ov.phone, Check::Done);
        assert_eq!(ov.employment, Check::NotReported);
        assert_eq!(ov.organisation.first().unwrap().state, Check::Pending);
    }

    /// A30: one verified contact is enough, so one who passed is what counts.
    #[test]
    fn one_active_contact_is_enough() {
        let ev = |statuses: &[&str]| {
            let contacts: Vec<_> = statuses.iter().map(|s| json!({"status": s})).collect();
            checks(json!({
                "order_status": "pending",
                "organization_validations": [{"type": "EV", "status": "pending", "verified_contacts": contacts}]
            }))
            .employment
        };
        assert_eq!(ev(&[]), Check::NotReported);
        assert_eq!(ev(&["pending"]), Check::Pending);
        assert_eq!(ev(&["pending", "active"]), Check::Done);
        assert_eq!(ev(&["called_back"]), Check::Other("called_back".to_owned()));
    }

    /// R46, A30: a contact of another examination, or one from an earlier order, does not pass for the responsible person.
    #[test]
    fn employment_is_the_responsible_persons_own() {
        let answer = |kind: &str, contacts: Value| -> Validation {
            let organisation = json!({"type": kind, "status": "active", "verified_contacts": contacts});
            let answer = json!({"order_status": "pending", "organization_validations": [organisation]});
            serde_json::from_value(answer).unwrap()
        };
        let contact = |email: &str, status: &str| json!({"email": email, "status": status});
        let of = |contacts| answer("EV", contacts).employment_of("Taro@example.jp");
        let (taro, hanako) = ("taro@EXAMPLE.jp", "hanako@example.jp");
        let mixed = json!([contact(hanako, "active"), contact(taro, "pending")]);
        assert_eq!(of(mixed), Employment::Of(Check::Pending));
        let passed = json!([contact(hanako, "pending"), contact(taro, "active")]);
        assert_eq!(of(passed), Employment::Of(Check::Done));
        assert_eq!(of(json!([contact(hanako, "active")])), Employment::OfAnother);
        assert_eq!(of(json!([contact(hanako, "pending")])), Employment::Of(Check::Pending));
        assert_eq!(of(json!([{"status": "active"}])), Employment::Of(Check::Done));
        let cs = answer("cs", json!([contact(taro, "active")]));
        assert_eq!(cs.employment_of(taro), Employment::Of(Check::NotReported));
        assert_eq!(cs.checks().employment, Check::NotReported);
    }

    /// Where OV and EV are both examined, the call counts once both have it.
    #[test]
    fn the_call_counts_when_every_kind_has_it() {
        let both = checks(json!({
            "order_status": "pending",
            "organization_validations": [
                {"type": "ov", "verification_details": {"request_authenticity": "active"}},
                {"type": "ev", "verification_details": {"request_authenticity": "pending"}}
            ]
        }));
        assert_eq!(both.phone, Check::Pending);
    }

    /// R18: each domain is its own check, with its dates.
    #[test]
    fn each_domain_is_seen_with_its_names() {
        let two = checks(json!({
            "order_status": "pending",
            "dns_name_validations": [
                {"domain_id": "7", "name_scope": "example.jp", "status": "approved", "method": "email",
                 "dns_names": ["www.example.jp"], "approval_expiration_date": "2027-05-01T00:00:00+00:00"},
                {"domain_id": 8, "name_scope": "example.com", "status": "unvalidated"}
            ]
        }));
        let [first, second] = two.domains.as_slice() else { panic!("{two:?}") };
        assert_eq!(
            (first.state.clone(), first.names.as_slice()),
            (Check::Done, &["www.example.jp".to_owned()][..])
        );
        assert_eq!(first.until, Some("2027-05-01T00:00:00Z".parse().unwrap()));
        assert_eq!(first.domain.map(DomainNumber::get), Some(7));
        assert_eq!(second.state, Check::Other("unvalidated".to_owned()));
    }
}
