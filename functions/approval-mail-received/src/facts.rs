//! What the decision needs to know besides the order and the event.

use letters::inbound::{self, Judgement, Notified, ReadMail, Receipt};
use platform::react::{FactError, Gather};
use platform::store::Ask;
use procedure::name::DnsName;
use procedure::order::{ApprovalMailSeen, Order};
use procedure::profile::NoticeAbout;
use procedure::{Finding, OrderId, Party, Refusal, Severity, Text};

use crate::vault::{StoredMail, Vault};

/// What the mail turned out to be. Its link is not among it: nothing ever follows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Facts {
    /// The vendor's approval mail for a name of this order.
    Seen {
        /// The name it asks to approve.
        name: DnsName,
        /// When it was sent and when its token lapses.
        seen: ApprovalMailSeen,
        /// What staff should know.
        warnings: Vec<Finding>,
    },
    /// The vendor's notification about this order; staff, or the vendor's API, say what is.
    Notified(NoticeAbout),
    /// Not to be believed; staff look at it.
    Quarantined(Vec<Finding>),
}

/// Most open orders under one base domain that are looked at.
const OPEN_ORDERS: u16 = 100;

/// The open order that the mail is for: of those with the name and the vendor of its subject, the first that would
/// believe it, else the first (R41). A mail of no order is not acted upon.
pub(crate) async fn locate(cx: &Gather<'_>, vault: &dyn Vault, key: &str) -> Result<OrderId, FactError> {
    let (mail, receipt) = open(cx, vault, key).await?;
    let mut found = None;
    for domain in inbound::domains(&mail) {
        let Some(base) = domain.base_domain() else { continue };
        for row in cx.store.by_domain(&base, &Ask::first(OPEN_ORDERS)).await?.items {
            if Some(row.product.vendor()) != mail.subject_of() || !row.may_be_approved_as(domain) {
                continue;
            }
            let Some(record) = cx.store.order(&row.order).await? else { continue };
            let judgement = inbound::judge(&mail, &receipt, &record.order, cx.policy, cx.now);
            if matches!(judgement, Judgement::Seen { .. }) {
                return Ok(row.order);
            }
            found.get_or_insert(row.order);
        }
    }
    if let (None, Some(notified)) = (&found, mail.notified()) {
        let rows = cx.store.by_vendor_order(notified.vendor, &notified.number, &Ask::first(1)).await?.items;
        found = rows.into_iter().next().map(|row| row.order);
    }
    found.ok_or_else(|| not_acted_upon(inbound::no_order(&mail)))
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
            Ok(_) => Facts::Notified(notified.about),
            Err(findings) => Facts::Quarantined(findings),
        });
    }
    match inbound::judge(&mail, &receipt, order, cx.policy, cx.now) {
        Judgement::Seen { name, seen, notes } => Ok(Facts::Seen { name, seen, warnings: notes }),
        Judgement::Quarantined(findings) => Ok(Facts::Quarantined(findings)),
        unknown @ Judgement::Unknown(_) => Err(not_acted_upon(unknown)),
    }
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
    let mail = inbound::read(&raw, &cx.policy.profiles, received).map_err(refused)?;
    let receipt = if by_staff {
        Receipt::by_staff(&mail)
    } else {
        Receipt::of_stored(&raw, recipients).map_err(refused)?
    };
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
