//! The certificate: recorded once it is verified, watched, succeeded, revoked (R52–R57).

use jiff::{SignedDuration, Timestamp};

use super::{Check, EvChecks, Installation, Issued, Life, Order, OrderKind, Phase, RevocationAsked};
use crate::application::Hosting;
use crate::pki::certificate::IssuedCertificate;
use crate::plan::Validated;
use crate::policy::Policy;
use crate::{Finding, OrderId, Party, Refusal, Text};

/// How far before the order a vendor may date its certificate.
const BACKDATING: SignedDuration = SignedDuration::from_hours(48);

impl Order {
    /// Records the verified certificate. Checks that are still open turn out not to have been required (R92), but
    /// for EV both its own must have passed (R48). Returns false when this very certificate is recorded already.
    ///
    /// # Errors
    /// `certificate.older_than_order` for one dated more than 48 hours before the order; `ev.not_confirmed` for EV without employment and confirmation; `certificate.already` when another one is
    /// recorded; `order.out_of_phase` or `order.finished` when the vendor does not examine it.
    pub fn issue(
        &mut self,
        certificate: IssuedCertificate,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        if let Phase::Issued(issued) = &self.phase {
            return if issued.certificate.fingerprint() == certificate.fingerprint() {
                Ok(false)
            } else {
                Err(already())
            };
        }
        // A vendor that hands over the certificate before the last one would pass every other check on a reused key.
        if certificate.not_before() + BACKDATING < self.received_at {
            return Err(older_than_order());
        }
        let installation = self.installation();
        let (product, term) = (self.application.product, self.application.term);
        let renewal_opens_at = policy.renewal_schedule(product, term, &certificate).opens_at;
        let examining = self.examining("certificate", "R52")?;
        if let Some(ev) = examining.checks.ev()
            && !matches!(ev, EvChecks::Confirmation { check, .. } if check.is_settled())
        {
            return Err(not_confirmed());
        }
        for (_, check) in examining.checks.each_mut() {
            check.skip();
        }
        // Nobody approves these names again, the history tells which mails came, and the state is written with every event.
        for domain in &mut examining.checks.common_mut().domains {
            (domain.mail, domain.asked, domain.lapsed) = (None, None, None);
        }
        self.phase = Phase::Issued(Box::new(Issued {
            vendor_order: examining.vendor_order.clone(),
            at: now,
            certificate,
            checks: examining.checks.clone(),
            installation,
            life: Life::Watched { renewal_opens_at },
            revocation: None,
        }));
        Ok(true)
    }

    /// New ones are set by the customer; renewals and reissues by the provider where it runs the server (R55, A6).
    fn installation(&self) -> Installation {
        match (&self.kind, self.application.server) {
            (OrderKind::New, _) | (_, Hosting::External) => Installation::Customer { done_at: None },
            (OrderKind::Renewal { .. } | OrderKind::Reissue { .. }, Hosting::Provider) => {
                Installation::Provider { done_at: None }
            }
        }
    }

    /// Records that the certificate is set on the server (R57). Returns whether anything changed.
    ///
    /// # Errors
    /// `order.out_of_phase` before it is issued.
    pub fn installed(&mut self, at: Timestamp) -> Result<bool, Refusal> {
        let issued = self.issued_mut("installation", "R57")?;
        let (Installation::Customer { done_at } | Installation::Provider { done_at }) =
            &mut issued.installation;
        let changes = done_at.is_none();
        done_at.get_or_insert(at);
        Ok(changes)
    }

    /// Records that `successor` takes over. Returns false when it does already.
    ///
    /// # Errors
    /// `order.finished` when another order does, or the certificate is revoked or expired;
    /// `order.out_of_phase` before it is issued.
    pub fn succeed(&mut self, successor: &OrderId, at: Timestamp) -> Result<bool, Refusal> {
        let issued = self.issued_mut("order", "R8")?;
        match &issued.life {
            Life::Succeeded { by, .. } if by == successor => Ok(false),
            Life::Watched { .. } | Life::Expired { .. } => {
                issued.life = Life::Succeeded { by: successor.clone(), at };
                Ok(true)
            }
            Life::Succeeded { .. } | Life::Revoked { .. } => Err(self.out_of_phase("order", "R8")),
        }
    }

