//! What to ask: everything that can be asked at once, then what the answers call for.

use std::collections::BTreeSet;

use super::Owner;
use super::record::Exchange;
use super::seen::{Kind, Observations, Outcome, Question};
use crate::Validation;
use crate::application::{Application, ApprovalDestination};
use crate::contact::Email;
use crate::name::DnsName;

/// Most hosts of one domain's MX whose addresses are asked for, the preferred ones first; one that exists is enough.
pub(super) const MAX_EXCHANGES: usize = 2;

/// The field of the responsible person's address.
pub(super) const RESPONSIBLE: &str = "responsible.email";

/// The first round, what matters most first, each once: CAA of every name up the tree (RFC 8659 §3), then where the
/// approval mail would go: MX of each domain that may stand for a name (A7), or the TXT contacts there and the MX of
/// the contact's own domain (R28), and of the people who have to receive (R47, R56). Last, whether the resolver validates (P2).
pub fn first(application: &Application) -> Vec<Question> {
    let names = application.names.iter();
    let climb = names.clone().flat_map(|name| Owner::climb(name.domain()));
    let candidates = names.flat_map(|name| name.authorization_candidates());
    let mut questions: Vec<Question> = climb.map(|owner| Question::new(owner, Kind::Caa)).collect();
    match &application.approval {
        ApprovalDestination::Postmaster => {
            questions.extend(candidates.map(|domain| Question::new(Owner::from(&domain), Kind::Mx)));
        }
        ApprovalDestination::TxtContact { email } => {
            questions.push(Question::new(Owner::from(email.domain()), Kind::Mx));
            let contacts = candidates.filter_map(|domain| Owner::contact(&domain));
            questions.extend(contacts.map(|owner| Question::new(owner, Kind::Txt)));
        }
    }
    let people = mail_people(application).into_iter();
    questions.extend(people.map(|(_, email)| Question::new(Owner::from(email.domain()), Kind::Mx)));
    questions.push(Question::new(Owner::root(), Kind::Soa));
    once(questions, &Observations::default())
}

/// The second round: addresses of the hosts that MX name, or of the domain itself where none is (RFC 5321 §5.1), and
/// the owners at which a missing TXT contact often stands by mistake (A9).
pub fn next(application: &Application, seen: &Observations) -> Vec<Question> {
    let mut questions: Vec<Question> =
        mail_domains(application).iter().flat_map(|domain| addresses(domain, seen)).collect();
    if matches!(application.approval, ApprovalDestination::TxtContact { .. }) {
        for name in &application.names {
            let candidates = name.authorization_candidates();
            if !candidates.iter().any(|domain| has_contact(domain, seen)) {
                questions.extend(mistaken_owners(&candidates).map(|owner| Question::new(owner, Kind::Txt)));
            }
        }
    }
    once(questions, seen)
}

/// Where a TXT contact stands by mistake, most usual first (A9).
pub(super) fn mistaken_owners(candidates: &[DnsName]) -> impl Iterator<Item = Owner> {
    let doubled = candidates.iter().filter_map(Owner::contact_doubled);
    doubled.chain([Owner::contact_at_root()])
}

/// The hosts of a domain's MX whose addresses are asked for.
pub(super) fn preferred_hosts<'a>(owner: &Owner, seen: &'a Observations) -> Vec<&'a Owner> {
    let mut hosts: Vec<(u16, &Owner)> = Vec::new();
    for mx in seen.see(owner, Kind::Mx).mx() {
        if let Exchange::Host(host) = &mx.exchange {
            hosts.push((mx.preference, host));
        }
    }
    hosts.sort();
    hosts.into_iter().take(MAX_EXCHANGES).map(|(_, host)| host).collect()
}

fn mail_domains(application: &Application) -> Vec<DnsName> {
    let mut domains: Vec<DnsName> = match &application.approval {
        ApprovalDestination::TxtContact { email } => vec![email.domain().clone()],
        ApprovalDestination::Postmaster => {
            application.names.iter().flat_map(|name| name.authorization_candidates()).collect()
        }
    };
    domains.extend(mail_people(application).into_iter().map(|(_, email)| email.domain().clone()));
    domains
}

/// The addresses of people that have to receive mail, each with its field: EV's responsible person, who confirms the
/// issuance by mail (R47), and the notification addresses (R56).
pub(super) fn mail_people(application: &Application) -> Vec<(String, &Email)> {
    let confirms =
        application.responsible.email.iter().filter(|_| application.product.validation() == Validation::Ev);
    let responsible = confirms.map(|email| (RESPONSIBLE.to_owned(), email));
    let notify = application.notify.iter().enumerate().map(|(n, email)| (format!("notify[{n}]"), email));
    responsible.chain(notify).collect()
}

fn addresses(domain: &DnsName, seen: &Observations) -> Vec<Question> {
    let owner = Owner::from(domain);
    let owners = match seen.see(&owner, Kind::Mx).outcome {
        Outcome::Records(_) => preferred_hosts(&owner, seen).into_iter().cloned().collect(),
        Outcome::NoData => vec![owner],
        Outcome::NxDomain | Outcome::Failed(_) => vec![],
    };
    owners.into_iter().map(|owner| Question::new(owner, Kind::Address)).collect()
}

fn has_contact(domain: &DnsName, seen: &Observations) -> bool {
    Owner::contact(domain).is_some_and(|owner| !seen.see(&owner, Kind::Txt).records().is_empty())
}

/// Each question once, and none that has its answer.
fn once(questions: Vec<Question>, seen: &Observations) -> Vec<Question> {
    let mut known = BTreeSet::new();
    questions.into_iter().filter(|question| !seen.has(question) && known.insert(question.clone())).collect()
}
