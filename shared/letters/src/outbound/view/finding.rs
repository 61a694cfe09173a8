//! What to mend.

use procedure::{Finding, Party, Severity};
use serde::Serialize;

use super::desk::{Desk, MAX_LISTED};
use super::field;

/// Findings as the customer reads them.
#[derive(Serialize)]
pub(super) struct Findings {
    findings: Vec<Told>,
}

/// One of them.
#[derive(Clone, Serialize)]
pub(super) struct Told {
    /// The field of the application.
    field: String,
    message: String,
    remedy: String,
    /// What was seen, such as a DNS record; never personal data.
    evidence: Option<String>,
}

impl Findings {
    /// Those the customer has to mend; `None` when there are none.
    pub(super) fn for_customer(desk: &Desk<'_>, findings: &[Finding]) -> Option<Self> {
        let findings = Self::told(desk, findings);
        (!findings.is_empty()).then_some(Self { findings })
    }

    /// Those of `findings` that stop and that the customer has to mend.
    pub(super) fn told<'f>(desk: &Desk<'_>, findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Told> {
        Self::owed(desk, Severity::Stop, findings)
    }

    /// Those that stop nothing, but that the customer had better mend: the vendor may stop on them.
    pub(super) fn advised<'f>(desk: &Desk<'_>, findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Told> {
        let mut told = Self::owed(desk, Severity::Warning, findings);
        told.truncate(MAX_LISTED);
        told
    }

    fn owed<'f>(
        desk: &Desk<'_>,
        severity: Severity,
        findings: impl IntoIterator<Item = &'f Finding>,
    ) -> Vec<Told> {
        let owed = |finding: &&Finding| finding.severity == severity && finding.acts == Party::Customer;
        let told = |finding: &Finding| Told {
            field: desk.say(&field::label(&finding.field)),
            message: desk.say(&finding.message),
            remedy: desk.say(&finding.remedy),
            evidence: finding.evidence.clone(),
        };
        findings.into_iter().filter(owed).map(told).collect()
    }
}
