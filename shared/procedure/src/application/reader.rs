//! Reads many fields and keeps every finding, so that the customer mends an application once.

use std::str::FromStr;

use crate::{Finding, Refusal, Text};

#[derive(Default)]
pub(super) struct Reader {
    findings: Vec<Finding>,
}

impl Reader {
    /// The value, or `None` with its finding kept under `field`.
    pub(super) fn read<T: FromStr<Err = Finding>>(
        &mut self,
        field: impl Into<String>,
        text: &str,
    ) -> Option<T> {
        let result = text.parse();
        self.keep(field, result)
    }

    /// The value if there is one; blank counts as none.
    pub(super) fn read_optional<T: FromStr<Err = Finding>>(
        &mut self,
        field: impl Into<String>,
        text: Option<&str>,
    ) -> Option<T> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        self.read(field, text)
    }

    /// The value of `result`, or `None` with its finding kept under `field`.
    pub(super) fn keep<T>(&mut self, field: impl Into<String>, result: Result<T, Finding>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(mut finding) => {
                finding.field = field.into().into();
                self.findings.push(finding);
                None
            }
        }
    }

    /// The value of `result`, or `None` with its findings kept as they are.
    pub(super) fn keep_all<T>(&mut self, result: Result<T, Refusal>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(refusal) => {
                self.findings.extend(refusal.findings().iter().cloned());
                None
            }
        }
    }

    /// One of `choices` by its code, `default` when nothing is written.
    pub(super) fn choose<T: Copy>(
        &mut self,
        field: &'static str,
        text: Option<&str>,
        default: Option<T>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let written = text.map(str::trim).filter(|text| !text.is_empty());
        let chosen = match written {
            None => default,
            Some(text) => choices.iter().find(|(code, _)| code.eq_ignore_ascii_case(text)).map(|(_, v)| *v),
        };
        if chosen.is_none() {
            let codes: Vec<&str> = choices.iter().map(|(code, _)| *code).collect();
            let codes = codes.join(", ");
            self.findings.push(Finding::stop(
                "application.choice",
                field,
                "R7",
                Text::fixed("選択肢にない値です。", "The value is none of the choices."),
                Text::new(format!("{codes} のいずれかを指定してください。"), format!("Give one of {codes}.")),
            ));
        }
        chosen
    }

    /// Whether anything was found in `field` or below it.
    pub(super) fn is_refused_below(&self, field: &str) -> bool {
        self.findings.iter().any(|finding| finding.field.starts_with(field))
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The refusal with everything that was found, each below `parent`.
    pub(super) fn refusal(self, parent: &str) -> Refusal {
        let mut findings: Vec<Finding> = self.findings.into_iter().map(|f| f.below(parent)).collect();
        if findings.is_empty() {
            findings.push(incomplete(parent));
        }
        Refusal::of(findings).unwrap_or_else(|_| incomplete(parent).into())
    }
}

fn incomplete(field: &str) -> Finding {
    Finding::stop(
        "application.incomplete",
        field.to_owned(),
        "R7",
        Text::fixed("申請内容が不足しています。", "The application is incomplete."),
        Text::fixed("必須項目をすべて入力してください。", "Fill in every mandatory field."),
    )
}
