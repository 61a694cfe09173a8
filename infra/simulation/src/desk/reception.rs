//! Taking entries and answers.

use jiff::Timestamp;
use procedure::Vendor;

use super::Inner;
use super::entry::{Answer, Entry, NotAccepted, Reception, ReceptionStatus, Refused, Scope};
use crate::ca::{approval_reuse_ends, check_csr};
use crate::examination::{Check, DomainCheck, Needs, Plan, Run, What};

/// Most names in one order.
const MAX_NAMES: usize = 50;

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) fqdn: String,
    pub(super) expires: Timestamp,
}

pub(super) struct Case {
    pub(super) number: String,
    pub(super) entry: Entry,
    pub(super) run: Run,
    pub(super) status: ReceptionStatus,
    pub(super) certificate_pem: Option<String>,
    pub(super) scheduled: Option<Timestamp>,
}

impl Case {
    pub(super) fn open(&self) -> bool {
        self.status == ReceptionStatus::Examination
    }

    pub(super) fn shown(&self) -> Reception {
        let open = self.run.domains.iter().filter(|domain| domain.check.pending());
        Reception {
            number: self.number.clone(),
            reference: self.entry.reference.clone(),
            status: self.status.clone(),
            domains_open: open.map(|domain| domain.scope.clone()).collect(),
            phone_open: self.run.phone.pending(),
            certificate_pem: self.certificate_pem.clone(),
        }
    }
}

/// The name an approval is for: without `*.`.
fn fqdn(name: &str) -> String {
    name.strip_prefix("*.").unwrap_or(name).to_ascii_lowercase()
}

fn base_domain(fqdn: &str) -> &str {
    psl::domain_str(fqdn).unwrap_or(fqdn)
}

impl Inner {
    pub(super) fn enter(&mut self, mut entry: Entry, now: Timestamp) -> Result<String, NotAccepted> {
        if entry.product.vendor() != Vendor::Cybertrust {
            return Err(NotAccepted::Product);
        }
        entry.names.iter_mut().for_each(|name| name.make_ascii_lowercase());
        if !(1..=MAX_NAMES).contains(&entry.names.len())
            || !entry.names.iter().all(|name| crate::name::is_dns_name(name))
        {
            return Err(NotAccepted::Names);
        }
        check_csr(&entry.csr_pem).map_err(|_| NotAccepted::Csr)?;
        let address = entry.approval_address.as_deref().map(str::parse::<lettre::Address>);
        if address.is_some_and(|parsed| parsed.is_err()) {
            return Err(NotAccepted::Address);
        }
        let number = format!("{:010}", 1_000_000_001 + self.cases.len());
        let plan = entry.plan.take().unwrap_or_else(|| Plan::usual(entry.product.validation()));
        let case = Case {
            run: Run::start(plan, now, self.needs(&entry, now)),
            number: number.clone(),
            status: ReceptionStatus::Examination,
            certificate_pem: None,
            scheduled: None,
            entry,
        };
        self.cases.insert(number.clone(), case);
        self.journal.note(now, &number, What::Placed);
        self.schedule(&number);
        Ok(number)
    }

    fn needs(&self, entry: &Entry, now: Timestamp) -> Needs {
        let live = |until: Option<&Timestamp>| until.is_some_and(|until| *until > now);
        let mut domains: Vec<DomainCheck> = Vec::new();
        for name in &entry.names {
            let scope = fqdn(name);
            if domains.iter().any(|domain| domain.scope == scope) {
                continue;
            }
            let whole = format!("*{}", base_domain(&scope));
            let open = !live(self.approved.get(&scope)) && !live(self.approved.get(&whole));
            domains.push(DomainCheck { names: vec![name.clone()], check: Check::required(open), scope });
        }
        let organisation = !live(self.examined.get(&entry.organisation.name));
        Needs { organisation, employment: false, confirmation: false, domains }
    }

    pub(super) fn approve(&mut self, token: &str, answer: &Answer, now: Timestamp) -> Result<(), Refused> {
        let token = self.tokens.get(token).ok_or(Refused::Unknown)?.clone();
        if token.expires <= now {
            return Err(Refused::Expired);
        }
        if answer.signature.trim().is_empty() {
            return Err(Refused::Signature);
        }
        let base = base_domain(&token.fqdn).to_owned();
        let covered = |scope: &str| match answer.scope {
            Scope::FqdnOnly => scope == token.fqdn,
            Scope::BaseDomain => base_domain(scope) == base,
        };
        let mut approved = Vec::new();
        for case in self.cases.values_mut().filter(|case| case.open()) {
            let scopes: Vec<String> = case.run.domains.iter().map(|domain| domain.scope.clone()).collect();
            for scope in scopes.into_iter().filter(|scope| covered(scope)) {
                if case.run.approve_domain(&scope, now) {
                    approved.push((case.number.clone(), scope));
                }
            }
        }
        if approved.is_empty() {
            return Err(Refused::NotWaiting);
        }
        let until = approval_reuse_ends(now);
        let key = if answer.scope == Scope::BaseDomain { format!("*{base}") } else { token.fqdn };
        self.approved.insert(key, until);
        for (number, scope) in approved {
            self.journal.note(now, &number, What::DomainApproved(scope));
            self.schedule(&number);
        }
        Ok(())
    }

    /// Does `act` to an order under examination and notes `what` if it did something.
    pub(super) fn act(
        &mut self,
        number: &str,
        now: Timestamp,
        what: What,
        act: impl FnOnce(&mut Case) -> bool,
    ) -> bool {
        let done = self.cases.get_mut(number).filter(|case| case.open()).is_some_and(act);
        if done {
            self.journal.note(now, number, what);
            self.schedule(number);
        }
        done
    }
}