    /// Records that the vendor is to revoke it. Returns whether anything changed.
    ///
    /// # Errors
    /// `order.out_of_phase` before it is issued; `order.finished` once it is revoked.
    pub fn ask_revocation(&mut self, key_compromised: bool, at: Timestamp) -> Result<bool, Refusal> {
        if matches!(&self.phase, Phase::Issued(issued) if matches!(issued.life, Life::Revoked { .. })) {
            return Err(self.out_of_phase("order", "A26"));
        }
        let issued = self.issued_mut("order", "A26")?;
        let known = issued.revocation.as_ref().is_some_and(|asked| asked.key_compromised >= key_compromised);
        if !known {
            issued.revocation = Some(RevocationAsked { at, key_compromised });
            self.no_longer_overdue();
        }
        Ok(!known)
    }

    /// Records that the vendor revoked it. Returns whether anything changed.
    ///
    /// # Errors
    /// `order.out_of_phase` before it is issued.
    pub fn revoked(&mut self, at: Timestamp) -> Result<bool, Refusal> {
        let issued = self.issued_mut("order", "A26")?;
        if matches!(issued.life, Life::Revoked { .. }) {
            return Ok(false);
        }
        let key_compromised = issued.revocation.take().is_some_and(|asked| asked.key_compromised);
        issued.life = Life::Revoked { at, key_compromised };
        self.no_longer_overdue();
        Ok(true)
    }

    /// Whether this order's key may be known to others, so that no order may use it again (BR 6.1.1.3).
    pub fn key_is_compromised(&self) -> bool {
        let Phase::Issued(issued) = &self.phase else { return false };
        issued.revocation.as_ref().is_some_and(|asked| asked.key_compromised)
            || matches!(issued.life, Life::Revoked { key_compromised: true, .. })
    }

    pub(super) fn issued_mut(
        &mut self,
        field: &'static str,
        rule: &'static str,
    ) -> Result<&mut Issued, Refusal> {
        match self.phase {
            Phase::Issued(ref mut issued) => Ok(issued),
            _ => Err(self.out_of_phase(field, rule)),
        }
    }

    /// What a later order may rely on: when each name and the organisation were last validated.
    pub fn validations(&self) -> Validated {
        let mut validated = self.validated.clone();
        let Some(checks) = self.checks() else { return validated };
        for domain in &checks.common().domains {
            if let Check::Passed { at } = domain.check {
                validated.names.insert(domain.name.clone(), at);
            }
        }
        if let Check::Passed { at } = checks.common().organisation {
            validated.organisation = Some(at);
        }
        if let Check::Passed { at } = checks.common().phone.check {
            validated.phone = Some(at);
        }
        if let Some(EvChecks::Confirmation { employment, .. }) = checks.ev()
            && employment.by_call
        {
            validated.employment = Some(employment.at);
        }
        validated
    }
}

fn already() -> Refusal {
    Finding::stop(
        "certificate.already",
        "certificate",
        "R89",
        Text::fixed("この注文には別の証明書が登録済みです。", "The order has another certificate already."),
        Text::fixed(
            "再発行の場合は、再発行の注文に登録してください。",
            "Record a reissue with the reissue's own order.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}

fn older_than_order() -> Refusal {
    Finding::stop(
        "certificate.older_than_order",
        "certificate.not_before",
        "R52",
        Text::fixed(
            "証明書が注文より前に発行されています（以前の証明書の可能性）。",
            "The certificate is older than the order; it may be the one before.",
        ),
        Text::fixed(
            "この注文で発行された証明書をベンダーから取得し直してください。",
            "Fetch the certificate that the vendor issued for this order.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}

fn not_confirmed() -> Refusal {
    Finding::stop(
        "ev.not_confirmed",
        "certificate",
        "R48",
        Text::fixed(
            "EV の在籍確認または発行確認が完了していないため、証明書を登録できません。",
            "An EV certificate cannot be recorded before employment and issuance are confirmed.",
        ),
        Text::fixed(
            "ベンダーの審査状況を確認し、確認結果を記録してから登録してください。",
            "Look at the vendor's validation, log what was confirmed, then record the certificate again.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}
