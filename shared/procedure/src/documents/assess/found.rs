//! What an assessment has found so far.

use jiff::civil::Date;

use super::{Acceptance, Assessment, FileDuty, Part};
use crate::documents::dates::days_left;
use crate::documents::{DocumentFacts, RuleBook, wording};
use crate::{Finding, Party, Refusal, Severity, Text};

/// The code of the warning that few days are left (A17).
pub(in crate::documents) const EXPIRING: &str = "documents.expiring";

pub(super) struct Found<'a> {
    pub(super) facts: &'a DocumentFacts,
    pub(super) part: Part,
    pub(super) last_day: Option<Date>,
    findings: Vec<Finding>,
}

impl<'a> Found<'a> {
    pub(super) const fn of(facts: &'a DocumentFacts) -> Self {
        Self { facts, part: Part::Suffices, last_day: None, findings: Vec::new() }
    }

    pub(super) fn refuse(
        &mut self,
        code: &'static str,
        field: &str,
        rule: &str,
        message: Text,
        remedy: Text,
    ) {
        self.push(Severity::Stop, Party::Customer, code, field, rule, message, remedy);
    }

    pub(super) fn warn(
        &mut self,
        acts: Party,
        code: &'static str,
        field: &str,
        rule: &str,
        message: Text,
        remedy: Text,
    ) {
        self.push(Severity::Warning, acts, code, field, rule, message, remedy);
    }

    /// A fact that a rule needs is not recorded: nobody knows, so it does not pass, and staff have to look.
    pub(super) fn not_recorded(&mut self, field: &str, label: Text) {
        self.push(
            Severity::Stop,
            Party::Provider,
            "documents.not_recorded",
            field,
            "P12",
            Text::new(format!("{}が記録されていません。", label.ja), format!("Not recorded: {}.", label.en)),
            Text::new(
                format!("書類を確認し、{}を記録してください。", label.ja),
                format!("Look at the document and record it ({field})."),
            ),
        );
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a finding, in their order")]
    fn push(
        &mut self,
        severity: Severity,
        acts: Party,
        code: &'static str,
        field: &str,
        rule: &str,
        message: Text,
        remedy: Text,
    ) {
        self.findings.push(Finding {
            code: code.into(),
            field: format!("documents.{}.{field}", self.facts.id).into(),
            rule: rule.to_owned().into(),
            severity,
            message,
            remedy,
            acts,
            evidence: None,
        });
    }

    pub(super) fn conclude(mut self, book: &RuleBook, submission: Date, file: FileDuty) -> Assessment {
        let margin = i64::from(book.data().margin_days);
        let expiring = self.last_day.is_some_and(|last| days_left(submission, last) < margin);
        let refused = self.findings.iter().any(|finding| finding.severity == Severity::Stop);
        if let (Some(last), true, false) = (self.last_day, expiring, refused) {
            let last = wording::day(last);
            self.warn(
                Party::Provider,
                EXPIRING,
                "last_day",
                "A17",
                Text::new(
                    format!("この書類を使えるのは{}の提出までです。", last.ja),
                    format!("This document does for submissions up to {}.", last.en),
                ),
                Text::fixed(
                    "それまでに証明書ベンダーに届くよう提出してください。遅れる場合は取り直しが必要です。",
                    "Let it reach the vendor by then; after that a new one is needed.",
                ),
            );
        }
        match Refusal::of(self.findings) {
            Ok(refusal) => Assessment::Refused { refusal, file },
            Err(warnings) => Assessment::Accepted(Acceptance {
                part: self.part,
                last_day: self.last_day,
                expiring,
                warnings,
            }),
        }
    }
}
