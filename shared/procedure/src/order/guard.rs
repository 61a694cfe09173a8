//! Refusals of an event that does not fit the order.

use super::{Order, Phase};
use crate::{Finding, OrderId, Party, Refusal, Text};

/// The answer to an event for an order that does not exist.
pub fn unknown_order(id: &OrderId) -> Refusal {
    Finding::stop(
        "order.unknown",
        "subject",
        "R41",
        Text::new(format!("注文 {id} はありません。"), format!("There is no order {id}.")),
        Text::fixed("注文番号をご確認ください。", "Check the order number (`certflow list`)."),
    )
    .into()
}

/// The order that an event needs.
///
/// # Errors
/// `order.unknown` when there is none.
pub fn existing(order: Option<Order>) -> Result<Order, Refusal> {
    order.ok_or_else(|| {
        Finding::stop(
            "order.unknown",
            "subject",
            "R41",
            Text::fixed("この注文はありません。", "There is no such order."),
            Text::fixed("注文番号をご確認ください。", "Check the order number (`certflow list`)."),
        )
        .into()
    })
}

impl Order {
    /// The answer to an event that comes in a phase where it means nothing.
    pub(crate) fn out_of_phase(&self, field: &'static str, rule: &'static str) -> Refusal {
        let stage = self.stage().label();
        let (code, ja, en) = if self.is_finished() {
            ("order.finished", "この注文は完了しています", "The order is finished")
        } else {
            (
                "order.out_of_phase",
                "この注文は現在この操作を受け付けられません",
                "The order cannot take this now",
            )
        };
        Finding::stop(
            code,
            field,
            rule,
            Text::new(format!("{ja}（状態: {}）。", stage.ja), format!("{en} (stage: {}).", stage.en)),
            Text::fixed(
                "注文の状態を確認し、必要なら新しい注文または再発行としてお申し込みください。",
                "Look at the order (`certflow show`); if need be apply anew or ask for a reissue.",
            ),
        )
        .owed_by(Party::Provider)
        .into()
    }

    /// Refuses once the order has its certificate or ended without one.
    ///
    /// # Errors
    /// `order.out_of_phase` or `order.finished`.
    pub fn require_open(&self, field: &'static str, rule: &'static str) -> Result<(), Refusal> {
        if self.is_open() { Ok(()) } else { Err(self.out_of_phase(field, rule)) }
    }

    /// Refuses while the order is on hold (an act of certflow's own; what others report is recorded all the same).
    ///
    /// # Errors
    /// `order.held`.
    pub fn not_held(&self) -> Result<(), Refusal> {
        if self.hold.is_none() {
            return Ok(());
        }
        Err(Finding::stop(
            "order.held",
            "order",
            "R88",
            Text::fixed("この注文は保留中です。", "The order is on hold."),
            Text::fixed("保留を解除してください。", "Release it first (`certflow release`)."),
        )
        .owed_by(Party::Provider)
        .into())
    }

    /// Whether the order is in a phase where its application can still change.
    pub const fn can_be_amended(&self) -> bool {
        matches!(self.phase, Phase::Returned(_) | Phase::Confirming(_) | Phase::Accepted { .. })
    }
}
