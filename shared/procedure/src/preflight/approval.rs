//! The approval mail as a whole: which address it will go to, and until when mail is possible at all.

use jiff::ToSpan;

use super::case::Case;
use super::evidence::evidence;
use super::seen::{Kind, Seen};
use super::{Owner, contact, mail};
use crate::application::ApprovalDestination;
use crate::name::{CertificateName, DnsName};
use crate::rules::dcv::FORBIDDEN_FROM;
use crate::{Finding, Party, Severity, Text};

/// What is to be said of the approval mail for `name`.
pub(super) fn judge(case: &Case<'_>, name: &CertificateName) -> Vec<Finding> {
    match &case.application.approval {
        ApprovalDestination::Postmaster => mail::judge_postmaster(case, name),
        ApprovalDestination::TxtContact { email } => contact::judge(case, name, email),
    }
}

/// What is to be said of it whatever the name: the contact's own mail domain, and the end of validation by mail.
pub(super) fn judge_once(case: &Case<'_>) -> Vec<Finding> {
    match &case.application.approval {
        ApprovalDestination::Postmaster => Vec::new(),
        ApprovalDestination::TxtContact { email } => mail::judge_contact(case, email),
    }
}

/// A note while mail is discouraged, a warning in its last months, a stop once it is over (A31).
pub(super) fn sunset(case: &Case<'_>) -> Option<Finding> {
    let finding = case.method().check(case.now)?;
    let days = i64::from(case.settings.sunset_warning_days.min(3_650));
    let is_near = FORBIDDEN_FROM.checked_sub(days.days()).is_ok_and(|from| from <= case.today());
    let severity = if is_near { finding.severity.max(Severity::Warning) } else { finding.severity };
    Some(Finding { severity, ..finding })
}

/// A note: the mail will go to `postmaster@` this domain (A7).
pub(super) fn goes_to_postmaster(case: &Case<'_>, domain: &DnsName, shown: String) -> Finding {
    let vendor = case.vendor_name();
    note(
        "approval",
        "A7, R25",
        Text::new(
            format!("{}の承認メールは postmaster@{domain} に届く見込みです。", vendor.ja),
            format!("{}'s approval mail will go to postmaster@{domain}", vendor.en),
        ),
        Text::fixed(
            "このメールボックスを用意し、受信できることをご確認ください。",
            "Prepare this mailbox and see that it receives.",
        ),
        shown,
    )
}

/// A note: the mail will go to the address in the TXT record at `owner` (A7, A10).
pub(super) fn goes_to_contact(case: &Case<'_>, owner: &Owner, seen: &Seen) -> Finding {
    let vendor = case.vendor_name();
    note(
        "approval.email",
        "A7, A10",
        Text::new(
            format!("{}の承認メールは、{owner} の TXT レコードのアドレスに届く見込みです。", vendor.ja),
            format!("{}'s approval mail will go to the address in the TXT record at {owner}", vendor.en),
        ),
        Text::fixed("このアドレスで受信できることをご確認ください。", "See that this address receives."),
        evidence(owner, Kind::Txt, seen),
    )
}

fn note(field: &'static str, rule: &'static str, message: Text, remedy: Text, shown: String) -> Finding {
    let note = Finding::warning("approval.address", field, rule, message, remedy);
    Finding { severity: Severity::Note, ..note }.owed_by(Party::Customer).with_evidence(shown)
}
