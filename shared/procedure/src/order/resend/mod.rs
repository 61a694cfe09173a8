//! A mail of the vendor's that has not come, sent again: the approval mail, or EV's confirmation (R22, R47, R88).
//!
//! Which mail it then is, the rules say (BR 3.2.2.4): the same whole mail to the same recipients, or a new one with a
//! new token. The vendor's client sees to that; here it is decided whether it may be asked at all.

mod refusal;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, CheckKind, EvChecks, Examining, Order, Phase};
use crate::policy::Policy;
use crate::vendor::VendorRequest;
use crate::{Finding, Party, Refusal, Text, Vendor};
use refusal::{at_the_desk, no_confirmation, settled, too_early, too_many, too_soon};

/// A mail that a vendor sends and somebody has to act upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VendorMail {
    /// The approval mail (使用権確認メール) of every name that waits for it.
    Approval,
    /// EV: the issuance confirmation (発行確認メール, A30).
    Confirmation,
}

impl VendorMail {
    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            VendorMail::Approval => Text::fixed("承認メール", "approval mail"),
            VendorMail::Confirmation => Text::fixed("発行確認メール", "confirmation mail"),
        }
    }

    /// The check that waits for it.
    pub const fn check(self) -> CheckKind {
        match self {
            VendorMail::Approval => CheckKind::Domain,
            VendorMail::Confirmation => CheckKind::Confirmation,
        }
    }
}

/// One time that staff had a mail sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Resend {
    /// Which mail.
    pub mail: VendorMail,
    /// When staff asked for it.
    pub asked_at: Timestamp,
    /// When the vendor said that it sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
}

impl Order {
    /// Has the vendor send `mail` again; the request to be made once that is committed.
    ///
    /// # Errors
    /// `order.held`; `order.out_of_phase` or `order.finished` when the vendor does not examine it; `resend.not_awaited`
    /// when nobody waits for the mail, `resend.at_the_desk` when its vendor has no API, `resend.too_soon` and
    /// `resend.too_many` beyond the bounds of [`crate::policy::Resends`].
    pub fn ask_resend(
        &mut self,
        mail: VendorMail,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<VendorRequest, Refusal> {
        self.not_held()?;
        let vendor = self.application.product.vendor();
        let examining = self.examining("mail", "R88")?;
        let first_sent = examining.awaits(mail)?;
        if vendor == Vendor::Cybertrust {
            return Err(at_the_desk(mail).into());
        }
        let earlier = examining.resends.iter().filter(|resend| resend.mail == mail);
        if earlier.clone().count() >= policy.resends.at_most() {
            return Err(too_many(mail).into());
        }
        let last = earlier.map(|resend| resend.asked_at).max().unwrap_or(first_sent);
        let next = policy.resends.next(last);
        if now < next {
            return Err(too_soon(mail, next).into());
        }
        examining.resends.push(Resend { mail, asked_at: now, sent_at: None });
        Ok(VendorRequest::Resend { vendor_order: examining.vendor_order.clone(), mail, asked_at: now })
    }

    /// Records that the vendor sent what was asked for at `asked_at`; where staff were at work on it, the customer has
    /// the time anew to act upon it. Returns false when that is known, or the order has moved on.
    pub fn mail_resent(
        &mut self,
        mail: VendorMail,
        asked_at: Timestamp,
        policy: &Policy,
        now: Timestamp,
    ) -> bool {
        let Phase::Examining(examining) = &mut self.phase else { return false };
        let asked =
            examining.resends.iter_mut().find(|known| known.mail == mail && known.asked_at == asked_at);
        let Some(asked) = asked.filter(|asked| asked.sent_at.is_none()) else { return false };
        asked.sent_at = Some(now);
        let until = match mail {
            VendorMail::Approval => policy.approval_until(now),
            VendorMail::Confirmation => policy.confirmation_until(now),
        };
        for (kind, check) in examining.checks.each_mut() {
            if kind == mail.check() && check.as_waiting().is_some_and(|w| w.on == Party::Provider) {
                check.require(Party::Customer, now, until);
            }
        }
        if mail == VendorMail::Approval {
            self.approval_asked_anew();
        }
        true
    }

    /// Forgets what was asked for at `asked_at`: the vendor did not send it, so that it counts for no bound.
    pub fn resend_refused(&mut self, mail: VendorMail, asked_at: Timestamp) {
        if let Phase::Examining(examining) = &mut self.phase {
            examining.resends.retain(|known| (known.mail, known.asked_at) != (mail, asked_at));
        }
    }

    /// Whether `mail` is still waited for at the vendor.
    pub fn awaits_mail(&self, mail: VendorMail) -> bool {
        matches!(&self.phase, Phase::Examining(examining) if examining.awaits(mail).is_ok())
    }
}

impl Examining {
    /// Since when `mail` can have been on its way.
    fn awaits(&self, mail: VendorMail) -> Result<Timestamp, Finding> {
        let waits = |check: &Check| matches!(check, Check::Waiting(_));
        match mail {
            VendorMail::Approval => {
                let waiting = self.checks.common().domains.iter().any(|domain| waits(&domain.check));
                if waiting { Ok(self.placed_at) } else { Err(settled(mail)) }
            }
            VendorMail::Confirmation => match self.checks.ev() {
                None => Err(no_confirmation()),
                Some(EvChecks::Employment(_)) => Err(too_early()),
                Some(EvChecks::Confirmation { employment, check }) if waits(check) => Ok(employment.at),
                Some(EvChecks::Confirmation { .. }) => Err(settled(mail)),
            },
        }
    }
}
