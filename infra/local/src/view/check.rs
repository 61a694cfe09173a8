//! What would be said of an application.

use std::fmt;

use jiff::Timestamp;
use procedure::calendar::japan_date;
use procedure::documents::{Preparation, preparation_list};
use procedure::order::{CheckKind, Order, Phase};
use procedure::plan::plan;
use procedure::policy::Policy;
use procedure::{Finding, Refusal, Text};
use serde::Serialize;

use super::{Cell, Columns, Page, Tone, View, findings};

/// What would be said of an application.
#[derive(Debug, Serialize)]
pub struct CheckedView {
    /// `accepted`, `returned` (something has to be mended) or `refused` (it cannot be read as an application).
    pub outcome: &'static str,
    /// Everything that would be said.
    pub findings: Vec<Finding>,
    /// The checks the vendor will make, unless it relies on earlier ones.
    pub checks: Vec<ExpectedCheck>,
    /// The documents to prepare (sole proprietors).
    pub documents: Vec<Preparation>,
}

/// A check to expect.
#[derive(Debug, Serialize)]
pub struct ExpectedCheck {
    /// Which.
    pub check: CheckKind,
    /// What people call it.
    pub label: Text,
    /// The name it is about, for a domain's approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The addresses its mail may go to, for a domain's approval.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
}

impl CheckedView {
    /// What is said of the application of `order`, as it would be opened, and `notes` that are not kept with it.
    pub fn of(order: &Order, notes: Vec<Finding>, policy: &Policy, now: Timestamp) -> Self {
        let (outcome, mut findings) = match &order.phase {
            Phase::Returned(returned) => ("returned", returned.findings.clone()),
            _ => ("accepted", order.warnings.clone()),
        };
        findings.extend(notes);
        let application = &order.application;
        let checks = plan(application, &order.validated, policy, now);
        let domain = |domain: &procedure::order::DomainCheck| ExpectedCheck {
            check: CheckKind::Domain,
            label: CheckKind::Domain.label(),
            name: Some(domain.name.to_unicode()),
            addresses: application.approval_addresses(&domain.name),
        };
        let mut expected: Vec<ExpectedCheck> = checks.common().domains.iter().map(domain).collect();
        let open = checks.each().filter(|(kind, check)| *kind != CheckKind::Domain && !check.is_settled());
        let last = checks.ev().map(|_| CheckKind::Confirmation);
        for kind in open.map(|(kind, _)| kind).chain(last) {
            let (label, addresses) = (kind.label(), Vec::new());
            expected.push(ExpectedCheck { check: kind, label, name: None, addresses });
        }
        let receipt = policy.documents_reach_vendor_on(japan_date(now));
        let situation = application.document_situation(policy, receipt);
        let documents = preparation_list(&policy.documents, &situation);
        Self { outcome, findings, checks: expected, documents }
    }

    /// What is said of something that cannot be read as an application.
    pub fn refused(refusal: &Refusal) -> Self {
        let findings = refusal.findings().to_vec();
        Self { outcome: "refused", findings, checks: Vec::new(), documents: Vec::new() }
    }

    /// Whether it could not be submitted as it is.
    pub fn is_refusal(&self) -> bool {
        self.outcome != "accepted"
    }
}

impl View for CheckedView {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let (text, tone) = match self.outcome {
            "accepted" => (page.pick("このまま申請できます。", "It can be submitted as it is."), Tone::Good),
            "returned" => (page.pick("修正が必要です。", "It has to be mended."), Tone::Bad),
            _ => (page.pick("申請として読み取れません。", "It cannot be read as an application."), Tone::Bad),
        };
        page.line(tone.paint(text))?;
        findings::write(page, &self.findings)?;
        if self.outcome == "refused" {
            return Ok(());
        }
        page.heading("ベンダーによる確認", "What the vendor will check")?;
        let mut columns = Columns::new();
        for check in &self.checks {
            columns.row([
                page.say(&check.label).into(),
                check.name.clone().unwrap_or_default().into(),
                Cell::toned(check.addresses.join(", "), Tone::Faint),
            ]);
        }
        page.columns(&columns, 2)?;
        if !self.documents.is_empty() {
            page.heading("ご用意いただく書類", "Documents to prepare")?;
        }
        for document in &self.documents {
            page.line(format!("  {}", page.say(&document.label)))?;
            for note in &document.notes {
                page.line(format!("    {}", Tone::Faint.paint(page.say(note))))?;
            }
            for kind in document.any_of.iter().chain(&document.proofs) {
                page.line(format!("    - {}", page.say(&kind.text)))?;
            }
        }
        Ok(())
    }
}
