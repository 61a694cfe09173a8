//! What the vendor is late with: staff read it in the history and at the desk; the customer can do nothing about it and is
//! not written to.

#[cfg(test)]
mod tests;

use procedure::order::Actor;
use procedure::{Decision, Finding};

/// `decision`, with what staff are told besides: in a line of history of its own, or beside the line there is.
pub(crate) fn told(decision: Decision, overdue: Option<Finding>) -> Decision {
    let Some(finding) = overdue else { return decision };
    let mut decision = decision;
    if let Some(entry) = &mut decision.entry {
        entry.findings.push(finding);
        return decision;
    }
    decision.because(Actor::System, finding.message)
}
