//! What an examination has to establish.

use jiff::Timestamp;

/// What an examination has to establish anew.
pub(crate) struct Needs {
    pub(crate) organisation: bool,
    /// EV: the contact's employment.
    pub(crate) employment: bool,
    /// EV: the issuance confirmation.
    pub(crate) confirmation: bool,
    pub(crate) domains: Vec<DomainCheck>,
}

/// One domain to be approved.
#[derive(Debug, Clone)]
pub(crate) struct DomainCheck {
    /// What is approved: a base domain or an FQDN.
    pub(crate) scope: String,
    /// The names it covers.
    pub(crate) names: Vec<String>,
    pub(crate) check: Check,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    NotRequired,
    Pending,
    Done(Timestamp),
}

impl Check {
    pub(crate) fn required(required: bool) -> Self {
        if required { Check::Pending } else { Check::NotRequired }
    }

    pub(crate) fn pending(self) -> bool {
        self == Check::Pending
    }
}
