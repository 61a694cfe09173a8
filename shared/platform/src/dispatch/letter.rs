//! Letters: rendered from the order, addressed and sent, all at once.

use letters::Context;
use procedure::notice::Letter;

use super::mailer::{Mail, SendError, Tags};
use super::outcome::Attempt;
use super::{Dispatcher, OnUnknown, on_unknown};
use crate::store::{Delivery, WhyDropped, WhyHeld};

impl Dispatcher {
    pub(super) async fn write_letter(&self, attempt: &Attempt<'_>, letter: &Letter) -> Option<Delivery> {
        let at = attempt.now;
        if attempt.is_uncertain() && on_unknown(&letter.notice) == OnUnknown::Hold {
            return Some(Delivery::Held { why: WhyHeld::UnknownOutcome, at });
        }
        let mail = match self.mail_of(attempt, letter) {
            Ok(mail) => mail,
            Err(letters::Error::Overtaken { .. }) => {
                return Some(Delivery::Dropped { why: WhyDropped::Overtaken, at });
            }
            Err(error) => {
                tracing::error!(order = %attempt.order.id, notice = letter.notice.code(), %error, "unwritable");
                return Some(Delivery::Held { why: WhyHeld::Unwritable, at });
            }
        };
        match self.mailer.send(&mail).await {
            Ok(receipt) => attempt.sent(Some(receipt.0)),
            Err(SendError::Unknown) => None,
            Err(SendError::Throttled) => attempt.unsent(),
            Err(SendError::Refused) => Some(Delivery::Held { why: WhyHeld::Refused, at }),
        }
    }

    fn mail_of(&self, attempt: &Attempt<'_>, letter: &Letter) -> Result<Mail, letters::Error> {
        let order = attempt.order;
        let context =
            Context { now: attempt.now, links: &self.links, provider: &self.provider, policy: &self.policy };
        let rendered = letters::render(order, letter, &context)?;
        let to = letters::recipients(order, letter.to);
        let addresses = self.mail.addresses(&self.provider.name, order.application.language, to.clone());
        // The event's place in the history names the letter, so that a second try bears the same Message-ID, where the
        // mail service leaves it.
        let message_id =
            format!("<{}.{}@{}>", attempt.record.key, attempt.entry.n, self.mail.message_id_domain);
        let raw = letters::compose(&rendered, &addresses, &message_id, attempt.now)?;
        let tags = Tags { order: order.id.clone(), notice: letter.notice.code(), to: letter.to };
        let is_watched = order.undeliverable.contains(&letter.to);
        Ok(Mail { raw, from: self.mail.from.clone(), to, message_id, is_watched, tags })
    }
}
