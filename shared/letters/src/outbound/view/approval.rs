//! The vendor's approval mail: how to recognise it, what to click (R30–R38). Never its link.

use procedure::Language;
use procedure::application::{Application, ApprovalDestination};
use procedure::name::{CertificateName, DnsName};
use procedure::order::{ApprovalMailSeen, Check, DomainCheck, MailLooks, Phase};
use procedure::profile::MailProfile;
use serde::Serialize;

use super::desk::{Desk, MAX_LISTED, customer_deadline, shown};
use super::{Error, Facts, Told};

/// The mails and the page behind each.
#[derive(Serialize)]
pub(super) struct Approval {
    /// Those that have come, one entry each however many names it covers.
    mails: Vec<Mail>,
    /// How many more have come.
    mails_left_out: usize,
    /// Those that are to come.
    expected: Option<Expected>,
    actions: Vec<String>,
    /// Whether the address is the TXT record's (A10).
    by_record: bool,
}

/// A mail that has come, as it stands in the mailbox (R38).
#[derive(Serialize, PartialEq)]
struct Mail {
    senders: Vec<String>,
    to: Vec<String>,
    subject: String,
    /// The names applied for that it is about, where its subject does not say just that.
    covers: Vec<String>,
    /// When its page stops working.
    lapses_at: String,
}

/// What mails that are to come look like.
#[derive(Serialize)]
struct Expected {
    senders: Vec<String>,
    /// As the vendor writes it; with 申請ドメイン名 in place of the name when several mails are to come.
    subject: String,
    /// What they ask about, each with an approval of its own (A15).
    asks: Vec<Asked>,
    left_out: usize,
}

/// What one approval is asked for.
#[derive(Serialize)]
struct Asked {
    /// The names applied for.
    names: Vec<String>,
    /// The names of which the subject has one, where that is not the one applied for (A7).
    subject_names: Vec<String>,
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
    told(desk, template, &waiting(desk))
}

/// The mail has come; others may still be to come.
pub(super) fn arrived(desk: &Desk<'_>) -> Result<Option<Told>, Error> {
    let waiting = waiting(desk);
    if waiting.iter().all(|domain| domain.mail.is_none()) {
        return Ok(None);
    }
    told(desk, "approval_mail_arrived", &waiting)
}

/// The names whose approval is waited for.
fn waiting<'a>(desk: &Desk<'a>) -> Vec<&'a DomainCheck> {
    let Phase::Examining(examining) = &desk.order.phase else { return Vec::new() };
    let domains = examining.checks.common().domains.iter();
    domains.filter(|domain| matches!(domain.check, Check::Waiting(_))).collect()
}

fn told(desk: &Desk<'_>, template: &'static str, waiting: &[&DomainCheck]) -> Result<Option<Told>, Error> {
    if waiting.is_empty() {
        return Ok(None);
    }
    let profile = desk.profile()?;
    let application = &desk.order.application;
    let mut mails = came(desk, profile, waiting);
    let mails_left_out = mails.len().saturating_sub(MAX_LISTED);
    mails.truncate(MAX_LISTED);
    let approval = Approval {
        mails,
        mails_left_out,
        expected: to_come(desk, profile, waiting),
        actions: profile.actions.iter().map(|action| desk.say(action)).collect(),
        by_record: matches!(application.approval, ApprovalDestination::TxtContact { .. }),
    };
    let deadline = waiting.iter().filter_map(|domain| customer_deadline(&domain.check)).min();
    Ok(Some(Told { template, deadline, facts: Facts::Approval(approval) }))
}

/// The mails that were seen, the same one once.
fn came(desk: &Desk<'_>, profile: &MailProfile, waiting: &[&DomainCheck]) -> Vec<Mail> {
    let mut groups: Vec<(&ApprovalMailSeen, Vec<&CertificateName>)> = Vec::new();
    for domain in waiting {
        let Some(seen) = &domain.mail else { continue };
        match groups.iter_mut().find(|(known, _)| known.looks.is_some() && *known == seen) {
            Some((_, names)) => names.push(&domain.name),
            None => groups.push((seen, vec![&domain.name])),
        }
    }
    groups.iter().map(|(seen, names)| mail(desk, profile, seen, names)).collect()
}

fn mail(desk: &Desk<'_>, profile: &MailProfile, seen: &ApprovalMailSeen, names: &[&CertificateName]) -> Mail {
    let application = &desk.order.application;
    let asked = match (&seen.looks, names) {
        (Some(looks), _) => vec![looks.name.clone()],
        // An older certflow kept nothing of it: it is told as it was expected.
        (None, [name, ..]) => application.asked_about(name),
        (None, []) => Vec::new(),
    };
    let (senders, subject) = match &seen.looks {
        Some(MailLooks { sender, subject, .. }) => (vec![sender.clone()], subject.clone()),
        None => (senders(profile), profile.subject_for(asked.first().map_or("", DnsName::as_str))),
    };
    Mail {
        senders,
        to: application.approval_addresses_at(&asked),
        subject,
        covers: if says(&asked, names) { Vec::new() } else { listed(names) },
        lapses_at: desk.moment(seen.lapses_at),
    }
}

/// What has not come yet, by what is asked about; nothing when all has come.
fn to_come(desk: &Desk<'_>, profile: &MailProfile, waiting: &[&DomainCheck]) -> Option<Expected> {
    let application = &desk.order.application;
    let mut groups: Vec<(Vec<DnsName>, Vec<&CertificateName>)> = Vec::new();
    for domain in waiting.iter().filter(|domain| domain.mail.is_none()) {
        let said = domain.asked.iter().cloned().collect::<Vec<_>>();
        let asked = if said.is_empty() { application.asked_about(&domain.name) } else { said };
        match groups.iter_mut().find(|(known, _)| *known == asked) {
            Some((_, names)) => names.push(&domain.name),
            None => groups.push((asked, vec![&domain.name])),
        }
    }
    let placeholder = match desk.language() {
        Language::Ja => "申請ドメイン名",
        Language::En => "<domain name>",
    };
    let subject = match &groups[..] {
        [] => return None,
        [(asked, _)] => asked.first().map_or(placeholder, DnsName::as_str),
        _ => placeholder,
    };
    let ask = |(asked, names): &(Vec<DnsName>, Vec<&CertificateName>)| Asked {
        names: listed(names),
        subject_names: if says(asked, names) {
            Vec::new()
        } else {
            asked.iter().map(|name| shown(&name.clone().into())).collect()
        },
        to: application.approval_addresses_at(asked),
    };
    Some(Expected {
        senders: senders(profile),
        subject: profile.subject_for(subject),
        left_out: groups.len().saturating_sub(MAX_LISTED),
        asks: groups.iter().take(MAX_LISTED).map(ask).collect(),
    })
}

/// Whether a subject with one of `asked` says which name applied for it is about.
fn says(asked: &[DnsName], names: &[&CertificateName]) -> bool {
    matches!((asked, names), ([asked], [name]) if asked == name.domain())
}

fn listed(names: &[&CertificateName]) -> Vec<String> {
    names.iter().take(MAX_LISTED).map(|name| shown(name)).collect()
}

fn senders(profile: &MailProfile) -> Vec<String> {
    profile.senders.iter().map(ToString::to_string).collect()
}
