//! Whom a letter goes to.

use procedure::notice::Recipient;
use procedure::order::Order;

/// The addresses of `recipient` as they are in the order now; personal data. Empty when the application names no
/// such address: the responsible person's own is mandatory for EV alone (R50).
pub fn recipients(order: &Order, recipient: Recipient) -> Vec<String> {
    order.application.addresses(recipient).into_iter().map(|address| address.expose()).collect()
}
