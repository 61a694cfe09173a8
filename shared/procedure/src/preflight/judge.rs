//! From observations to findings.

use jiff::Timestamp;

use super::case::Case;
use super::evidence::evidence;
use super::failure::NOT_ASKED;
use super::seen::{Failure, Kind, Observations};
use super::settings::Settings;
use super::{Owner, approval, caa, failure, mail};
use crate::application::Application;
use crate::name::CertificateName;
use crate::{Finding, Text};

/// What the DNS says to this application at `now`, each with the record seen and who acts (P1–P4, P10, A7–A10, A31).
/// Fields are below `application`. What several names have in common is said once.
pub fn judge(
    application: &Application,
    seen: &Observations,
    settings: &Settings,
    now: Timestamp,
) -> Vec<Finding> {
    let case = Case::new(application, seen, settings, now);
    let mut findings: Vec<Finding> = approval::sunset(&case).into_iter().collect();
    match silence(seen) {
        Some(finding) => findings.push(finding),
        None => {
            for (n, name) in application.names.iter().enumerate() {
                findings.extend(of_name(&case, n, name));
            }
            findings.extend(approval::judge_once(&case));
            findings.extend(mail::judge_people(&case));
            findings.extend(failure::unvalidated(seen));
        }
    }
    once(findings).into_iter().map(|finding| finding.below("application")).collect()
}

fn of_name(case: &Case<'_>, n: usize, name: &CertificateName) -> Vec<Finding> {
    let field = format!("names[{n}]");
    if let Some(finding) = absent(case, field.clone(), name) {
        return vec![finding];
    }
    let mut findings = caa::judge(case, &field, name);
    findings.extend(approval::judge(case, name));
    findings
}

/// The base domain does not exist: expired, not delegated, mistyped (P10). Nothing else needs saying then.
fn absent(case: &Case<'_>, field: String, name: &CertificateName) -> Option<Finding> {
    let base = Owner::from(&name.domain().base_domain()?);
    if !case.is_absent(&base) {
        return None;
    }
    let finding = Finding::stop(
        "domain.absent",
        field,
        "P10, R21",
        Text::new(format!("{base} は DNS に存在しません。"), format!("{base} does not exist in the DNS.")),
        Text::fixed(
            "ドメイン名の綴り、有効期限、ネームサーバーの設定をご確認ください。",
            "See that the domain is spelt right, registered, not expired, and delegated to its name servers.",
        ),
    );
    Some(finding.with_evidence(evidence(&base, Kind::Caa, case.see(&base, Kind::Caa))))
}

/// One finding in place of many when no question at all was answered.
fn silence(seen: &Observations) -> Option<Finding> {
    let failures: Option<Vec<Failure>> = seen.iter().map(|(_, seen)| seen.failure()).collect();
    let failures = failures?;
    let resolver = seen.iter().map(|(_, seen)| seen.resolver.as_str()).find(|name| !name.is_empty());
    if resolver.is_none() && failures.iter().all(|failure| *failure == Failure::NotAsked) {
        return Some(failure::none_asked());
    }
    let is_ours =
        |failure: &Failure| matches!(failure, Failure::Timeout | Failure::Unreachable | Failure::NotAsked);
    failures.iter().all(is_ours).then(|| failure::none_answered(resolver.unwrap_or("the resolver")))
}

/// Most characters in which a finding names what else it is about.
const MAX_OTHERS: usize = 3_000;

/// Findings that differ in their field alone become one; it names the first field, and its evidence the others. So do
/// those of records not asked for, whose evidence names each owner.
fn once(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<(Finding, Vec<String>)> = Vec::new();
    for finding in findings {
        let same = |known: &Finding| Finding { field: finding.field.clone(), ..known.clone() } == finding;
        let unasked = |known: &Finding| known.code == NOT_ASKED && known.message == finding.message;
        match kept.iter_mut().find(|(known, _)| same(known) || unasked(known)) {
            Some((known, others)) if known.evidence != finding.evidence => others.extend(finding.evidence),
            Some((known, others)) if known.field != finding.field => others.push(finding.field.into_owned()),
            Some(_) => {}
            None => kept.push((finding, Vec::new())),
        }
    }
    kept.into_iter().map(|(finding, others)| with_others(finding, &others)).collect()
}

fn with_others(finding: Finding, others: &[String]) -> Finding {
    if others.is_empty() {
        return finding;
    }
    let mut also = format!("also {}", others.join(", "));
    if also.chars().count() > MAX_OTHERS {
        also = also.chars().take(MAX_OTHERS).chain(['…']).collect();
    }
    let shown = finding.evidence.as_ref().map_or_else(|| also.clone(), |known| format!("{known}; {also}"));
    finding.with_evidence(shown)
}
