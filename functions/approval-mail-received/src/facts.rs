//! What the decision needs to know besides the order and the event.

use procedure::Finding;
use procedure::name::DnsName;
use procedure::order::ApprovalMailSeen;

/// What the mail turned out to be. Its link is not among it: nothing ever follows it.
#[derive(Debug, Clone, PartialEq)]
pub enum Facts {
    /// The vendor's approval mail for a name of this order.
    Seen {
        /// The name it asks to approve.
        name: DnsName,
        /// When it was sent and when its token lapses.
        seen: ApprovalMailSeen,
        /// What staff should know.
        warnings: Vec<Finding>,
    },
    /// Not to be believed; staff look at it.
    Quarantined(Vec<Finding>),
}
