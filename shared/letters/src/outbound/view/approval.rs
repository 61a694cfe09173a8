//! The vendor's approval mail: how to recognise it, what to click (R30–R38). Never its link.

use jiff::Timestamp;
use procedure::Language;
use procedure::application::{Application, ApprovalDestination};
use procedure::order::{Check, DomainCheck, Phase};
use serde::Serialize;

use super::desk::{Desk, MAX_LISTED, customer_deadline, shown};
use super::{Error, Facts, Told};

/// The mail and the page behind it.
#[derive(Serialize)]
pub(super) struct Approval {
    senders: Vec<String>,
    /// As the vendor writes it; with 申請ドメイン名 in place of the name when several names wait.
    subject: String,
    actions: Vec<String>,
    /// The names that wait, each with an approval of its own (A15).
    names: Vec<Waiting>,
    left_out: usize,
    /// Whether the address is the TXT record's (A10).
    by_record: bool,
    /// When the mail's page stops working, once the mail was seen.
    lapses_at: Option<String>,
}

#[derive(Serialize)]
struct Waiting {
    name: String,
    to: Vec<String>,
}

/// A TXT record that names the address of the approval mail (R26, R29, A9).
#[derive(Serialize)]
pub(super) struct Record {
    host: String,
    value: String,
}

impl Record {
    /// One for each domain applied for; none when the mail goes to postmaster.
    pub(super) fn all(application: &Application) -> Vec<Self> {
        let ApprovalDestination::TxtContact { email } = &application.approval else { return Vec::new() };
        let mut domains: Vec<&str> = Vec::new();
        for domain in application.names.iter().map(|name| name.domain().as_str()) {
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        let record = |domain: &str| Record {
            host: format!("_validation-contactemail.{domain}"),
            value: email.expose(),
        };
        domains.into_iter().take(MAX_LISTED).map(record).collect()
    }
}

/// The mail is to come, or was not answered yet.
pub(super) fn expected(desk: &Desk<'_>, template: &'static str) -> Result<Option<Told>, Error> {
    told(desk, template, |_| true)
}

/// The mail has come.
pub(super) fn arrived(desk: &Desk<'_>) -> Result<Option<Told>, Error> {
    told(desk, "approval_mail_arrived", |domain| domain.mail.is_some())
}

fn told(
    desk: &Desk<'_>,
    template: &'static str,
    wanted: impl Fn(&DomainCheck) -> bool,
) -> Result<Option<Told>, Error> {
    let Phase::Examining(examining) = &desk.order.phase else { return Ok(None) };
    let domains = examining.checks.common().domains.iter();
    let waiting: Vec<&DomainCheck> =
        domains.filter(|domain| matches!(domain.check, Check::Waiting(_)) && wanted(domain)).collect();
    let Some(first) = waiting.first() else { return Ok(None) };
    let profile = desk.profile()?;
    let placeholder = match desk.language() {
        Language::Ja => "申請ドメイン名",
        Language::En => "(domain name)",
    };
    let one = first.name.domain().as_str();
    let lapses_at: Option<Timestamp> =
        waiting.iter().filter_map(|d| d.mail.as_ref()).map(|m| m.lapses_at).min();
    let application = &desk.order.application;
    let names = waiting.iter().take(MAX_LISTED).map(|domain| Waiting {
        name: shown(&domain.name),
        to: application.approval_addresses(&domain.name),
    });
    let approval = Approval {
        senders: profile.senders.iter().map(ToString::to_string).collect(),
        subject: profile.subject_for(if waiting.len() == 1 { one } else { placeholder }),
        actions: profile.actions.iter().map(|action| desk.say(action)).collect(),
        names: names.collect(),
        left_out: waiting.len().saturating_sub(MAX_LISTED),
        by_record: matches!(application.approval, ApprovalDestination::TxtContact { .. }),
        lapses_at: lapses_at.map(|at| desk.day(at)),
    };
    let deadline = waiting.iter().filter_map(|domain| customer_deadline(&domain.check)).min();
    Ok(Some(Told { template, deadline, facts: Facts::Approval(approval) }))
}
