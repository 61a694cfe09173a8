//! A mail sent again: the approval mail of every name that waits, or EV's confirmation (R22, R47).
//!
//! Both calls mail people, and neither has an idempotency key: what an earlier attempt sent is looked up where the
//! vendor tells, and otherwise a second mail is the worst that comes of it.

use jiff::{SignedDuration, Timestamp};
use procedure::VendorOrderId;
use procedure::application::Application;
use procedure::name::CertificateName;
use procedure::order::{DomainCheck as Approval, Order, Phase, VendorMail};
use procedure::vendor::{VendorAttempt, VendorReply};

use super::stop::Stop;
use super::{CertCentralPort, refusal};
use crate::certcentral::dcv::{DcvMail, DcvMethod, NewMail, SameMail, TOKEN_LIFE};
use crate::certcentral::order::OrderInfo;
use crate::certcentral::validation::{Check, Confirmers, DomainCheck, Validation};
use crate::certcentral::{Domain, DomainNumber, Private};

/// How far the vendor's clock may be behind ours; less than the least time between two requests for the same mail.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

impl CertCentralPort {
    /// Has the vendor send `mail` again, which was asked for at `asked_at`.
    pub(super) async fn resend(
        &self,
        order: &Order,
        vendor_order: &VendorOrderId,
        mail: VendorMail,
        asked_at: Timestamp,
        attempt: VendorAttempt,
    ) -> Result<VendorReply, Stop> {
        let info = self.info(vendor_order).await?.ok_or_else(|| refusal::no_such_order(vendor_order))?;
        let validation = self.client.validation(info.order).await?;
        match mail {
            VendorMail::Approval => self.resend_approval(order, &validation, asked_at, attempt).await?,
            VendorMail::Confirmation => self.resend_confirmation(&info, &validation).await?,
        }
        Ok(VendorReply::Done)
    }

    /// Every mail is made before the first is sent, so that a refusal means that none went out.
    async fn resend_approval(
        &self,
        order: &Order,
        validation: &Validation,
        asked_at: Timestamp,
        attempt: VendorAttempt,
    ) -> Result<(), Stop> {
        let since = asked_at.checked_sub(SKEW).unwrap_or(Timestamp::MIN);
        let (mut mails, mut sent) = (Vec::new(), false);
        for (number, check) in waiting(validation) {
            let domain = self.client.domain_info(number).await?;
            if attempt.number > 1 && domain.was_mailed(since) {
                sent = true;
                continue;
            }
            mails.push(self.mail(order, &domain, &check, attempt.now).await?);
        }
        if mails.is_empty() && !sent {
            return Err(refusal::mail_not_awaited().into());
        }
        for mail in &mails {
            self.client.send_dcv_mail(mail).await?;
        }
        Ok(())
    }

    /// The last mail once more where it went to where the application has it go, else a new one that goes there (R23):
    /// the customer may have published the TXT record only after the order was placed.
    async fn mail(
        &self,
        order: &Order,
        domain: &Domain,
        check: &DomainCheck,
        now: Timestamp,
    ) -> Result<DcvMail, Stop> {
        let application = &order.application;
        let wanted = mailboxes(application, check);
        if let Some(same) = SameMail::of(domain, application.language, lapses_at(order, check), now)
            .filter(|mail| mail.goes_to(&wanted))
        {
            return Ok(DcvMail::Same(same));
        }
        let offered = self.client.dcv_mailboxes(domain.domain).await?;
        let chosen: Vec<_> = wanted.into_iter().filter(|mailbox| offered.has(mailbox)).collect();
        let mail = NewMail::to(domain.domain, &offered, &chosen, application.language);
        mail.map(DcvMail::New)
            .map_err(|_| refusal::no_mailbox(&application.approval, check.scope.as_deref()).into())
    }

    async fn resend_confirmation(&self, info: &OrderInfo, validation: &Validation) -> Result<(), Stop> {
        let confirmers = Confirmers::of(validation).filter(|_| info.order_approval_complete != Some(true));
        let confirmers = confirmers.ok_or_else(refusal::mail_not_awaited)?;
        Ok(self.client.resend_confirmation(info.order, &confirmers).await?)
    }
}

/// The domains of the account that wait for a mail, each once. One that is proven by a record or a file gets none.
fn waiting(validation: &Validation) -> Vec<(DomainNumber, DomainCheck)> {
    let mut domains: Vec<(DomainNumber, DomainCheck)> = Vec::new();
    for check in validation.checks().domains {
        let by_mail = check.method.as_deref().is_none_or(|method| method == DcvMethod::Email.as_str());
        let waits = by_mail && !matches!(check.state, Check::Done | Check::NotReported);
        let Some(number) = check.domain.filter(|_| waits) else { continue };
        match domains.iter_mut().find(|(known, _)| *known == number) {
            Some((_, known)) => known.names.extend(check.names),
            None => domains.push((number, check)),
        }
    }
    domains
}

/// When the random value of the last mail lapses: as the mail that was seen says, else 30 days after the order was placed,
/// since no mail is older than that.
fn lapses_at(order: &Order, check: &DomainCheck) -> Timestamp {
    let names: Vec<CertificateName> =
        check.scope.iter().chain(&check.names).filter_map(|name| name.parse().ok()).collect();
    let proven = |domain: &Approval| names.iter().any(|name| domain.name.domain().is_within(name.domain()));
    let domains = order.checks().map(|checks| checks.common().domains.iter());
    let seen = domains.into_iter().flatten().filter(|domain| proven(domain)).filter_map(|d| d.mail.as_ref());
    let placed_at = match &order.phase {
        Phase::Examining(examining) => examining.placed_at,
        _ => order.received_at,
    };
    seen.map(|mail| mail.lapses_at)
        .min()
        .unwrap_or_else(|| placed_at.checked_add(TOKEN_LIFE).unwrap_or(Timestamp::MAX))
}

/// Where the application has the mail for a domain go.
fn mailboxes(application: &Application, check: &DomainCheck) -> Vec<Private> {
    let names =
        check.scope.iter().chain(&check.names).filter_map(|name| name.parse::<CertificateName>().ok());
    let mut mailboxes: Vec<_> =
        names.flat_map(|name| application.approval_addresses(&name)).map(Private::new).collect();
    mailboxes.sort();
    mailboxes.dedup();
    mailboxes
}
