//! Whether a mail may be believed to be the approval mail of an order: seven rules, all of them, or staff look at it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use procedure::calendar::japan_date;
use procedure::contact::Email;
use procedure::name::DnsName;
use procedure::order::{ApprovalMailSeen, Order};
use procedure::policy::Policy;
use procedure::{Finding, VendorOrderId};

use super::expected::{Wait, is_addressed, is_intake, is_of_order, wait};
use super::link::LinkFacts;
use super::receipt::{Arrival, Receipt, Verdict};
use super::subject::Notified;
use super::{ReadMail, authentication, finding};

/// How long a Random Value may be used (BR 3.2.2.4.4): 30 days.
const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a mail is to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// The approval mail of this name has come. It approves nothing (R22).
    Seen {
        /// The name it asks about.
        name: DnsName,
        /// What the order keeps of it; the same mail gives the same again (R89).
        seen: ApprovalMailSeen,
        /// What staff should know although it was believed: none of these stops.
        notes: Vec<Finding>,
    },
    /// It has the form of an approval mail and breaks these rules; the order does not move, and staff look into it.
    Quarantined(Vec<Finding>),
    /// It is not an approval mail as far as certflow knows, or of no order; not acted upon (R41).
    Unknown(Vec<Finding>),
}

/// Judges a mail against the one order that [`super::domains`] led to, by the profiles in force when it was received.
///
/// 1. The virus scan passed, and it is not spam.
/// 2. From is exactly one address of the vendor's profile.
/// 3. Its domain is proven by DMARC or aligned DKIM.
/// 4. It arrived where the order's approval mail goes; or a copy did at an intake address, and the vendor's own signature
///    proves that it went there ([`Policy::intake`]).
/// 5. Its subject names one domain, the order's, and not another order's number.
/// 6. Its links are `https`, imitate nobody, and lead to the hosts of the vendor's profile; without one, nowhere.
/// 7. The order waits for it.
///
/// For a mail that staff entered, their word replaces 1 and 3, and a note says so.
pub fn judge(
    mail: &ReadMail,
    receipt: &Receipt,
    order: &Order,
    policy: &Policy,
    now: Timestamp,
) -> Judgement {
    if mail.subject_of().is_none() {
        return no_order(mail);
    }
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    arrived(mail, receipt, order, &mut findings, &mut notes);
    let name = belongs(mail, receipt, order, policy, &mut findings);
    if is_numbered_otherwise(mail, order) {
        findings.push(finding::other_number());
    }
    links(mail, order, policy, &mut findings);
    let seen = dated(mail, order, policy, now, &mut findings);
    match (name, seen) {
        (Some(name), Some(seen)) if findings.is_empty() => Judgement::Seen { name, seen, notes },
        _ => Judgement::Quarantined(findings),
    }
}

/// The vendor's notification about one of its orders, if rules 1 to 3 hold: staff, or the vendor's API, then say what is.
///
/// # Errors
/// The rules it breaks, or that it is no notification; it is not acted upon.
pub fn notice<'a>(mail: &'a ReadMail, receipt: &Receipt) -> Result<&'a Notified, Vec<Finding>> {
    let Some(notified) = mail.notified() else { return Err(vec![finding::not_approval()]) };
    let mut findings = Vec::new();
    let from = mail.senders().only().filter(|_| mail.notifier() == Some(notified.vendor));
    came(from, receipt, &mut findings, &mut Vec::new());
    if findings.is_empty() { Ok(notified) } else { Err(findings) }
}

/// The judgement on a mail for which no open order was found (R41, A13).
pub fn no_order(mail: &ReadMail) -> Judgement {
    Judgement::Unknown(vec![match (mail.subject_of(), mail.sender_of()) {
        (Some(_), _) => finding::no_order(mail.domain()),
        (None, Some(_)) => finding::subject_unknown(),
        (None, None) => finding::not_approval(),
    }])
}

/// Rules 1 to 3.
fn arrived(
    mail: &ReadMail,
    receipt: &Receipt,
    order: &Order,
    findings: &mut Vec<Finding>,
    notes: &mut Vec<Finding>,
) {
    let vendor = order.application.product.vendor();
    let from = mail.senders().only().filter(|_| mail.sender_of() == Some(vendor));
    came(from, receipt, findings, notes);
}

/// The same for a sender that is known, or none.
fn came(from: Option<&Email>, receipt: &Receipt, findings: &mut Vec<Finding>, notes: &mut Vec<Finding>) {
    if from.is_none() {
        findings.push(finding::from());
    }
    match &receipt.arrival {
        Arrival::Staff => notes.push(finding::staff_word()),
        Arrival::Ses { verdicts, results } => {
            if verdicts.virus != Verdict::Pass {
                findings.push(finding::virus());
            }
            if !matches!(verdicts.spam, Verdict::Pass | Verdict::Gray) {
                findings.push(finding::spam());
            }
            if !from.is_some_and(|from| authentication::proven(from.domain(), verdicts, results.as_deref())) {
                findings.push(finding::authentication());
            }
        }
    }
}

