//! Whether a domain takes mail: MX, null MX and implicit MX (P3, R24, R28, RFC 5321 §5.1, RFC 7505).

mod wording;

use super::Owner;
use super::approval::goes_to_postmaster;
use super::ask::{RESPONSIBLE, mail_people, preferred_hosts};
use super::case::Case;
use super::failure::failed;
use super::record::Exchange;
use super::seen::{Kind, Outcome, Seen};
use super::settings::MailScope;
use crate::contact::DnsContact;
use crate::name::{CertificateName, DnsName};
use crate::{Finding, Severity};

/// The code of the vendor's usual domain taking no mail where another one does.
pub(super) const OTHER_DOMAIN: &str = "mail.other_domain";

/// Whether mail to a domain can arrive, and what showed it.
struct Taking<'a> {
    domain: DnsName,
    owner: Owner,
    kind: Kind,
    seen: &'a Seen,
    takes: Takes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// At the hosts of its MX.
    Mx,
    /// At its own address, for want of MX.
    Implicit,
    /// Not at all.
    No(Why),
    /// It could not be found out.
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// It says so (RFC 7505).
    NullMx,
    /// It has neither MX nor address.
    NoHost,
    /// The hosts of its MX have no address.
    DeadHosts,
    /// It does not exist.
    NoDomain,
}

/// What is to be said of `postmaster@` for `name`: one domain that may stand for it has to take mail, and it should be
/// the one that the vendor uses (A7).
pub(super) fn judge_postmaster(case: &Case<'_>, name: &CertificateName) -> Vec<Finding> {
    let domains: Vec<Taking<'_>> =
        name.authorization_candidates().into_iter().map(|domain| look(case, domain)).collect();
    // A host that names itself in no MX is often a web server that takes no mail: second choice.
    let taking = |takes| domains.iter().find(|domain| domain.takes == takes);
    let receiving = taking(Takes::Mx).or_else(|| taking(Takes::Implicit));
    let usual = match case.vendor.mail_scope {
        MailScope::BaseDomain => domains.last(),
        MailScope::Any => receiving.or_else(|| domains.last()),
    };
    let Some(usual) = usual else { return Vec::new() };
    match (usual.takes, receiving) {
        (Takes::Mx, _) => vec![usual.note(case)],
        (Takes::Implicit, _) => vec![wording::implicit(usual, FIELD), usual.note(case)],
        (Takes::Unknown, _) => unknown(case, usual, FIELD),
        (Takes::No(_), Some(other)) => vec![wording::other_domain(usual, other)],
        (Takes::No(why), None) => {
            // Where a domain above could not be asked about, there may still be one that takes mail.
            match domains.iter().find(|domain| domain.takes == Takes::Unknown) {
                Some(domain) => unknown(case, domain, FIELD),
                None => vec![wording::undeliverable(usual, why, FIELD)],
            }
        }
    }
}

/// What is to be said of the domain of the TXT contact's address (R28).
pub(super) fn judge_contact(case: &Case<'_>, contact: &DnsContact) -> Vec<Finding> {
    const FIELD: &str = "approval.email";
    let domain = look(case, contact.domain().clone());
    match domain.takes {
        Takes::Mx => Vec::new(),
        Takes::Implicit => vec![wording::implicit(&domain, FIELD)],
        Takes::No(why) => vec![wording::undeliverable(&domain, why, FIELD)],
        Takes::Unknown => unknown(case, &domain, FIELD),
    }
}

/// What is to be said of the people who have to receive mail, where the domain of their address surely takes none: EV
/// is not issued without the responsible person's answer (R47); a notification has other ways to be heard of.
pub(super) fn judge_people(case: &Case<'_>) -> Vec<Finding> {
    let people = mail_people(case.application).into_iter();
    let told = people.filter(|(_, email)| !case.is_absent(&Owner::from(email.domain())));
    let findings = told.filter_map(|(field, email)| {
        let domain = look(case, email.domain().clone());
        let Takes::No(why) = domain.takes else { return None };
        let finding = wording::undeliverable(&domain, why, &field);
        let severity = if field == RESPONSIBLE { Severity::Stop } else { Severity::Warning };
        Some(Finding { severity, ..finding })
    });
    findings.collect()
}

const FIELD: &str = "approval";

impl Taking<'_> {
    fn note(&self, case: &Case<'_>) -> Finding {
        goes_to_postmaster(case, &self.domain, wording::shown(self))
    }
}

fn unknown(case: &Case<'_>, domain: &Taking<'_>, field: &str) -> Vec<Finding> {
    failed(case, field.to_owned(), &domain.owner, domain.kind, domain.seen).into_iter().collect()
}

fn look<'a>(case: &Case<'a>, domain: DnsName) -> Taking<'a> {
    let owner = Owner::from(&domain);
    let seen = case.see(&owner, Kind::Mx);
    let at_mx = |takes| (owner.clone(), Kind::Mx, seen, takes);
    let (owner, kind, seen, takes) = match &seen.outcome {
        Outcome::Failed(_) => at_mx(Takes::Unknown),
        Outcome::NxDomain => at_mx(Takes::No(Why::NoDomain)),
        Outcome::NoData => {
            let address = case.see(&owner, Kind::Address);
            let takes = match address.outcome {
                Outcome::Records(_) => Takes::Implicit,
                Outcome::NoData | Outcome::NxDomain => Takes::No(Why::NoHost),
                Outcome::Failed(_) => Takes::Unknown,
            };
            (owner, Kind::Address, address, takes)
        }
        Outcome::Records(_) if seen.mx().all(|mx| mx.exchange == Exchange::Null) => {
            at_mx(Takes::No(Why::NullMx))
        }
        Outcome::Records(_) => {
            let hosts = preferred_hosts(&owner, case.seen);
            let addresses = || hosts.iter().map(|host| (*host, case.see(host, Kind::Address)));
            let lives = |(_, address): (&Owner, &Seen)| matches!(address.outcome, Outcome::Records(_));
            let silent = addresses().find(|(_, address)| address.failure().is_some());
            let all_looked_at = seen.mx().filter(|mx| matches!(mx.exchange, Exchange::Host(_))).count();
            if addresses().any(lives) || (silent.is_none() && all_looked_at > hosts.len()) {
                at_mx(Takes::Mx)
            } else if let Some((host, address)) = silent {
                (host.clone(), Kind::Address, address, Takes::Unknown)
            } else {
                at_mx(Takes::No(Why::DeadHosts))
            }
        }
    };
    Taking { domain, owner, kind, seen, takes }
}
