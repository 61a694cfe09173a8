//! Rules 4, 5 and 7: whether this order expects this mail. Order, name and recipient are held apart: the domain of an
//! address proves nothing about that domain (SSL.com, April 2025).

use procedure::contact::Email;
use procedure::name::{CertificateName, DnsName};
use procedure::order::{Order, Phase};

/// Whether `domain` is a name of the order or may stand for one in its validation (R21, A7).
pub(super) fn is_of_order(domain: &DnsName, order: &Order) -> bool {
    order.application.names.iter().any(|name| name.authorization_candidates().contains(domain))
}

/// Whether an approval mail for `domain` may go to one of `recipients` (R25, R31, A10).
///
/// Letter case does not matter: RFC 5321 §2.4 leaves it to the receiving side, and no vendor keeps it.
pub(super) fn is_addressed(recipients: &[String], domain: &DnsName, order: &Order) -> bool {
    let expected = order.application.approval_addresses(&CertificateName::from(domain.clone()));
    recipients.iter().any(|recipient| expected.iter().any(|address| same_mailbox(recipient, address)))
}

/// Whether one of `recipients` is an address that copies are handed on to.
pub(super) fn is_intake(recipients: &[String], intake: &[Email]) -> bool {
    recipients.iter().any(|recipient| intake.iter().any(|address| same_mailbox(recipient, &address.expose())))
}

fn same_mailbox(one: &str, other: &str) -> bool {
    let parts = |address: &str| {
        let (local, domain) = address.trim().rsplit_once('@')?;
        Some((local.to_lowercase(), domain.parse::<DnsName>().ok()?))
    };
    parts(one).is_some() && parts(one) == parts(other)
}

/// Whether the order waits for the approval of `domain`.
pub(super) enum Wait {
    /// It does.
    Waits,
    /// It is not at the vendor yet.
    NotYet,
    /// It does not, or no longer.
    No,
}

pub(super) fn wait(domain: &DnsName, order: &Order) -> Wait {
    match &order.phase {
        Phase::Examining(examining) => {
            let mut checks = examining.checks.common().domains.iter();
            let waits = checks.any(|d| d.name.domain().is_within(domain) && d.check.as_waiting().is_some());
            if waits { Wait::Waits } else { Wait::No }
        }
        Phase::Accepted { .. } | Phase::Placing(_) => Wait::NotYet,
        Phase::Returned(_) | Phase::Confirming(_) | Phase::Issued(_) | Phase::Ended(_) => Wait::No,
    }
}
