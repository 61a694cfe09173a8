//! The vendor's telephone calls (R42–R46, R51).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Check;
use crate::EventId;

/// Most calls kept for one check; older ones stay in the history.
pub const MAX_CALLS: usize = 50;

/// Whom the vendor called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Callee {
    /// The application responsible person (申請責任者).
    ResponsiblePerson,
    /// For EV, a third person at the organisation who confirms the responsible person's employment (R46).
    ThirdPerson,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// The vendor called; nothing more is known yet.
    Attempted,
    /// Somebody answered; the confirmation goes on, for example by a call back.
    Reached,
    /// Nobody could be reached.
    Unreachable,
    /// The confirmation was given.
    Completed,
}

/// One call as logged by staff or reported by the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Call {
    /// The event that logged it; the same event logs it once (R89).
    pub logged_by: EventId,
    /// When the vendor called.
    pub at: Timestamp,
    /// How it ended.
    pub outcome: CallOutcome,
}

/// A check done by telephone, with its calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PhoneCheck {
    /// The check itself.
    pub check: Check,
    /// The last [`MAX_CALLS`] calls, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Call>,
}

/// What is shown of a telephone check (R51).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// A call is to come.
    Expected,
    /// The vendor called.
    Attempted,
    /// Somebody answered.
    Reached,
    /// Nobody could be reached.
    Unreachable,
    /// Done.
    Completed,
    /// No call is needed.
    NotRequired,
}

impl PhoneCheck {
    /// A telephone check in this state, without calls.
    pub const fn new(check: Check) -> Self {
        Self { check, calls: Vec::new() }
    }

    /// The six states of R51, derived.
    pub fn state(&self) -> CallState {
        match (&self.check, self.calls.last()) {
            (Check::NotRequired, _) => CallState::NotRequired,
            (Check::Passed { .. }, _) => CallState::Completed,
            (Check::Failed { .. }, _) => CallState::Unreachable,
            (Check::Waiting(_), None) => CallState::Expected,
            (Check::Waiting(_), Some(call)) => match call.outcome {
                CallOutcome::Attempted => CallState::Attempted,
                CallOutcome::Reached => CallState::Reached,
                CallOutcome::Unreachable => CallState::Unreachable,
                CallOutcome::Completed => CallState::Completed,
            },
        }
    }

    /// Adds a call once per event, in the order of time. Returns whether it was new.
    pub fn log(&mut self, call: Call) -> bool {
        if self.calls.iter().any(|known| known.logged_by == call.logged_by) {
            return false;
        }
        let at = self.calls.partition_point(|known| known.at <= call.at);
        self.calls.insert(at, call);
        if self.calls.len() > MAX_CALLS {
            self.calls.remove(0);
        }
        true
    }
}
