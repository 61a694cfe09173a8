//! What a committed event has to send: letters, events, requests to the vendor.
//!
//! Nothing is sent before its event is committed, and nothing is sent without a claim. What is safe to repeat goes
//! first (requests, which look before they place again; events, which carry the same id each time), letters last:
//! then the least time passes between a letter and the mark that says so.
//!
//! A letter whose sender crashed before marking has an unknown outcome, and the mail service has no request token.
//! [`on_unknown`] says per kind of letter whether it is sent again or held for staff.

mod address;
mod letter;
mod mailer;
mod message;
mod outcome;
mod queue;
#[cfg(test)]
mod tests;
mod unknown;
mod vendor;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use letters::{Links, Provider};
use procedure::order::Order;
use procedure::policy::Policy;

pub use address::MailSettings;
pub use mailer::{Mail, Mailer, Receipt, SendError, Tags};
pub use queue::{Queue, QueueError};
pub use unknown::{OnUnknown, on_unknown};
pub use vendor::Vendors;

use crate::Clock;
use crate::store::{Delivery, HistoryRecord, OutboxEntry, Outgoing, WhyHeld};
use outcome::Attempt;

/// Sends outboxes.
pub struct Dispatcher {
    /// The mail service.
    pub mailer: Arc<dyn Mailer>,
    /// The queues.
    pub queue: Arc<dyn Queue>,
    /// The vendors this function may ask for changes.
    pub vendors: Vendors,
    /// The operator's settings.
    pub policy: Arc<Policy>,
    /// Who writes letters.
    pub provider: Provider,
    /// Where letters lead to.
    pub links: Links,
    /// Between which addresses letters go.
    pub mail: MailSettings,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How many holders of an outbox try before staff have to look; at least 1.
    pub max_attempts: u32,
}

/// What came of an outbox.
#[derive(Debug, Default)]
pub struct Tried {
    /// What is known of each send afterwards; an entry without a result may or may not have been sent.
    pub results: Vec<(usize, Delivery)>,
    /// How long a vendor wants to be left alone before the next attempt.
    pub pause: SignedDuration,
}

impl Dispatcher {
    /// Sends what is pending in `record`, which must be claimed by the caller, from the state of `order` as it is
    /// now. Starts nothing after `deadline`.
    pub async fn send(&self, order: &Order, record: &HistoryRecord, deadline: Option<Timestamp>) -> Tried {
        let mut tried = Tried::default();
        let Some(claim) = &record.claim else { return tried };
        let mut pending: Vec<&OutboxEntry> =
            record.outbox.iter().filter(|entry| entry.delivery.is_pending()).collect();
        pending.sort_by_key(|entry| (rank(&entry.send), entry.n));
        for entry in pending {
            let now = self.clock.now();
            let attempt = Attempt { order, record, entry, number: claim.attempt, now };
            let delivery = if deadline.is_some_and(|deadline| now >= deadline) {
                attempt.unsent()
            } else if claim.attempt > self.max_attempts {
                Some(Delivery::Held { why: WhyHeld::TooManyAttempts, at: now })
            } else {
                self.send_one(&attempt, &mut tried.pause).await
            };
            if let Some(delivery @ Delivery::Held { .. }) = &delivery {
                tracing::error!(order = %order.id, history = %record.key, entry = entry.n, ?delivery, "held for staff");
            }
            tried.results.extend(delivery.map(|delivery| (entry.n, delivery)));
        }
        tried
    }

    async fn send_one(&self, attempt: &Attempt<'_>, pause: &mut SignedDuration) -> Option<Delivery> {
        match &attempt.entry.send {
            Outgoing::Vendor { request } => self.ask_vendor(attempt, request, pause).await,
            Outgoing::Event { subject, event, data } => {
                let envelope = message::event(attempt, subject, *event, data);
                self.queue_event(attempt, &envelope).await
            }
            Outgoing::Letter { letter } => self.write_letter(attempt, letter).await,
        }
    }
}

/// Lower goes first.
const fn rank(send: &Outgoing) -> u8 {
    match send {
        Outgoing::Vendor { .. } => 0,
        Outgoing::Event { .. } => 1,
        Outgoing::Letter { .. } => 2,
    }
}

/// How long after attempt `attempt` the next one comes: a minute, doubled each time, up to six hours.
pub fn backoff(attempt: u32) -> SignedDuration {
    let minutes = 1_i64 << attempt.saturating_sub(1).min(9);
    SignedDuration::from_mins(minutes.min(6 * 60))
}
