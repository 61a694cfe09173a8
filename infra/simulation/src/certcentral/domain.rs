//! Domains and whose address may approve them.

use jiff::Timestamp;

use super::account::Account;
use super::options::NameScope;
use super::order::Order;
use crate::ca::approval_reuse_ends;
use crate::when::plus_days;

/// The constructed addresses (BR 3.2.2.4.4).
const CONSTRUCTED: [&str; 5] = ["admin", "administrator", "webmaster", "hostmaster", "postmaster"];

/// Days a random value lives (BR 3.2.2.4).
pub(super) const TOKEN_DAYS: i64 = 30;

/// DCV methods of the API.
pub(super) const METHODS: [&str; 5] =
    ["email", "dns-txt-token", "dns-cname-token", "http-token", "http-token-dynamic"];

#[derive(Debug, Clone)]
pub(super) struct Domain {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) organisation: u64,
    pub(super) created: Timestamp,
    pub(super) method: String,
    /// Addresses chosen for it; none: all that may approve.
    pub(super) emails: Vec<String>,
    /// The random value for DNS methods and the end of its life.
    pub(super) token: (String, Timestamp),
    pub(super) approved: Option<Timestamp>,
    pub(super) validated_until: Option<Timestamp>,
    /// The approval mails sent for it, oldest first.
    pub(super) invitations: Vec<Invitation>,
}

/// One approval mail that was sent.
#[derive(Debug, Clone)]
pub(super) struct Invitation {
    pub(super) id: u64,
    pub(super) email: String,
    /// `base` for a constructed address, `dns_txt`.
    pub(super) source: &'static str,
    pub(super) sent: Timestamp,
}

impl Domain {
    pub(super) fn validated(&self, now: Timestamp) -> bool {
        self.validated_until.is_some_and(|until| until > now)
    }

    pub(super) fn mark_validated(&mut self, at: Timestamp) {
        self.approved = Some(at);
        self.validated_until = Some(approval_reuse_ends(at));
    }
}

/// What is approved for `name`: its registrable domain, or itself without `*.` and `www.`.
pub(super) fn scope_of(name: &str, scope: NameScope) -> String {
    let name = name.strip_prefix("*.").unwrap_or(name).to_ascii_lowercase();
    match scope {
        NameScope::BaseDomain => psl::domain_str(&name).unwrap_or(&name).to_owned(),
        NameScope::Fqdn => name.strip_prefix("www.").unwrap_or(&name).to_owned(),
    }
}

impl Account {
    /// The domain's record, made if new.
    pub(super) fn domain_for(&mut self, name: &str, organisation: u64, method: &str, now: Timestamp) -> u64 {
        if let Some(id) = self.domain_ids.get(name) {
            return *id;
        }
        let id = self.next_id();
        let token = (self.dice.token(), plus_days(now, TOKEN_DAYS));
        let domain = Domain {
            id,
            name: name.to_owned(),
            organisation,
            created: now,
            method: method.to_owned(),
            emails: Vec::new(),
            token,
            approved: None,
            validated_until: None,
            invitations: Vec::new(),
        };
        self.domains.insert(id, domain);
        self.domain_ids.insert(name.to_owned(), id);
        id
    }

    pub(super) fn domain_named(&self, name: &str) -> Option<&Domain> {
        self.domains.get(self.domain_ids.get(name)?)
    }

    /// The five constructed addresses at `domain`.
    pub(super) fn base_emails(domain: &str) -> Vec<String> {
        CONSTRUCTED.iter().map(|local| format!("{local}@{domain}")).collect()
    }

    /// The addresses in `_validation-contactemail.<domain>`; a value must be one bare address (A9).
    pub(super) fn txt_emails(&self, domain: &str) -> Vec<String> {
        let values = self.txt.get(&format!("_validation-contactemail.{domain}"));
        let bare = |value: &&String| value.parse::<lettre::Address>().is_ok();
        values.map(|values| values.iter().filter(bare).cloned().collect()).unwrap_or_default()
    }

    /// Whether `email` may approve `domain`.
    pub(super) fn may_approve(&self, domain: &str, email: &str) -> bool {
        let same = |known: &String| known.eq_ignore_ascii_case(email);
        Self::base_emails(domain).iter().any(same) || self.txt_emails(domain).iter().any(same)
    }

    /// Whether a live random value stands in the domain's TXT records: its own, or the one given.
    pub(super) fn token_published(
        &self,
        name: &str,
        also: Option<&(String, Timestamp)>,
        now: Timestamp,
    ) -> bool {
        let own = self.domain_named(name).map(|domain| &domain.token);
        let mut live = own.into_iter().chain(also).filter(|(_, until)| *until > now);
        let values = self.txt.get(name).map(Vec::as_slice).unwrap_or_default();
        live.any(|(value, _)| values.contains(value))
    }

    /// A new random value for the domain; the one before no longer counts.
    pub(super) fn renew_token(&mut self, id: u64, now: Timestamp) {
        let token = (self.dice.token(), plus_days(now, TOKEN_DAYS));
        if let Some(domain) = self.domains.get_mut(&id) {
            domain.token = token;
        }
    }

    /// The order's random value and the end of its life: the live one, or a new one.
    pub(super) fn random_value(&mut self, order: u64, now: Timestamp) -> Option<(String, Timestamp)> {
        let live = self.orders.get(&order)?.random_value.clone().filter(|(_, until)| *until > now);
        let value = live.unwrap_or_else(|| (self.dice.token(), plus_days(now, TOKEN_DAYS)));
        self.orders.get_mut(&order)?.random_value = Some(value.clone());
        Some(value)
    }

    /// The orders under examination that wait for this approval.
    pub(super) fn waiting_for(&mut self, scope: &str) -> Vec<u64> {
        let waits = |order: &mut Order| {
            let mut domains = order.open_run().map(|run| run.domains.iter()).into_iter().flatten();
            domains.any(|domain| domain.scope == scope && domain.check.pending())
        };
        self.orders.values_mut().filter_map(|order| waits(order).then_some(order.id)).collect()
    }
}
