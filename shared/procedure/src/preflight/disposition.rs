//! What becomes of an order because of what was found: back to its customer, or on, with a word to staff.

use super::failure::UNCERTAIN;
use super::mail::OTHER_DOMAIN;
use super::timing::{EARLY, LATE};
use crate::{Finding, Party, Severity};

/// Warnings that staff look into, whoever else does: the vendor writes to a mailbox that is not there, or does not take the
/// order, unless they act; and a certificate that ends is theirs to replace first.
const FOR_STAFF_TOO: [&str; 3] = [OTHER_DOMAIN, EARLY, LATE];

/// Whether an order may come back to its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// An application: what its customer has to mend brings it back (R7, R9).
    Application,
    /// A reissue, whose key may be known to others, or a renewal nobody amended: it goes on, whatever is found.
    Open,
}

/// What was found, divided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disposition {
    /// What is to be said of the application; only what its customer has to mend stops it.
    pub findings: Vec<Finding>,
    /// What staff look into while the order goes on: what is the provider's to mend, and what could not be learnt.
    pub attention: Vec<Finding>,
}

/// Divides `findings` by who has to act on them. A resolver's or name server's failure never stops an order: what it
/// hides is looked into by staff, and the vendor looks for itself.
pub fn dispose(findings: Vec<Finding>, gate: Gate) -> Disposition {
    let mut disposition = Disposition::default();
    for finding in findings {
        let stops = finding.severity == Severity::Stop;
        let comes_back = gate == Gate::Application && finding.acts == Party::Customer;
        if stops && comes_back {
            disposition.findings.push(finding);
            continue;
        }
        let uncertain = UNCERTAIN.contains(&finding.code.as_ref());
        let needs_staff = stops || uncertain || FOR_STAFF_TOO.contains(&finding.code.as_ref());
        let severity = if needs_staff { Severity::Warning } else { finding.severity };
        let acts = if uncertain { Party::Provider } else { finding.acts };
        let finding = Finding { severity, acts, ..finding };
        if needs_staff {
            disposition.attention.push(finding.clone().owed_by(Party::Provider));
        }
        disposition.findings.push(finding);
    }
    disposition
}
