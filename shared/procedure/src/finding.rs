//! What is wrong with an input, told so that its reader can mend it.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Party, Text};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// The vendor may stop on it; the order goes on.
    Warning,
    /// The order cannot go on until it is mended.
    Stop,
}

/// One thing wrong: the field, the rule it breaks and the remedy, in both languages.
///
/// The texts never echo the value (it may be personal data); a domain name may be echoed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// A stable code, dotted and lower case, such as `csr.rsa_too_small`.
    pub code: Cow<'static, str>,
    /// The path of the field, such as `application.names[2]`.
    pub field: Cow<'static, str>,
    /// The source of the rule, such as `R75`, `A24` or `BR 6.1.5`.
    pub rule: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: Text,
    /// What to do about it.
    pub remedy: Text,
    /// Who has to do it.
    pub acts: Party,
    /// What was seen and where, such as a DNS record; never personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

impl Finding {
    /// A finding that stops the order until the customer mends it.
    pub fn stop(
        code: &'static str,
        field: impl Into<Cow<'static, str>>,
        rule: &'static str,
        message: Text,
        remedy: Text,
    ) -> Self {
        Self {
            code: code.into(),
            field: field.into(),
            rule: rule.into(),
            severity: Severity::Stop,
            message,
            remedy,
            acts: Party::Customer,
            evidence: None,
        }
    }

    /// A finding that the vendor may stop on, but certflow does not.
    pub fn warning(
        code: &'static str,
        field: impl Into<Cow<'static, str>>,
        rule: &'static str,
        message: Text,
        remedy: Text,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::stop(code, field, rule, message, remedy) }
    }

    /// The same finding, owed by another party.
    #[must_use]
    pub fn owed_by(mut self, party: Party) -> Self {
        self.acts = party;
        self
    }

    /// The same finding with what was seen, such as `example.jp. CAA 0 issue "other.example" (from 127.0.0.1:53)`.
    #[must_use]
    pub fn with_evidence(mut self, evidence: impl Into<String>) -> Self {
        self.evidence = Some(evidence.into());
        self
    }

    /// The same finding with its field put below `parent`: `csr` below `application` is `application.csr`.
    #[must_use]
    pub fn below(mut self, parent: &str) -> Self {
        self.field = format!("{parent}.{}", self.field).into();
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.field, self.message.en, self.rule)
    }
}

impl std::error::Error for Finding {}

/// The answer no: one finding or more, at least one of which stops.
///
/// A refusal is an answer, recorded and shown; it is never retried (that is an `Error`'s fate).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Refusal(Vec<Finding>);

impl Refusal {
    /// The refusal for these findings, or the findings back when none of them stops.
    ///
    /// # Errors
    /// `Err(findings)` when no finding has [`Severity::Stop`].
    pub fn of(findings: Vec<Finding>) -> Result<Self, Vec<Finding>> {
        if findings.iter().any(|f| f.severity == Severity::Stop) { Ok(Self(findings)) } else { Err(findings) }
    }

    /// Every finding, in the order found.
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }

    /// The code of the first finding that stops.
    pub fn code(&self) -> &str {
        self.0.iter().find(|f| f.severity == Severity::Stop).map_or("refused", |f| &f.code)
    }
}

impl From<Finding> for Refusal {
    fn from(mut finding: Finding) -> Self {
        finding.severity = Severity::Stop;
        Self(vec![finding])
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, finding) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str("; ")?;
            }
            finding.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
