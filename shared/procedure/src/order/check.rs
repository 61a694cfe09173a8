//! One check of the examination: what it waits for, on whom, since when and until when (R18, R88).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Party;

/// The state of one check. Checks pass in any order; a passed one never goes back (events come late and twice).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Check {
    /// The vendor does not ask for it, or relies on an earlier validation (R20, R42, R92).
    #[default]
    NotRequired,
    /// Somebody has to act.
    Waiting(Waiting),
    /// Done.
    Passed {
        /// When it passed.
        at: Timestamp,
    },
    /// The vendor turned it down; staff look into it.
    Failed {
        /// When it failed.
        at: Timestamp,
    },
}

/// A check that waits: its instruction is a letter, its deadline and reminders are here (R88).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {
    /// Who has to act.
    pub on: Party,
    /// Since when.
    pub since: Timestamp,
    /// The deadline; after it staff look into it.
    pub until: Timestamp,
    /// Reminders sent so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reminders: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_zero(number: &u8) -> bool {
    *number == 0
}

impl Check {
    /// A check that begins to wait for `on`.
    pub const fn waiting(on: Party, since: Timestamp, until: Timestamp) -> Self {
        Check::Waiting(Waiting { on, since, until, reminders: 0 })
    }

    /// Whether nothing is asked.
    pub const fn is_not_required(&self) -> bool {
        matches!(self, Check::NotRequired)
    }

    /// Whether nothing more is to be done for it.
    pub const fn is_settled(&self) -> bool {
        matches!(self, Check::NotRequired | Check::Passed { .. })
    }

    /// Whether it has passed.
    pub const fn has_passed(&self) -> bool {
        matches!(self, Check::Passed { .. })
    }

    /// What it waits for, if it does.
    pub const fn as_waiting(&self) -> Option<&Waiting> {
        match self {
            Check::Waiting(waiting) => Some(waiting),
            Check::NotRequired | Check::Passed { .. } | Check::Failed { .. } => None,
        }
    }

    /// Marks it passed; the first time stays. Returns whether anything changed.
    pub fn pass(&mut self, at: Timestamp) -> bool {
        let changes = !matches!(self, Check::Passed { .. });
        if changes {
            *self = Check::Passed { at };
        }
        changes
    }

    /// Marks it not required unless it has passed. Returns whether anything changed.
    pub fn skip(&mut self) -> bool {
        let changes = !self.is_settled();
        if changes {
            *self = Check::NotRequired;
        }
        changes
    }

    /// Marks it failed unless it has passed. Returns whether anything changed.
    pub fn fail(&mut self, at: Timestamp) -> bool {
        let changes = !matches!(self, Check::Passed { .. } | Check::Failed { .. });
        if changes {
            *self = Check::Failed { at };
        }
        changes
    }

    /// Makes it wait for `on` unless it has passed or waits for `on` already. Returns whether anything changed.
    pub fn require(&mut self, on: Party, since: Timestamp, until: Timestamp) -> bool {
        let changes = match self {
            Check::Passed { .. } => false,
            Check::Waiting(waiting) => waiting.on != on,
            Check::NotRequired | Check::Failed { .. } => true,
        };
        if changes {
            *self = Check::waiting(on, since, until);
        }
        changes
    }
}
