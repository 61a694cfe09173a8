//! What the decision needs to know besides the order and the event.

use letters::inbound::{self, Arrival, Judgement, Notified, ReadMail, Receipt};
use platform::react::{FactError, Gather};
use platform::store::{Ask, Page};
use procedure::calendar::japan_date;
use procedure::name::{CertificateName, DnsName};
use procedure::order::{ApprovalMailSeen, MailLooks, Order};
use procedure::policy::Policy;
use procedure::profile::NoticeAbout;
use procedure::{Finding, OrderId, Party, Refusal, Severity, Text};

use crate::vault::{StoredMail, Vault};

#[cfg(test)]
mod tests;

/// What the mail turned out to be. Its link is not among it: nothing ever follows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Facts {
    /// The vendor's approval mail for a name of this order.
    Seen {
        /// The name it asks to approve.
        name: DnsName,
        /// When it was sent, when its token lapses, and what its reader knows it by.
        seen: ApprovalMailSeen,
        /// What staff should know, and why it was believed.
        notes: Vec<Finding>,
        /// Whether staff entered it, so that their word stands for it (R90).
        by_staff: bool,
    },
    /// The vendor's notification about this order; staff, or the vendor's API, say what is.
    Notified {
        /// What it is about.
        about: NoticeAbout,
        /// Whether staff entered it.
        by_staff: bool,
    },
    /// Nothing is wrong with it but that the vendor's number is not recorded yet: it is judged once it is.
    Early {
        /// Its key in the vault.
        key: String,
    },
    /// Not to be believed; staff look at it.
    Quarantined(Vec<Finding>),
}

/// Open orders under one base domain that are listed at a time, and how many times: a hosting provider's own domain has
/// many.
const PAGE: u16 = 250;
const PAGES: usize = 4;
/// Most orders that a mail is held against.
const HELD_AGAINST: usize = 100;
/// Most numbers in one subject that are looked up, and most orders with one: the first and its reissues.
const NUMBERS: usize = 3;
const OF_ONE_NUMBER: u16 = 10;

/// The one rule that time mends.
const TOO_EARLY: &str = "mail.too_early";

/// The open order that the mail is for (R41): of those with the vendor's number in its subject, else of those with the
/// name and the vendor of its subject, the first that would believe it, else the first. A mail of no order is not acted
/// upon, nor is one to be put aside where the day has had its fill of them: it does not even change the order.
pub(crate) async fn locate(cx: &Gather<'_>, vault: &dyn Vault, key: &str) -> Result<OrderId, FactError> {
    let (mail, receipt) = open(cx, vault, key).await?;
    if let Some(order) = of_these(cx, &mail, &receipt, &numbered(cx, &mail).await?).await? {
        return Ok(order);
    }
    let Named { orders, complete } = named(cx, &mail).await?;
    if let Some(order) = of_these(cx, &mail, &receipt, &orders).await? {
        return Ok(order);
    }
    if let Some(notified) = mail.notified() {
        let rows = cx.store.by_vendor_order(notified.vendor, &notified.number, &Ask::first(1)).await?.items;
        if let Some(row) = rows.into_iter().next() {
            let record = cx.store.order(&row.order).await?;
            let too_many = record.is_some_and(|record| record.order.has_its_fill_of_mails(cx.now));
            return match inbound::notice(&mail, &receipt) {
                Err(findings) if too_many => Err(not_acted_upon(Judgement::Quarantined(findings))),
                _ => Ok(row.order),
            };
        }
    }
    Err(if complete { not_acted_upon(inbound::no_order(&mail)) } else { refused(too_many()) })
}

/// The first of `orders` that would believe the mail, else the first.
async fn of_these(
    cx: &Gather<'_>,
    mail: &ReadMail,
    receipt: &Receipt,
    orders: &[OrderId],
) -> Result<Option<OrderId>, FactError> {
    let mut first = None;
    for id in orders.iter().take(HELD_AGAINST) {
        let Some(record) = cx.store.order(id).await? else { continue };
        let judgement = inbound::judge(mail, receipt, &record.order, cx.policy, cx.now);
        if matches!(judgement, Judgement::Seen { .. }) {
            return Ok(Some(id.clone()));
        }
        let too_many = record.order.has_its_fill_of_mails(cx.now) && !is_early(&judgement);
        first.get_or_insert((id.clone(), too_many.then_some(judgement)));
    }
    match first {
        Some((_, Some(judgement))) => Err(not_acted_upon(judgement)),
        first => Ok(first.map(|(order, _)| order)),
    }
}

/// Whether nothing is wrong with a mail but that the vendor's number of its order is not recorded yet.
fn is_early(judgement: &Judgement) -> bool {
    let Judgement::Quarantined(findings) = judgement else { return false };
    findings.iter().all(|finding| finding.code == TOO_EARLY)
}

/// The orders that a number in the subject and its name belong to. Another open order of the same name is somebody else's
/// or another product's (A29).
async fn numbered(cx: &Gather<'_>, mail: &ReadMail) -> Result<Vec<OrderId>, FactError> {
    let Some(vendor) = mail.subject_of() else { return Ok(Vec::new()) };
    let mut orders = Vec::new();
    for number in mail.order_numbers().iter().take(NUMBERS).filter_map(|number| number.parse().ok()) {
        for row in cx.store.by_vendor_order(vendor, &number, &Ask::first(OF_ONE_NUMBER)).await?.items {
            let Some(record) = cx.store.order(&row.order).await? else { continue };
            let names = || record.order.application.names.iter().map(CertificateName::domain);
            if inbound::domains(mail).iter().any(|domain| names().any(|name| name.is_within(domain))) {
                orders.push(row.order);
            }
        }
    }
    Ok(orders)
}

