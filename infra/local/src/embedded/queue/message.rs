//! What a queue hands out.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::Serialize;

/// The number of a message in its file; a later message has a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct MessageId(pub(super) i64);

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for MessageId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// The right to delete or hide a message, from one receive until the next one of the same message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Receipt {
    pub(super) queue: String,
    pub(super) id: MessageId,
    pub(super) lease: i64,
}

/// A received message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its number.
    pub id: MessageId,
    /// What to delete it with.
    pub receipt: Receipt,
    /// What was sent.
    pub body: String,
    /// How often it has been received, this time included (SQS `ApproximateReceiveCount`).
    pub attempts: u32,
    /// When it was sent (SQS `SentTimestamp`).
    pub sent: Timestamp,
    /// When it was first received (SQS `ApproximateFirstReceiveTimestamp`).
    pub first_received: Timestamp,
}

/// A message in a DLQ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dead {
    /// Its number.
    pub id: MessageId,
    /// What was sent.
    pub body: String,
    /// How often it was received.
    pub attempts: u32,
    /// When it was sent.
    pub sent: Timestamp,
    /// When it was first received.
    pub first_received: Option<Timestamp>,
    /// When it came to the DLQ.
    pub since: Timestamp,
    /// What the last failure said, or that there was none.
    pub reason: String,
}

/// How many messages a queue holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Can be received now.
    pub visible: u64,
    /// Received and hidden.
    pub in_flight: u64,
    /// Sent with a delay that has not passed.
    pub delayed: u64,
    /// In the DLQ.
    pub dead: u64,
}
