//! The approval mail of a name: seen, and lapsed when its 30 days are over (R22, R88, BR 3.2.2.4.4).

use jiff::Timestamp;

use super::{ApprovalMailSeen, Check, Checks, LapsedToken, Order, Phase};
use crate::name::DnsName;
use crate::policy::Policy;
use crate::{Finding, Party, Refusal, Text};

/// What staff are told when a mail has lapsed.
const LAPSED: &str = "approval.lapsed";

impl Order {
    /// Records that an approval mail for `name` was seen; a newer one replaces the older, and gives the customer anew the
    /// time to approve it where staff were at work on it. Returns whether anything changed.
    ///
    /// A mail with the same links is the same mail, sent again: its token lives no longer for that (BR 3.2.2.4).
    ///
    /// # Errors
    /// `order.out_of_phase` or `order.finished` when the vendor does not examine it; `mail.token_lapsed` when the mail
    /// brings only a token that has lapsed.
    pub fn approval_mail_seen(
        &mut self,
        name: &DnsName,
        seen: ApprovalMailSeen,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        let examining = self.examining("mail", "R41")?;
        let (mut changes, mut spent) = (false, false);
        let domains = &mut examining.checks.common_mut().domains;
        for domain in domains.iter_mut().filter(|domain| domain.name.domain().is_within(name)) {
            let newer = domain.mail.as_ref().is_none_or(|known| known.at < seen.at);
            let lapsed = domain.lapsed.as_ref().filter(|token| seen.links.as_ref() == Some(&token.links));
            if newer && !domain.check.is_settled() && lapsed.is_some() {
                spent = true;
            } else if newer && !domain.check.is_settled() {
                let mut seen = seen.clone();
                if let Some(known) = domain.mail.take().filter(|k| k.links.is_some() && k.links == seen.links)
                {
                    seen.lapses_at = seen.lapses_at.min(known.lapses_at);
                }
                domain.mail = Some(seen);
                changes = true;
                if let Check::Waiting(waiting) = &domain.check
                    && waiting.on == Party::Provider
                {
                    domain.check.require(Party::Customer, now, policy.approval_until(now));
                }
            }
        }
        if changes {
            self.approval_asked_anew();
        } else if spent {
            return Err(token_lapsed().into());
        }
        Ok(changes)
    }

    /// What is worth knowing though it does not stop the order; the same code about the same field once.
    pub fn warn(&mut self, finding: Finding) {
        let is_same = |known: &&mut Finding| known.code == finding.code && known.field == finding.field;
        match self.warnings.iter_mut().find(is_same) {
            Some(known) => *known = finding,
            None => self.warnings.push(finding),
        }
    }

    /// What staff had to see to is done: another mail is on its way, or here.
    pub(super) fn approval_asked_anew(&mut self) {
        self.attended(|code, _| code == LAPSED);
    }

    /// Asks staff to have the lapsed mail sent anew.
    pub(super) fn approval_lapsed(&mut self) {
        self.needs_attention(
            Finding::warning(
                LAPSED,
                "mail",
                "BR 3.2.2.4.4",
                Text::fixed(
                    "承認メールのURLの有効期間（30日）が過ぎました。",
                    "The 30 days within which the approval mail's link works are over.",
                ),
                Text::fixed(
                    "ベンダーに新しい承認メールの送信を依頼してください（DigiCert・GeoTrust は `certflow resend`）。届いたメールは自動で確認されます。",
                    "Have the vendor send a new approval mail (DigiCert, GeoTrust: `certflow resend`); it is seen by \
                     itself when it comes.",
                ),
            )
            .owed_by(Party::Provider),
        );
    }

    /// When the first approval mail that nobody has answered lapses.
    pub(super) fn approval_lapses_at(&self) -> Option<Timestamp> {
        let Phase::Examining(examining) = &self.phase else { return None };
        let waiting = examining.checks.common().domains.iter();
        let waiting = waiting.filter(|domain| matches!(domain.check, Check::Waiting(_)));
        waiting.filter_map(|domain| domain.mail.as_ref()).map(|mail| mail.lapses_at).min()
    }
}

/// Forgets the mails that have lapsed by `now`: their names wait for staff, who have the vendor send new ones. Returns
/// whether there were any.
pub(super) fn lapse(checks: &mut Checks, policy: &Policy, now: Timestamp) -> bool {
    let mut lapsed = false;
    for domain in &mut checks.common_mut().domains {
        let Check::Waiting(_) = domain.check else { continue };
        if domain.mail.as_ref().is_some_and(|mail| mail.lapses_at <= now) {
            let mail = domain.mail.take();
            let token = mail.and_then(|mail| Some(LapsedToken { at: mail.lapses_at, links: mail.links? }));
            domain.lapsed = token.or_else(|| domain.lapsed.take());
            domain.check = Check::waiting(Party::Provider, now, policy.escalated_until(now));
            lapsed = true;
        }
    }
    lapsed
}

/// The vendor sent a mail again whose token is dead.
fn token_lapsed() -> Finding {
    Finding::stop(
        "mail.token_lapsed",
        "mail",
        "BR 3.2.2.4.4",
        Text::fixed(
            "有効期間（30日）が過ぎたURLのメールが、もう一度送られています。",
            "The mail brings again a link whose 30 days are over.",
        ),
        Text::fixed(
            "ベンダーに新しいURLの承認メールを依頼してください（DigiCert・GeoTrust は `certflow resend`）。",
            "Have the vendor send a mail with a new link (DigiCert, GeoTrust: `certflow resend`).",
        ),
    )
    .owed_by(Party::Provider)
}
