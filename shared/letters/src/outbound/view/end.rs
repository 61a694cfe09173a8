//! Orders that ended without a certificate (R19, A26).

use procedure::order::{self, Ending, OrderKind, Phase};
use serde::Serialize;

use super::desk::Desk;
use super::enquiry::Question;
use super::{Facts, Told};

/// The end and its reason.
#[derive(Serialize)]
pub(super) struct Ended {
    at: String,
    reason: Option<Question>,
    /// Until when the certificate that was to be renewed can still be used.
    current_until: Option<String>,
}

pub(super) fn rejected(desk: &Desk<'_>) -> Option<Told> {
    let ended = ended(desk).filter(|ended| ended.how == Ending::Rejected)?;
    Some(told(desk, "rejected", ended))
}

/// Withdrawn, or not mended in time.
pub(super) fn cancelled(desk: &Desk<'_>) -> Option<Told> {
    let ended = ended(desk)?;
    match ended.how {
        Ending::Cancelled => Some(told(desk, "cancelled", ended)),
        Ending::Lapsed => Some(told(desk, "lapsed", ended)),
        Ending::Rejected => None,
    }
}

fn ended<'a>(desk: &Desk<'a>) -> Option<&'a order::Ended> {
    match &desk.order.phase {
        Phase::Ended(ended) => Some(ended),
        _ => None,
    }
}

fn told(desk: &Desk<'_>, template: &'static str, ended: &order::Ended) -> Told {
    let reason = ended.reason.as_ref().map(|reason| Question::of(reason.expose()));
    let current_until = match &desk.order.kind {
        OrderKind::Renewal { expires_at, .. } if *expires_at > desk.context.now => {
            Some(desk.moment(*expires_at))
        }
        OrderKind::Renewal { .. } | OrderKind::New | OrderKind::Reissue { .. } => None,
    };
    let facts = Facts::Ended(Ended { at: desk.moment(ended.at), reason, current_until });
    Told { template, deadline: None, facts }
}
