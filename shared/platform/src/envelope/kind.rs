//! The types of events on the queues: the procedure's, and two of the platform's own.

use procedure::Finding;
use procedure::event::EventKind;
use serde::{Deserialize, Serialize};

const OUTBOX_LEFT_BEHIND: &str = "certflow.outbox-left-behind.v1";
const SWEEP_PART: &str = "certflow.sweep-part.v1";

/// The CloudEvents `type` of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Kind {
    /// An event of the procedure.
    Event(EventKind),
    /// Something of an applied event was not sent; whoever holds the right clients claims and sends it.
    OutboxLeftBehind,
    /// The rest of one partition of the due index.
    SweepPart,
}

impl Kind {
    /// The name, such as `certflow.order-submitted.v1`.
    pub const fn type_name(self) -> &'static str {
        match self {
            Kind::Event(kind) => kind.type_name(),
            Kind::OutboxLeftBehind => OUTBOX_LEFT_BEHIND,
            Kind::SweepPart => SWEEP_PART,
        }
    }

    /// The type with this name.
    ///
    /// # Errors
    /// `type.unknown`.
    pub fn from_type(name: &str) -> Result<Self, Finding> {
        match name {
            OUTBOX_LEFT_BEHIND => Ok(Kind::OutboxLeftBehind),
            SWEEP_PART => Ok(Kind::SweepPart),
            _ => EventKind::from_type(name).map(Kind::Event),
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = Finding;

    fn try_from(name: String) -> Result<Self, Finding> {
        Self::from_type(&name)
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> String {
        kind.type_name().to_owned()
    }
}
