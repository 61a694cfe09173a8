//! The account: everything the simulated vendor knows.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use jiff::Timestamp;

use super::domain::Domain;
use super::error::{ApiError, ApiResult};
use super::letter::Token;
use super::options::Options;
use super::order::{Order, OrderStatus};
use super::party::OrganisationRecord;
use crate::SimulationError;
use crate::ca::TestCa;
use crate::examination::{Journal, Plan};
use crate::mailroom::Mailroom;
use crate::seed::Dice;

pub(super) struct Account {
    pub(super) options: Options,
    pub(super) ca: TestCa,
    pub(super) mailroom: Mailroom,
    pub(super) dice: Dice,
    pub(super) journal: Journal,
    pub(super) orders: BTreeMap<u64, Order>,
    pub(super) organisations: BTreeMap<u64, OrganisationRecord>,
    pub(super) domains: BTreeMap<u64, Domain>,
    /// Tokens by their text, kept after use.
    pub(super) tokens: HashMap<String, Token>,
    /// The same by order; under none, those of domains proven before any order.
    pub(super) tokens_of: HashMap<Option<u64>, Vec<String>>,
    pub(super) domain_ids: HashMap<String, u64>,
    pub(super) plans: HashMap<String, VecDeque<Plan>>,
    /// What the DNS shows: TXT values by owner name, lower case.
    pub(super) txt: HashMap<String, Vec<String>>,
    pub(super) caa_forbids: HashSet<String>,
    agenda: BTreeSet<(Timestamp, u64)>,
    last_id: u64,
}

impl Account {
    pub(super) fn open(
        options: Options,
        mailroom: Mailroom,
        now: Timestamp,
    ) -> Result<Self, SimulationError> {
        Ok(Self {
            ca: TestCa::new("DigiCert", now, options.seed)?,
            dice: Dice::new(options.seed, "certcentral"),
            mailroom,
            journal: Journal::default(),
            orders: BTreeMap::new(),
            organisations: BTreeMap::new(),
            domains: BTreeMap::new(),
            tokens: HashMap::new(),
            tokens_of: HashMap::new(),
            domain_ids: HashMap::new(),
            plans: HashMap::new(),
            txt: HashMap::new(),
            caa_forbids: HashSet::new(),
            agenda: BTreeSet::new(),
            last_id: 700_000_000,
            options,
        })
    }

    /// A number no other record of the account has.
    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn order(&self, id: u64) -> ApiResult<&Order> {
        self.orders.get(&id).ok_or_else(|| ApiError::not_found("order"))
    }

    pub(super) fn order_mut(&mut self, id: u64) -> ApiResult<&mut Order> {
        self.orders.get_mut(&id).ok_or_else(|| ApiError::not_found("order"))
    }

    /// The order by its id, or by serial number or thumbprint of its latest certificate.
    pub(super) fn find_order(&self, key: &str) -> ApiResult<&Order> {
        if let Some(order) = key.parse().ok().and_then(|id: u64| self.orders.get(&id)) {
            return Ok(order);
        }
        let by_certificate = |order: &&Order| {
            order.certificates.last().is_some_and(|c| {
                c.issued.serial.eq_ignore_ascii_case(key) || c.issued.thumbprint.eq_ignore_ascii_case(key)
            })
        };
        self.orders.values().find(by_certificate).ok_or_else(|| ApiError::not_found("order"))
    }

    /// Puts the order into the agenda where it now belongs. Call after every change to it.
    pub(super) fn schedule(&mut self, id: u64, now: Timestamp) {
        let Some(order) = self.orders.get_mut(&id) else { return };
        if let Some(at) = order.scheduled.take() {
            self.agenda.remove(&(at, id));
        }
        if order.status == OrderStatus::Pending && order.run().is_some_and(|run| run.ready_at().is_some()) {
            order.set_status(OrderStatus::Processing, now);
        }
        order.scheduled = order.next();
        if let Some(at) = order.scheduled {
            self.agenda.insert((at, id));
        }
    }

    /// When something happens next by itself.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.agenda.first().map(|(at, _)| *at)
    }

    /// Lets everything happen that is due by `now`, in order of time.
    pub(super) fn catch_up(&mut self, now: Timestamp) -> Result<(), SimulationError> {
        while let Some((at, id)) = self.agenda.first().copied().filter(|(at, _)| *at <= now) {
            self.step(id, at)?;
            self.schedule(id, at);
        }
        Ok(())
    }
}
