//! What is wrong, or worth knowing: the field, the rule, the remedy.

use std::fmt;

use procedure::{Finding, Severity, Text};
use serde::Serialize;

use super::{Page, Tone, View};

/// The answer no.
#[derive(Debug, Serialize)]
pub struct Refused {
    /// Always `refused`.
    pub outcome: &'static str,
    /// Why: one finding or more.
    pub findings: Vec<Finding>,
}

impl Refused {
    /// The refusal with these findings.
    pub const fn new(findings: Vec<Finding>) -> Self {
        Self { outcome: "refused", findings }
    }
}

impl View for Refused {
    fn write(&self, page: &mut Page) -> fmt::Result {
        page.line(Tone::Bad.paint(page.pick("受け付けられませんでした。", "Refused.")))?;
        write(page, &self.findings)
    }
}

/// Something that did not work, though nothing was wrong with what was asked.
#[derive(Debug, Serialize)]
pub struct Failed {
    /// Always `failed`.
    pub outcome: &'static str,
    /// What.
    pub message: Text,
}

impl View for Failed {
    fn write(&self, page: &mut Page) -> fmt::Result {
        let message = page.say(&self.message).to_owned();
        page.line(message)
    }
}

/// Each finding: what is wrong, in which field, by which rule, and the remedy.
pub fn write(page: &mut Page, findings: &[Finding]) -> fmt::Result {
    for finding in findings {
        let (label, tone) = match finding.severity {
            Severity::Stop => (page.pick("要修正", "stop"), Tone::Bad),
            Severity::Warning => (page.pick("注意", "warning"), Tone::Open),
            Severity::Note => (page.pick("参考", "note"), Tone::Faint),
        };
        page.line(format!("  {} {}: {}", tone.paint(label), finding.field, page.say(&finding.message)))?;
        page.line(format!("      {}", page.say(&finding.remedy)))?;
        let by = page.say(&finding.acts.label()).to_owned();
        let mut rule = format!("[{}] {} · {by}", finding.rule, finding.code);
        if let Some(evidence) = &finding.evidence {
            let evidence: String = evidence.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            rule.push_str(&format!(" · {evidence}"));
        }
        page.line(format!("      {}", Tone::Faint.paint(&rule)))?;
    }
    Ok(())
}
