//! The renewal before its prescribed date, and the certificate that ran out (R8–R11, A5).

use procedure::Party;
use procedure::order::{Life, OnSilence, OrderKind, Phase};
use serde::Serialize;

use super::acts::{self, Act};
use super::desk::Desk;
use super::{Facts, Told};

/// A renewal to be confirmed or amended.
#[derive(Serialize)]
pub(super) struct Renewal {
    /// When the current certificate expires.
    expires_at: Option<String>,
    /// Whether silence lets the renewal go on with the current details (R10).
    silence_proceeds: bool,
}

/// A certificate past its end.
#[derive(Serialize)]
pub(super) struct Expired {
    expired_at: String,
    /// What the customer still owes the renewal.
    acts: Vec<Act>,
}

pub(super) fn open(desk: &Desk<'_>, template: &'static str) -> Option<Told> {
    let Phase::Confirming(confirming) = &desk.order.phase else { return None };
    let waiting = &confirming.waiting;
    if waiting.on != Party::Customer || waiting.until <= desk.context.now {
        return None;
    }
    let expires_at = match &desk.order.kind {
        OrderKind::Renewal { expires_at, .. } => Some(desk.moment(*expires_at)),
        OrderKind::New | OrderKind::Reissue { .. } => None,
    };
    let silence_proceeds = match confirming.on_silence {
        OnSilence::Proceed => true,
        OnSilence::AskExplicitly => false,
    };
    let facts = Facts::Renewal(Renewal { expires_at, silence_proceeds });
    Some(Told { template, deadline: Some(waiting.until), facts })
}

/// Without a renewal, or before the renewal's certificate is issued.
pub(super) fn expired(desk: &Desk<'_>) -> Option<Told> {
    let (template, at) = match (&desk.order.phase, &desk.order.kind) {
        (Phase::Issued(issued), _) if matches!(issued.life, Life::Expired { .. }) => {
            ("expired", issued.certificate.not_after())
        }
        (_, OrderKind::Renewal { expires_at, .. })
            if desk.order.is_open() && *expires_at <= desk.context.now =>
        {
            ("expired_before_renewal", *expires_at)
        }
        _ => return None,
    };
    let facts = Facts::Expired(Expired { expired_at: desk.moment(at), acts: acts::owed(desk) });
    Some(Told { template, deadline: None, facts })
}
