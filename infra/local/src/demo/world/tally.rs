//! For whom an order waited, and for how long.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use procedure::order::Order;
use procedure::{Party, Text};

/// Times an order waited. Acts of one party that wait at once count once.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    since: Option<Timestamp>,
    waiting: Vec<(Party, String, Text)>,
    by_party: BTreeMap<Party, SignedDuration>,
    by_act: BTreeMap<(Party, String), (Text, SignedDuration)>,
}

impl Tally {
    /// Takes note of what `order` waits for from `now` on.
    pub(super) fn note(&mut self, order: &Order, now: Timestamp) {
        if let Some(since) = self.since {
            let passed = now.duration_since(since);
            let mut parties: Vec<Party> = self.waiting.iter().map(|(party, ..)| *party).collect();
            parties.sort();
            parties.dedup();
            for party in parties {
                *self.by_party.entry(party).or_default() += passed;
            }
            for (party, code, what) in self.waiting.drain(..) {
                let total = self.by_act.entry((party, code)).or_insert((what, SignedDuration::ZERO));
                total.1 += passed;
            }
        }
        self.since = Some(now);
        // A date to come is nobody's delay.
        let acts = order.acts().into_iter().filter(|act| act.by != Party::Calendar);
        self.waiting = acts.map(|act| (act.by, act.code, act.what)).collect();
    }

    /// How long it waited for `party`.
    pub fn of(&self, party: Party) -> SignedDuration {
        self.by_party.get(&party).copied().unwrap_or_default()
    }

    /// Every act it waited for, the longest wait first.
    pub fn acts(&self) -> Vec<(Party, &str, &Text, SignedDuration)> {
        let acts =
            self.by_act.iter().map(|((party, code), (what, time))| (*party, code.as_str(), what, *time));
        let mut acts: Vec<_> = acts.filter(|(.., time)| !time.is_zero()).collect();
        acts.sort_by(|a, b| b.3.cmp(&a.3).then(a.1.cmp(b.1)));
        acts
    }
}
