//! Personal data is erased once it is no longer needed (APPI Art. 22), and at the customer's demand; what stays is the
//! audit skeleton of the order (R90).

mod erased;
mod guard;
#[cfg(test)]
mod tests;

pub use erased::{CertificateTrace, Erased};
pub use guard::{erased_order, vendor_request_open};

use jiff::Timestamp;

use crate::order::{Actor, Life, Order, Phase};
use crate::policy::Policy;
use crate::{Finding, Party, Refusal, Text};

impl Order {
    /// When nothing more could happen to it; `None` while something can.
    pub const fn finished_at(&self) -> Option<Timestamp> {
        match &self.phase {
            Phase::Ended(ended) => Some(ended.at),
            Phase::Issued(issued) => match issued.life {
                Life::Watched { .. } => None,
                Life::Succeeded { at, .. } | Life::Expired { at } | Life::Revoked { at, .. } => Some(at),
            },
            _ => None,
        }
    }

    /// When its personal data is erased by policy; `None` while it runs. A certificate that another order took over
    /// may still have to be revoked, so its order keeps everything until that certificate has expired.
    pub fn erasable_at(&self, policy: &Policy) -> Option<Timestamp> {
        let finished = self.finished_at()?;
        let in_use = match &self.phase {
            Phase::Issued(issued) if matches!(issued.life, Life::Succeeded { .. }) => {
                Some(issued.certificate.not_after())
            }
            _ => None,
        };
        Some(policy.erasure.due(finished.max(in_use.unwrap_or(finished))))
    }

    /// What is left of it once its personal data is erased.
    ///
    /// # Errors
    /// `erasure.order_runs` while something can still happen to it, with what to do first;
    /// `erasure.withdrawal_open` and `erasure.revocation_open` until the vendor has done what it owes: nobody would know
    /// of it any more.
    pub fn erase(&self, by: Actor, now: Timestamp) -> Result<Erased, Refusal> {
        let Some(finished_at) = self.finished_at() else { return Err(self.runs()) };
        if let Phase::Issued(issued) = &self.phase
            && issued.revocation.is_some()
        {
            return Err(revocation_open());
        }
        if self.is_to_be_withdrawn() {
            return Err(withdrawal_open());
        }
        Ok(Erased::of(self, finished_at, by, now))
    }

    /// Whether it ended here and the vendor still has it, as far as certflow was told.
    pub fn is_to_be_withdrawn(&self) -> bool {
        matches!(&self.phase, Phase::Ended(ended) if ended.is_to_be_withdrawn())
    }

    fn runs(&self) -> Refusal {
        let stage = self.stage().label();
        let remedy = match self.phase {
            Phase::Issued(_) => Text::fixed(
                "証明書が使用中です。先に失効させる（certflow revoke）か、有効期限が切れるまでお待ちください。",
                "Its certificate is in use: revoke it first (`certflow revoke`), or wait until it has expired.",
            ),
            _ => Text::fixed(
                "先に注文を取り消してください（certflow cancel）。",
                "Cancel the order first (`certflow cancel`).",
            ),
        };
        Finding::stop(
            "erasure.order_runs",
            "order",
            "APPI Art. 22",
            Text::new(
                format!("この注文は手続き中のため、個人情報を消去できません（状態: {}）。", stage.ja),
                format!("The order is not over, so its personal data is still needed (stage: {}).", stage.en),
            ),
            remedy,
        )
        .owed_by(Party::Provider)
        .into()
    }
}

fn withdrawal_open() -> Refusal {
    Finding::stop(
        "erasure.withdrawal_open",
        "order",
        "A26",
        Text::fixed(
            "ベンダーの申請がまだ取り消されていません。",
            "The order has not been withdrawn at the vendor yet.",
        ),
        Text::fixed(
            "ベンダーで取り消し、記録してから消去してください（certflow report --status cancelled）。",
            "Withdraw it there and record it (`certflow report --status cancelled`), then erase it.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}

fn revocation_open() -> Refusal {
    Finding::stop(
        "erasure.revocation_open",
        "order",
        "APPI Art. 22",
        Text::fixed("失効の依頼がまだ完了していません。", "The vendor has not confirmed the revocation yet."),
        Text::fixed(
            "ベンダーの失効処理が完了してから消去してください。",
            "Erase it once the vendor has revoked the certificate.",
        ),
    )
    .owed_by(Party::Provider)
    .into()
}
