//! CAA: whether the domain lets the vendor issue (P1, RFC 8659, RFC 8657, BR 3.2.2.8).

mod parameters;
mod wording;

use super::Owner;
use super::case::Case;
use super::failure::failed;
use super::record::{CaaRecord, CaaValue};
use super::seen::{Kind, Seen};
use crate::Finding;
use crate::name::CertificateName;

/// The RRset that counts for a name: the first one met on the way up the tree (RFC 8659 §3).
enum Relevant<'a> {
    Nothing,
    Set(Owner, &'a Seen),
    Unknown(Owner, &'a Seen),
}

/// What CAA has to say to the vendor about `name`, on `field`.
pub(super) fn judge(case: &Case<'_>, field: &str, name: &CertificateName) -> Vec<Finding> {
    match relevant(case, name) {
        Relevant::Nothing => Vec::new(),
        Relevant::Unknown(owner, seen) => {
            failed(case, field.to_owned(), &owner, Kind::Caa, seen).into_iter().collect()
        }
        Relevant::Set(owner, seen) => {
            let set = Set { case, field, owner: &owner, seen, wildcard: name.is_wildcard() };
            set.findings()
        }
    }
}

fn relevant<'a>(case: &Case<'a>, name: &CertificateName) -> Relevant<'a> {
    for owner in Owner::climb(name.domain()) {
        let seen = case.see(&owner, Kind::Caa);
        if seen.failure().is_some() {
            // The climb cannot go past an owner whose records are unknown.
            return Relevant::Unknown(owner, seen);
        }
        if seen.caa().next().is_some() {
            return Relevant::Set(owner, seen);
        }
    }
    Relevant::Nothing
}

/// The relevant RRset of one name.
struct Set<'a> {
    case: &'a Case<'a>,
    field: &'a str,
    owner: &'a Owner,
    seen: &'a Seen,
    wildcard: bool,
}

impl Set<'_> {
    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.seen.caa().any(|caa| caa.critical && !self.is_known(caa)) {
            findings.push(self.critical());
        }
        let (tag, rules) = self.rules();
        if rules.is_empty() {
            // No `issue` in the set restricts nothing (RFC 8659 §4.2, BR ballot 219).
            return findings;
        }
        if rules.iter().any(|caa| matches!(caa.value, CaaValue::Malformed { .. })) {
            findings.push(self.malformed());
        }
        let ours: Vec<&CaaRecord> = rules.into_iter().filter(|caa| self.names_vendor(caa)).collect();
        if self.case.vendor.caa_identifiers.is_empty() {
            findings.push(self.unverified());
        } else if ours.is_empty() {
            findings.push(self.forbidden(tag));
        } else {
            findings.extend(self.excluded(&ours));
        }
        findings
    }

    /// The properties that rule on the name: for a wildcard `issuewild` alone if there is any (RFC 8659 §4.3).
    fn rules(&self) -> (&'static str, Vec<&CaaRecord>) {
        let with = |tag| self.seen.caa().filter(|caa| caa.is(tag)).collect::<Vec<_>>();
        match with("issuewild") {
            wild if self.wildcard && !wild.is_empty() => ("issuewild", wild),
            _ => ("issue", with("issue")),
        }
    }

    fn is_known(&self, caa: &CaaRecord) -> bool {
        self.case.settings.known_caa_tags.iter().any(|tag| caa.is(tag))
    }

    fn names_vendor(&self, caa: &CaaRecord) -> bool {
        match &caa.value {
            CaaValue::Issue { issuer: Some(issuer), .. } => self.case.vendor.is_issuer(issuer),
            CaaValue::Issue { issuer: None, .. } | CaaValue::Malformed { .. } | CaaValue::Other => false,
        }
    }
}
