//! When time itself becomes an event for an order.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Life, Order, Phase, Waiting};
use crate::Party;
use crate::policy::Policy;

/// The next moment an order needs attention without anybody's act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// Which room attends to it.
    pub lane: Lane,
}

/// The room that attends to what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// `order-submitted`: an application to be mended.
    Application,
    /// `vendor-review-requested`: an order that should have been submitted, or be at the vendor, by now.
    Placement,
    /// `vendor-status-changed`: ask the vendor, remind, escalate.
    Examination,
    /// `expiry-nearing`: renewals, what a vendor is late to end, and the erasure of what is over.
    Expiry,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Lane; 4] = [Lane::Application, Lane::Placement, Lane::Examination, Lane::Expiry];

    /// The neutral code used in keys.
    pub const fn code(self) -> &'static str {
        match self {
            Lane::Application => "application",
            Lane::Placement => "placement",
            Lane::Examination => "examination",
            Lane::Expiry => "expiry",
        }
    }
}

impl Order {
    /// The next due moment, or `None` when only somebody's act moves the order on. On hold nothing is due but what the
    /// vendor is late with.
    pub fn due(&self, policy: &Policy) -> Option<Due> {
        // What is over is not held up: its data is erased all the same.
        if self.hold.is_some() && !self.is_finished() {
            return self.overdue_at().map(|at| Due { at, lane: Lane::Expiry });
        }
        let (lane, at) = match &self.phase {
            Phase::Returned(returned) => (Lane::Application, next(&returned.waiting, policy)),
            Phase::Confirming(confirming) => {
                let sent = usize::from(confirming.waiting.reminders);
                let reminders = confirming.reminders_at.iter().chain([&confirming.last_call_at]).skip(sent);
                let at = (confirming.waiting.on == Party::Customer).then_some(confirming.waiting.until);
                (Lane::Expiry, reminders.copied().chain(at).min().filter(|_| at.is_some()))
            }
            Phase::Accepted { since } => (Lane::Placement, Some(policy.resubmit_at(*since))),
            Phase::Placing(placing) => {
                (Lane::Placement, placing.escalated_at.is_none().then_some(placing.until))
            }
            Phase::Examining(examining) => {
                let waits = examining.checks.each().filter_map(|(_, check)| check.as_waiting());
                let waits = waits.filter_map(|waiting| next(waiting, policy));
                let at = waits.chain([examining.ask_at]).chain(self.approval_lapses_at()).min();
                (Lane::Examination, at)
            }
            Phase::Issued(issued) => {
                let at = match &issued.life {
                    // What is to be revoked is not renewed.
                    Life::Watched { .. } if issued.revocation.is_some() => {
                        Some(issued.certificate.not_after())
                    }
                    Life::Watched { renewal_opens_at } => Some(*renewal_opens_at),
                    Life::Succeeded { .. } | Life::Expired { .. } | Life::Revoked { .. } => {
                        self.erasable_at(policy)
                    }
                };
                (Lane::Expiry, at)
            }
            Phase::Ended(_) => (Lane::Expiry, self.erasable_at(policy)),
        };
        let expiry = self.races_expiry().filter(|_| !self.expiry_told);
        let enquiries = self.enquiries.open().filter_map(|waiting| next(waiting, policy));
        let others = enquiries.chain(expiry).filter(|_| self.is_open());
        at.into_iter().chain(others).chain(self.overdue_at()).min().map(|at| Due { at, lane })
    }
}

fn next(waiting: &Waiting, policy: &Policy) -> Option<Timestamp> {
    match waiting.on {
        Party::Customer => Some(policy.next_reminder(waiting).unwrap_or(waiting.until)),
        Party::Vendor => Some(waiting.until),
        Party::Provider | Party::Calendar | Party::Nobody => None,
    }
}
