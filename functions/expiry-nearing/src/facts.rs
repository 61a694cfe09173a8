//! What the decisions need to know besides the order and the event.

use procedure::order::Order;

/// The facts about a renewal.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The order whose certificate expires.
    pub predecessor: Option<Order>,
}
