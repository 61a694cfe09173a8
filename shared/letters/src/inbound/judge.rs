//! Whether a mail may be believed to be the approval mail of an order: seven rules, all of them, or staff look at it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use procedure::Finding;
use procedure::calendar::japan_date;
use procedure::contact::Email;
use procedure::name::DnsName;
use procedure::order::{ApprovalMailSeen, Order};
use procedure::policy::Policy;

use super::expected::{Wait, is_addressed, is_of_order, wait};
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
/// 4. It arrived where the order's approval mail goes.
/// 5. Its subject names one domain, the order's.
/// 6. Its links are `https`, imitate nobody, and lead to the vendor's hosts.
/// 7. The order waits for it.
///
/// For a mail that staff entered, their word replaces 1 and 3, and a note says so.
///
/// Rule 6 without a list of hosts (U2: no public source has it): the form of the links is judged, where they lead is
/// not. A warning tells staff, and the letter tells the customer to check the host. To block instead would stop every
/// genuine mail for ever, and the link is never believed anyway: rule 3 is what a forger has to overcome.
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
    let name = belongs(mail, receipt, order, &mut findings);
    if is_numbered_otherwise(mail, order) {
        notes.push(finding::other_number());
    }
    links(mail, order, policy, &mut findings, &mut notes);
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
    if !is_addressed(&receipt.recipients, domain, order) {
        findings.push(finding::recipient());
    }
    match wait(domain, order) {
        Wait::Waits => {}
        Wait::NotYet => findings.push(finding::too_early()),
        Wait::No => findings.push(finding::not_awaited()),
    }
    Some(domain.clone())
}

/// Whether the subject has a number, and none is the vendor's number of this order. The mail is then genuine, but may ask
/// for the approval of somebody else's application (A29). A note only: whether vendors put this number there is U2.
fn is_numbered_otherwise(mail: &ReadMail, order: &Order) -> bool {
    let ours = order.vendor_order().map(|number| number.as_str());
    let numbers = mail.order_numbers();
    !numbers.is_empty() && !numbers.iter().any(|number| Some(number.as_str()) == ours)
}

/// Rule 6. Every link counts, not only the one that looks like the approval link: a reader clicks any of them.
fn links(
    mail: &ReadMail,
    order: &Order,
    policy: &Policy,
    findings: &mut Vec<Finding>,
    notes: &mut Vec<Finding>,
) {
    let links = mail.links();
    if links.count() == 0 || !links.complete() {
        findings.push(finding::no_link());
    }
    let hosts = |wanted: &dyn Fn(&LinkFacts) -> bool| {
        let names = links.facts().iter().filter(|link| wanted(link));
        let names = names.map(|link| link.host.as_ref().map_or("-", DnsName::as_str));
        names.collect::<BTreeSet<_>>().into_iter().take(10).collect::<Vec<_>>().join(" ")
    };
    let malformed = |link: &LinkFacts| !link.https || link.userinfo || link.look_alike || link.host.is_none();
    if links.facts().iter().any(malformed) {
        findings.push(finding::link_form(&hosts(&malformed)));
    }
    let profiles = policy.profiles.all_of(order.application.product.vendor(), japan_date(mail.received()));
    // A host that cannot be read fits no link, but makes a list all the same.
    let listed: Vec<Option<DnsName>> =
        profiles.flat_map(|profile| &profile.approval_hosts).map(|host| host.parse().ok()).collect();
    let unlisted = |link: &LinkFacts| link.host.is_none() || !listed.contains(&link.host);
    if listed.is_empty() {
        notes.push(finding::link_not_judged(&hosts(&|_| true)));
    } else if links.facts().iter().any(unlisted) {
        findings.push(finding::link_host(&hosts(&unlisted)));
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
