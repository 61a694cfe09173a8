//! Erasure: by policy once its time has come, and on demand.

use async_trait::async_trait;
use platform::react::Gather;
use platform::store::{Ask, Cause, Outgoing, StoreError};
use procedure::erase::{Erased, vendor_request_open};
use procedure::event::ErasureRequested;
use procedure::order::{Actor, Order};
use procedure::{Decision, Moment, Refusal, Text};

/// What keeps personal data of orders outside the table.
#[async_trait]
pub trait Elsewhere: Send + Sync {
    /// Erases all it keeps of the order. May be repeated.
    ///
    /// # Errors
    /// When something could not be erased; it is tried again.
    async fn erase(&self, order: &Erased) -> Result<(), Cause>;
}

/// Lines of history read at once.
const PAGE: u16 = 200;

/// Whether something that was to be asked of the vendor has not been, or staff have to decide about it.
pub(crate) async fn vendor_is_owed(cx: &Gather<'_>, order: &Order) -> Result<bool, StoreError> {
    let mut ask = Ask::first(PAGE);
    loop {
        let page = cx.store.history(&order.id, &ask).await?;
        let owed = |entry: &platform::store::OutboxEntry| {
            let open = entry.delivery.is_pending() || entry.delivery.is_held();
            open && matches!(entry.send, Outgoing::Vendor { .. })
        };
        if page.items.iter().any(|line| line.outbox.iter().any(owed)) {
            return Ok(true);
        }
        ask.after = page.next;
        if ask.after.is_none() {
            return Ok(false);
        }
    }
}

/// The order's time is over. While the vendor is owed something or owes something, or staff owe the destruction of a
/// document, it stays as it is, and is looked at again.
pub(crate) fn due(order: Order, vendor_is_owed: bool, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let vendor_owes = order.is_to_be_withdrawn() || order.is_to_be_revoked();
    if vendor_is_owed || vendor_owes || order.keeps_what_it_may_not() {
        return Ok(Decision::of(order));
    }
    erase(order, Actor::System, moment)
}

/// Somebody demands that the order's personal data be erased.
///
/// # Errors
/// `erasure.order_runs`, `erasure.withdrawal_open`, `erasure.revocation_open`, `erasure.document_kept`,
/// `erasure.vendor_request_open`.
pub(crate) fn demanded(
    order: Order,
    event: &ErasureRequested,
    vendor_is_owed: bool,
    moment: &Moment<'_>,
) -> Result<Decision, Refusal> {
    if order.is_finished() && vendor_is_owed {
        return Err(vendor_request_open());
    }
    erase(order, event.by, moment)
}

fn erase(order: Order, by: Actor, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let erased = order.erase(by, moment.now)?;
    let what = Text::fixed("個人情報を消去しました。", "The personal data was erased.");
    Ok(Decision::of(order).because(by, what).erase(erased))
}