/// Orders with a name that a mail asks about.
struct Named {
    /// Those with this very name first.
    orders: Vec<OrderId>,
    /// Whether every open order under its base domain was looked at.
    complete: bool,
}

async fn named(cx: &Gather<'_>, mail: &ReadMail) -> Result<Named, FactError> {
    let mut named = Named { orders: Vec::new(), complete: true };
    for domain in inbound::domains(mail) {
        let Some(base) = domain.base_domain() else { continue };
        let mut ask = Ask::first(PAGE);
        let (mut exact, mut within) = (Vec::new(), Vec::new());
        for page in 1..=PAGES {
            let Page { items, next } = cx.store.by_domain(&base, &ask).await?;
            for row in items {
                if Some(row.product.vendor()) != mail.subject_of() || !row.may_be_approved_as(domain) {
                    continue;
                }
                let is_exact = row.names.iter().any(|name| name.domain() == domain);
                if is_exact { exact.push(row.order) } else { within.push(row.order) }
            }
            let Some(next) = next else { break };
            ask.after = Some(next);
            named.complete &= page < PAGES;
        }
        named.orders.extend(exact.into_iter().chain(within));
    }
    Ok(named)
}

pub(crate) async fn gather(
    cx: &Gather<'_>,
    vault: &dyn Vault,
    order: &Order,
    key: &str,
) -> Result<Facts, FactError> {
    let (mail, receipt) = open(cx, vault, key).await?;
    if let Some(notified) = mail.notified().filter(|notified| is_about(notified, order)) {
        return Ok(match inbound::notice(&mail, &receipt) {
            Ok(_) => Facts::Notified { about: notified.about, by_staff: receipt.arrival == Arrival::Staff },
            Err(findings) => Facts::Quarantined(findings),
        });
    }
    match inbound::judge(&mail, &receipt, order, cx.policy, cx.now) {
        early @ Judgement::Quarantined(_) if is_early(&early) => Ok(Facts::Early { key: key.to_owned() }),
        Judgement::Seen { name, mut seen, notes } => {
            seen.looks = looks(&mail, &name, cx.policy);
            Ok(Facts::Seen { name, seen, notes, by_staff: receipt.arrival == Arrival::Staff })
        }
        Judgement::Quarantined(findings) => Ok(Facts::Quarantined(findings)),
        unknown @ Judgement::Unknown(_) => Err(not_acted_upon(unknown)),
    }
}

/// What the customer knows the mail by. A subject loses what could be a credential before it goes into a letter.
pub(crate) fn looks(mail: &ReadMail, name: &DnsName, policy: &Policy) -> Option<MailLooks> {
    let from = mail.senders().only()?.expose();
    let profiles = policy.profiles.all_of(mail.vendor()?, japan_date(mail.received()));
    let mut senders = profiles.flat_map(|profile| &profile.senders);
    let sender = senders.find(|sender| sender.eq_ignore_ascii_case(&from))?;
    let subject = mail.subject().replace("[URL]", "…").replace("[token]", "…");
    Some(MailLooks::new(name.clone(), sender, &subject))
}

/// Whether a notification is about the vendor's order that this one is.
fn is_about(notified: &Notified, order: &Order) -> bool {
    notified.vendor == order.application.product.vendor() && order.vendor_order() == Some(&notified.number)
}

async fn open(cx: &Gather<'_>, vault: &dyn Vault, key: &str) -> Result<(ReadMail, Receipt), FactError> {
    let stored = vault.get(key).await;
    let stored = stored.map_err(|source| FactError::Unavailable { what: "the mail vault", source })?;
    let StoredMail { raw, received, recipients, by_staff } =
        stored.ok_or_else(|| FactError::Refused(gone().into()))?;
    let profiles = &cx.policy.profiles;
    if !by_staff {
        return inbound::read_stored(&raw, recipients, profiles, received).map_err(refused);
    }
    let mail = inbound::read(&raw, profiles, received).map_err(refused)?;
    let receipt = Receipt::by_staff(&mail);
    Ok((mail, receipt))
}

fn refused(finding: Finding) -> FactError {
    FactError::Refused(finding.into())
}

fn not_acted_upon(judgement: Judgement) -> FactError {
    let findings = match judgement {
        Judgement::Unknown(findings) | Judgement::Quarantined(findings) => findings,
        Judgement::Seen { notes, .. } => notes,
    };
    // What is no more than a note where an order is known is the whole answer here.
    let stops = findings.into_iter().map(|finding| Finding { severity: Severity::Stop, ..finding });
    FactError::Refused(Refusal::of(stops.collect()).unwrap_or_else(|_| gone().into()))
}

/// R41: the mail may be of an order that was not looked at.
fn too_many() -> Finding {
    Finding::stop(
        "mail.too_many_orders",
        "mail.subject",
        "R41",
        Text::fixed(
            "このドメイン名の配下に審査中の注文が多すぎるため、該当する注文を特定できません。",
            "There are more open orders under this base domain than are looked at; none of those is the mail's.",
        ),
        Text::fixed(
            "該当する注文の番号を指定して、メールを登録してください(`certflow mail FILE --order`)。",
            "Enter the mail for its order (`certflow mail FILE --order`).",
        ),
    )
    .owed_by(Party::Provider)
}

fn gone() -> Finding {
    Finding::stop(
        "mail.gone",
        "mail",
        "R41",
        Text::fixed("メールは保管期限を過ぎ、削除されています。", "The mail has expired and is deleted."),
        Text::fixed(
            "必要であれば、元のメールをもう一度登録してください。",
            "If it is still needed, enter the original mail again (`certflow mail`).",
        ),
    )
    .owed_by(Party::Provider)
}
