//! What the customer owes now.

use procedure::Party;
use procedure::notice::Recipient;
use serde::Serialize;

use super::desk::Desk;
use super::{Facts, Told};

/// One act of the customer.
#[derive(Serialize)]
pub(super) struct Act {
    what: String,
    until: Option<String>,
}

/// Letters did not reach one of the contacts.
#[derive(Serialize)]
pub(super) struct Bounced {
    /// Whose address failed: `notification`, `responsible_person`.
    unreached: &'static str,
    /// What the letters that did not arrive may have asked for.
    acts: Vec<Act>,
}

/// The customer's open acts.
pub(super) fn owed(desk: &Desk<'_>) -> Vec<Act> {
    let acts = desk.order.acts().into_iter().filter(|act| act.by == Party::Customer);
    acts.map(|act| Act {
        what: desk.label(&act.what),
        until: act.until.filter(|until| *until > desk.context.now).map(|until| desk.moment(until)),
    })
    .collect()
}

/// Written to `to` because the other contact's address failed.
pub(super) fn bounced(desk: &Desk<'_>, to: Recipient) -> Told {
    let unreached = match to {
        Recipient::Notification => "responsible_person",
        Recipient::ResponsiblePerson => "notification",
    };
    let facts = Facts::Bounced(Bounced { unreached, acts: owed(desk) });
    Told { template: "bounced", deadline: None, facts }
}
