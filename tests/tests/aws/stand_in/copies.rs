//! An order whose approval mail nobody but the customer is sent: the customer's mail server redirects copies to the intake
//! (`infra/aws/README.md`). Not every copy proves what it is.

use procedure::OrderId;
use simulation::mailroom::{Authentication, Mail};

use super::news::Letter;
use super::stories::Stage;
use super::wait::until;

/// Where copies are redirected to, on every stack here.
pub(super) const INTAKE: &str = "approvals@approvals.hosting.example";

/// What was known once the copies that prove nothing had come.
pub(super) struct SetAside {
    /// The codes that staff are shown, after each of them.
    pub(super) reasons: Vec<String>,
    /// Whether the order took one of them for its approval mail.
    pub(super) seen: bool,
    /// The letters that told of one.
    pub(super) told: usize,
}

impl Stage {
    /// R22, R25, R41: a copy with To unsigned, one that was changed on its way, and one as the vendor sent it.
    pub(super) async fn copied(&self, order: &OrderId) -> SetAside {
        let (number, mail) = self.asked(order).await;
        let unsigned = String::from_utf8(mail.raw.clone()).unwrap().replace("h=From:To:", "h=From:");
        let unsigned = Mail { raw: unsigned.into_bytes(), ..Mail::clone(&mail) };
        let changed = [&mail.raw[..], b"-- \r\nChecked for viruses.\r\n"].concat();
        let changed = Mail { raw: changed, ..Mail::clone(&mail) };
        let mut reasons = Vec::new();
        for (key, copy, found) in [
            ("copy-unsigned", unsigned, Authentication::REDIRECTED),
            ("copy-changed", changed, Authentication::FORGED),
        ] {
            assert_ne!(copy.raw, mail.raw);
            self.stack.receive_mail(key, &copy.redirected(INTAKE, found)).await;
            reasons.push(self.put_aside(order, reasons.last()).await);
        }
        let seen = self.state(order).await.checks().unwrap().common().domains[0].mail.is_some();
        let set_aside = SetAside { reasons, seen, told: self.told(order) };
        self.arrives(order, "copy", &mail.redirected(INTAKE, Authentication::REDIRECTED)).await;
        self.goes_on(order, &number, &mail).await;
        set_aside
    }

    /// The letters that say that the order's approval mail came.
    pub(super) fn told(&self, order: &OrderId) -> usize {
        let arrived = |letter: &&Letter| letter.is(order.as_str(), "approval_mail_arrived");
        self.letters().iter().filter(arrived).count()
    }

    /// Why mails about the order were put aside, once that is other than `before`.
    async fn put_aside(&self, order: &OrderId, before: Option<&String>) -> String {
        until("the mail to be put aside", async || {
            let order = self.state(order).await;
            let aside = order.attention.into_iter().find(|finding| finding.code == "mail.quarantined")?;
            aside.evidence.filter(|codes| Some(codes) != before)
        })
        .await
    }
}
