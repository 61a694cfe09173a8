//! Which order an event from outside is about.

use procedure::event::EventKind;
use procedure::{Finding, OrderId, Text};

use crate::envelope::Envelope;

/// The subject of an event: the order it names; for one that opens an order, the id that follows from its own name,
/// so that it opens one order however often it comes (R89).
///
/// # Errors
/// `subject.missing`, `subject.derived`.
pub(super) fn subject_of(envelope: &Envelope, kind: EventKind) -> Result<Option<OrderId>, Finding> {
    if opens(kind) {
        let derived = OrderId::derived(envelope.source.as_str(), &envelope.id);
        return match &envelope.subject {
            Some(given) if *given != derived => Err(not_derived()),
            _ => Ok(Some(derived)),
        };
    }
    match &envelope.subject {
        None if !needs_none(kind) => Err(missing()),
        given => Ok(given.clone()),
    }
}

const fn opens(kind: EventKind) -> bool {
    matches!(kind, EventKind::OrderSubmitted | EventKind::ReissueRequested | EventKind::RenewalOpened)
}

/// A mail says itself which order it is about; a sweep is about all.
const fn needs_none(kind: EventKind) -> bool {
    matches!(kind, EventKind::ApprovalMailReceived | EventKind::SweepRequested)
}

fn missing() -> Finding {
    Finding::stop(
        "subject.missing",
        "subject",
        "CloudEvents 1.0 subject",
        Text::fixed("対象の注文番号がありません。", "The order's id is missing."),
        Text::fixed("subject に注文番号を指定してください。", "Give the order's id as `subject`."),
    )
}

fn not_derived() -> Finding {
    Finding::stop(
        "subject.derived",
        "subject",
        "R89",
        Text::fixed("新しい注文の番号は指定できません。", "The id of a new order cannot be chosen."),
        Text::fixed(
            "subject を省略してください。番号は受付時にお知らせします。",
            "Leave `subject` out; the answer tells the order's id.",
        ),
    )
}