/// Rules 4, 5 and 7; the name the mail asks about, if it is the order's.
fn belongs(
    mail: &ReadMail,
    receipt: &Receipt,
    order: &Order,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Option<DnsName> {
    let vendor = order.application.product.vendor();
    let Some(domain) = mail.domain().filter(|_| mail.subject_of() == Some(vendor)) else {
        findings.push(finding::subject());
        return None;
    };
    if !is_of_order(domain, order) {
        findings.push(finding::domain(domain));
        return None;
    }
    findings.extend(misdirected(mail, receipt, domain, order, policy));
    match wait(domain, order) {
        Wait::Waits => {}
        Wait::NotYet => findings.push(finding::too_early()),
        Wait::No => findings.push(finding::not_awaited()),
    }
    Some(domain.clone())
}

/// Rule 4: what is wrong with where the mail arrived. The envelope of a copy names the intake, so that the To which the
/// vendor signed stands for it.
fn misdirected(
    mail: &ReadMail,
    receipt: &Receipt,
    domain: &DnsName,
    order: &Order,
    policy: &Policy,
) -> Option<Finding> {
    if is_addressed(&receipt.recipients, domain, order) {
        return None;
    }
    let Arrival::Ses { results, .. } = &receipt.arrival else { return Some(finding::recipient()) };
    if !is_intake(&receipt.recipients, &policy.intake) {
        return Some(finding::recipient());
    }
    let signed = |from: &Email| authentication::signed(from.domain(), results.as_deref(), mail.signatures());
    match mail.addressee() {
        Some(to) if mail.senders().only().is_some_and(signed) => {
            (!is_addressed(&[to.expose()], domain, order)).then(finding::recipient)
        }
        _ => Some(finding::copy_unproven()),
    }
}

/// Whether the subject has a number (A13: DigiCert documents its order's), and none is the vendor's number of this order.
/// The mail is then genuine, but asks for the approval of somebody else's application for the same name (A29).
fn is_numbered_otherwise(mail: &ReadMail, order: &Order) -> bool {
    let numbers = mail.order_numbers();
    let is_ours = |ours: &VendorOrderId| numbers.iter().any(|number| number == ours.as_str());
    !numbers.is_empty() && order.vendor_order().is_some_and(|ours| !is_ours(ours))
}

/// Rule 6. Every link counts, not only the one that looks like the approval link: a reader clicks any of them. Only a page
/// of the vendor's own whose address holds nothing secret (help, privacy, the home page in the signature) is no matter.
fn links(mail: &ReadMail, order: &Order, policy: &Policy, findings: &mut Vec<Finding>) {
    let profiles = policy.profiles.all_of(order.application.product.vendor(), japan_date(mail.received()));
    let (mut hosts, mut own) = (Vec::new(), Vec::new());
    for profile in profiles {
        hosts.extend(profile.approval_hosts.iter().filter_map(|host| host.parse::<DnsName>().ok()));
        own.extend(profile.sender_domains());
    }
    own.extend(hosts.iter().filter_map(DnsName::base_domain));
    let is_in = |link: &LinkFacts, domains: &[DnsName]| {
        link.host.as_ref().is_some_and(|host| domains.iter().any(|domain| host.is_within(domain)))
    };
    let is_page = |link: &&LinkFacts| link.bare && !link.userinfo && !link.look_alike && is_in(link, &own);
    let asked: Vec<&LinkFacts> = mail.links().facts().iter().filter(|link| !is_page(link)).collect();
    if asked.is_empty() || !mail.links().complete() {
        findings.push(finding::no_link());
    }
    let named = |wrong: &dyn Fn(&LinkFacts) -> bool| {
        let names = asked.iter().filter(|link| wrong(link));
        let names = names.map(|link| link.host.as_ref().map_or("-", DnsName::as_str));
        names.collect::<BTreeSet<_>>().into_iter().take(10).collect::<Vec<_>>().join(" ")
    };
    let malformed = |link: &LinkFacts| !link.https || link.userinfo || link.look_alike || link.host.is_none();
    if asked.iter().any(|link| malformed(link)) {
        findings.push(finding::link_form(&named(&malformed)));
    }
    let unlisted = |link: &LinkFacts| !is_in(link, &hosts);
    if asked.iter().any(|link| unlisted(link)) {
        findings.push(finding::link_host(&named(&unlisted)));
    }
}

/// What the order keeps of the mail, from its own date so that a replay changes nothing (R89).
///
/// The date is the sender's word. One ahead of us by more than clocks differ, or before the order was received, is no
/// date of this order's mail; and a token whose 30 days are over approves nothing.
fn dated(
    mail: &ReadMail,
    order: &Order,
    policy: &Policy,
    now: Timestamp,
    findings: &mut Vec<Finding>,
) -> Option<ApprovalMailSeen> {
    let skew = policy.clock_skew();
    let later = |time: Timestamp, by: SignedDuration| time.checked_add(by).unwrap_or(Timestamp::MAX);
    let earliest = order.received_at.checked_sub(skew).unwrap_or(Timestamp::MIN);
    let plausible = |at: &Timestamp| (earliest..=later(mail.received(), skew)).contains(at);
    let Some(at) = mail.date().filter(plausible) else {
        findings.push(finding::date());
        return None;
    };
    let lapses_at = later(at.min(mail.received()), TOKEN_LIFE);
    if lapses_at <= now {
        findings.push(finding::lapsed());
        return None;
    }
    Some(ApprovalMailSeen { at, lapses_at, links: Some(mail.links().fingerprint().to_owned()), looks: None })
}
