//! What the vendor was asked for and has not done when its time is over: a revocation (BR 4.9.1.1), a withdrawal (A26).

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use super::{Order, Phase, RevocationAsked};
use crate::{Finding, Party, Text};

const REVOCATION: &str = "revocation.overdue";
const WITHDRAWAL: &str = "withdrawal.overdue";

impl Order {
    /// When staff have to be told that the vendor is late; `None` once they are. A hold is certflow's own and gives the
    /// vendor no more time.
    pub(super) fn overdue_at(&self) -> Option<Timestamp> {
        self.asked_of_vendor().filter(|(_, finding)| !self.has_attention(finding)).map(|(until, _)| until)
    }

    /// Tells staff that the vendor is late, once. Returns what they are told.
    pub fn tell_overdue(&mut self, now: Timestamp) -> Option<Finding> {
        let (until, finding) = self.asked_of_vendor()?;
        if now < until || self.has_attention(&finding) {
            return None;
        }
        self.needs_attention(finding.clone());
        Some(finding)
    }

    /// Whether staff were told that the vendor is late with the revocation.
    pub(super) fn is_revocation_overdue(&self) -> bool {
        self.attention.iter().any(|known| known.code == REVOCATION)
    }

    /// The vendor did it, or was asked anew.
    pub(super) fn no_longer_overdue(&mut self) {
        self.attended(|code, _| is_overdue(code));
    }

    /// What the vendor still has to do, until when, and what staff are told after that.
    fn asked_of_vendor(&self) -> Option<(Timestamp, Finding)> {
        match &self.phase {
            Phase::Issued(issued) => {
                let asked = issued.revocation.as_ref()?;
                Some((asked.until(), revocation(asked)))
            }
            Phase::Ended(ended) if ended.is_to_be_withdrawn() => {
                let until = ended.withdraw_until?;
                Some((until, withdrawal(until)))
            }
            _ => None,
        }
    }
}

/// Whether a finding with this code stands until the vendor has done what it was asked for.
pub(super) fn is_overdue(code: &str) -> bool {
    code == REVOCATION || code == WITHDRAWAL
}

fn revocation(asked: &RevocationAsked) -> Finding {
    let message = if asked.key_compromised {
        Text::fixed(
            "鍵の漏えいのため失効を依頼した証明書が、24時間の期限を過ぎても失効していません。",
            "The certificate, whose key is compromised, is not revoked though its 24 hours are over.",
        )
    } else {
        Text::fixed(
            "失効を依頼した証明書が、5日間の期限を過ぎても失効していません。",
            "The certificate is not revoked though its five days are over.",
        )
    };
    let remedy = Text::fixed(
        "ベンダーの管理画面で確認し、まだなら失効させ、記録してください（`certflow report --status revoked`）。",
        "Look in the vendor's console, have it revoked if it is not, and record it (`certflow report --status revoked`).",
    );
    Finding::stop(REVOCATION, "certificate", "BR 4.9.1.1", message, remedy)
        .owed_by(Party::Provider)
        .with_evidence(asked.until().to_string())
}

fn withdrawal(until: Timestamp) -> Finding {
    let message = Text::fixed(
        "期限を過ぎても、ベンダーの申請が取り消されていません。",
        "The order is not withdrawn at the vendor though the deadline is past.",
    );
    let remedy = Text::fixed(
        "ベンダーの管理画面で確認し、残っていれば取り消し、記録してください（`certflow report --status cancelled`）。",
        "Look in the vendor's console, withdraw it if it is still there, and record it (`certflow report --status cancelled`).",
    );
    Finding::warning(WITHDRAWAL, "vendor_order", "A26", message, remedy)
        .owed_by(Party::Provider)
        .with_evidence(until.to_string())
}
