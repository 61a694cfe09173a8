//! The TXT contact: the address that the vendor writes to (P4, R26–R29, A8–A10, BR 3.2.2.4.14, A.2.1).

mod wording;

use super::Owner;
use super::approval::goes_to_contact;
use super::ask::mistaken_owners;
use super::case::Case;
use super::evidence::evidence;
use super::failure::failed;
use super::record::TxtRecord;
use super::seen::{Kind, Seen};
use super::settings::MailScope;
use crate::contact::DnsContact;
use crate::name::{CertificateName, DnsName};
use crate::{Finding, Severity};

const FIELD: &str = "approval.email";

/// One owner at which a TXT contact may stand.
struct Place<'a> {
    domain: DnsName,
    owner: Owner,
    seen: &'a Seen,
}

/// What is to be said of the TXT contact for `name`; `wanted` is the application's address.
pub(super) fn judge(case: &Case<'_>, name: &CertificateName, wanted: &DnsContact) -> Vec<Finding> {
    let candidates = name.authorization_candidates();
    let places: Vec<Place<'_>> = candidates.iter().filter_map(|domain| place(case, domain)).collect();
    let found: Vec<&Place<'_>> = places.iter().filter(|place| place.seen.txt().next().is_some()).collect();
    let usual = match case.vendor.mail_scope {
        MailScope::BaseDomain => candidates.last(),
        MailScope::Any => None,
    };
    let used = found.iter().find(|place| usual == Some(&place.domain)).or_else(|| found.first());
    let Some(used) = used else { return missing(case, &candidates, &places) };
    let mut findings = of_records(case, used, wanted);
    let mut unknown = None;
    if let Some(usual) = usual.filter(|usual| **usual != used.domain) {
        // Where the vendor looks, what is not known is not absent.
        unknown = places
            .iter()
            .find(|place| place.domain == *usual)
            .and_then(|place| failed(case, FIELD.to_owned(), &place.owner, Kind::Txt, place.seen));
        if unknown.is_none() {
            findings.push(wording::elsewhere(used, usual));
        }
    }
    if !used.seen.aliases.is_empty() {
        findings.push(wording::alias(used));
    }
    if unknown.is_none() && findings.iter().all(|finding| finding.severity < Severity::Warning) {
        findings.push(goes_to_contact(case, &used.owner, used.seen));
    }
    findings.into_iter().map(|finding| case.of_our_record(finding)).chain(unknown).collect()
}

fn place<'a>(case: &Case<'a>, domain: &DnsName) -> Option<Place<'a>> {
    let owner = Owner::contact(domain)?;
    let seen = case.see(&owner, Kind::Txt);
    Some(Place { domain: domain.clone(), owner, seen })
}

/// No record where one belongs: the lookup failed, it stands at another owner, or it is not there.
fn missing(case: &Case<'_>, candidates: &[DnsName], places: &[Place<'_>]) -> Vec<Finding> {
    if let Some(place) = places.iter().find(|place| place.seen.failure().is_some()) {
        return failed(case, FIELD.to_owned(), &place.owner, Kind::Txt, place.seen).into_iter().collect();
    }
    // The label fits before every base domain, which ends the candidates of a name that can be ordered.
    let Some(right) = places.last() else { return Vec::new() };
    let mistaken = mistaken_owners(candidates)
        .map(|owner| (case.see(&owner, Kind::Txt), owner))
        .find(|(seen, _)| seen.txt().next().is_some());
    let finding = match mistaken {
        Some((seen, owner)) => wording::mistaken(&owner, seen, &right.owner),
        None => wording::absent(right),
    };
    vec![case.of_our_record(finding)]
}

/// What the records at one owner say.
fn of_records(case: &Case<'_>, place: &Place<'_>, wanted: &DnsContact) -> Vec<Finding> {
    let records: Vec<&TxtRecord> = place.seen.txt().collect();
    let read: Vec<Result<DnsContact, Finding>> = records.iter().map(|record| read(record)).collect();
    let good: Vec<&DnsContact> = read.iter().flatten().collect();
    let mut findings = Vec::new();
    for finding in read.iter().filter_map(|read| read.as_ref().err()) {
        // One good address is enough for the vendor; the broken record beside it is passed over.
        let severity = if good.is_empty() { Severity::Stop } else { Severity::Warning };
        findings.push(Finding { severity, field: FIELD.into(), ..finding.clone() });
    }
    let is_split = |(record, read): (&&TxtRecord, &Result<_, _>)| record.strings.len() > 1 && read.is_ok();
    if records.iter().zip(&read).any(is_split) {
        findings.push(wording::several_strings());
    }
    let ours = good.iter().filter(|contact| is_same_mailbox(contact, wanted)).count();
    if !good.is_empty() && ours == 0 {
        findings.push(wording::differs(&place.owner, case.vendor_name()));
    } else if records.len() > 1 {
        findings.push(wording::several_records(case.vendor_name()));
    }
    let seen = evidence(&place.owner, Kind::Txt, place.seen);
    findings.into_iter().map(|finding| finding.with_evidence(seen.clone())).collect()
}

/// The address of a record, if the vendor can use it: the whole RDATA one bare ASCII address.
fn read(record: &TxtRecord) -> Result<DnsContact, Finding> {
    // What is not UTF-8 is no address (RFC 6532); the replacement character says so to the parser.
    let text = record.text().unwrap_or_else(|| "\u{fffd}".to_owned());
    let contact: DnsContact = text.parse()?;
    contact.to_email()?;
    Ok(contact)
}

/// Equal but for the case of the local part, which no mail system in use tells apart.
fn is_same_mailbox(one: &DnsContact, other: &DnsContact) -> bool {
    one.expose().eq_ignore_ascii_case(&other.expose())
}
