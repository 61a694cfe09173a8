//! What the decisions need to know besides the order and the event.

use procedure::order::Order;

/// The facts about a renewal or an erasure.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The order whose certificate expires.
    pub predecessor: Option<Order>,
    /// Whether something that was to be asked of the vendor has not been.
    pub vendor_is_owed: bool,
}
