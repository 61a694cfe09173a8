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
    /// `erasure.withdrawal_open`, `erasure.revocation_open` and `erasure.document_kept` until the vendor or staff have
    /// done what they owe: nobody would know of it any more.
    pub fn erase(&self, by: Actor, now: Timestamp) -> Result<Erased, Refusal> {
        let Some(finished_at) = self.finished_at() else { return Err(self.runs()) };
        if self.is_to_be_revoked() {
            return Err(revocation_open());
        }
        if self.is_to_be_withdrawn() {
            return Err(withdrawal_open());
        }
        if self.keeps_what_it_may_not() {
            return Err(document_kept());
        }
        Ok(Erased::of(self, finished_at, by, now))
    }

    /// Whether the vendor was asked to revoke its certificate, and has not said that it did.
    pub const fn is_to_be_revoked(&self) -> bool {
        matches!(&self.phase, Phase::Issued(issued) if issued.revocation.is_some())
    }

    /// Whether it ended here and the vendor still has it, as far as certflow was told.
    pub fn is_to_be_withdrawn(&self) -> bool {
        matches!(&self.phase, Phase::Ended(ended) if ended.is_to_be_withdrawn())
    }

    /// Whether staff have not said yet that a document which may not be kept is gone.
    pub fn keeps_what_it_may_not(&self) -> bool {
        self.documents.unkept().next().is_some()
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

fn document_kept() -> Refusal {
    Finding::stop(
        "erasure.document_kept",
        "order",
        "R85",
        Text::fixed(
            "保管できない書類の廃棄または返送がまだ記録されていません。",
            "A document that may not be kept has not been recorded as destroyed or sent back.",
        ),
        Text::fixed(
            "廃棄または返送し、記録してから消去してください（certflow document destroyed）。",
            "Destroy it or send it back and record that (`certflow document destroyed`), then erase the order.",
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
