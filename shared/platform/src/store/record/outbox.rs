//! What an event has to send, and what became of it.

use jiff::Timestamp;
use procedure::notice::Letter;
use procedure::vendor::VendorRequest;
use procedure::{OrderId, Send};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::envelope::Kind;

/// One thing to send.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutboxEntry {
    /// Its place in the outbox, from 0.
    pub n: usize,
    /// The thing itself; ids only.
    #[serde(flatten)]
    pub send: Outgoing,
    /// What became of it.
    pub delivery: Delivery,
}

/// A thing to send, as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outgoing {
    /// A letter.
    Letter {
        /// Which, to whom.
        letter: Letter,
    },
    /// An event for another function.
    Event {
        /// The order it is about.
        subject: OrderId,
        /// Its type.
        #[serde(rename = "type")]
        event: Kind,
        /// Its data.
        data: Value,
    },
    /// A request to the order's vendor.
    Vendor {
        /// Which.
        request: VendorRequest,
    },
}

/// What became of a send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Delivery {
    /// To be sent.
    Pending {
        /// It is known not to have been sent by any attempt up to this one; 0 at first. A later attempt may have
        /// sent it without saying so.
        unsent_through: u32,
        /// What the attempts since then said of themselves, if the last one said anything.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lost: Option<Lost>,
    },
    /// Sent.
    Sent {
        /// By which attempt.
        attempt: u32,
        /// When.
        at: Timestamp,
        /// What the recipient's system calls it: SES's message id, the event's id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receipt: Option<String>,
    },
    /// Not sent until staff decide.
    Held {
        /// Why.
        why: WhyHeld,
        /// When.
        at: Timestamp,
    },
    /// Not to be sent any more.
    Dropped {
        /// Why.
        why: WhyDropped,
        /// When.
        at: Timestamp,
    },
}

/// When something may last have been sent by an attempt whose outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// When at the latest.
    pub at: Timestamp,
    /// By which attempt this was written; one after it may have crashed without a word.
    pub through: u32,
}

/// Why staff have to look at a send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyHeld {
    /// It may have been sent, and twice is worse than not at all.
    UnknownOutcome,
    /// The mail service or the vendor does not take it.
    Refused,
    /// The letter cannot be written.
    Unwritable,
    /// It failed too often.
    TooManyAttempts,
}

/// Why a send is no longer wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyDropped {
    /// The order has moved on: the letter would say what is no longer true.
    Overtaken,
    /// Staff decided so.
    ByStaff,
}

impl Delivery {
    /// Not tried yet.
    pub const NEW: Delivery = Delivery::Pending { unsent_through: 0, lost: None };

    /// Whether it is still to be sent.
    pub const fn is_pending(&self) -> bool {
        matches!(self, Delivery::Pending { .. })
    }

    /// Whether staff have to look.
    pub const fn is_held(&self) -> bool {
        matches!(self, Delivery::Held { .. })
    }
}

impl OutboxEntry {
    /// The entry for the `n`th send of a decision.
    pub(crate) fn new(n: usize, send: &Send) -> Self {
        let send = match send {
            Send::Letter(letter) => Outgoing::Letter { letter: letter.clone() },
            Send::Event { subject, event } => Outgoing::Event {
                subject: subject.clone(),
                event: Kind::Event(event.kind()),
                data: event.data(),
            },
            Send::Vendor(request) => Outgoing::Vendor { request: request.clone() },
        };
        Self { n, send, delivery: Delivery::NEW }
    }

    /// Whether an attempt before `attempt` may have sent it without saying so.
    pub(crate) fn is_uncertain(&self, attempt: u32) -> bool {
        matches!(self.delivery, Delivery::Pending { unsent_through, .. } if unsent_through + 1 < attempt)
    }

    /// When an attempt before `attempt`, which begins at `now`, may last have sent it without saying so.
    pub(crate) fn lost_at(&self, attempt: u32, now: Timestamp) -> Option<Timestamp> {
        match self.delivery {
            _ if !self.is_uncertain(attempt) => None,
            Delivery::Pending { lost: Some(lost), .. } if lost.through + 1 == attempt => Some(lost.at),
            // The attempt before crashed: when, nobody knows.
            _ => Some(now),
        }
    }
}
