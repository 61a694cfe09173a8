//! What the decisions need to know besides the order and the event.

use procedure::Finding;
use procedure::order::Order;

/// The facts about an application.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// What its key, its names and the outside world have to say: keys used before, open orders for the same names,
    /// DNS.
    pub findings: Vec<Finding>,
    /// The order that a reissue replaces.
    pub predecessor: Option<Order>,
}
