//! The certificate: issued, on the server, revoked (R52–R57).

use procedure::application::Hosting;
use procedure::order::{self, Installation, Life, OrderKind, Phase};
use serde::Serialize;

use super::desk::Desk;
use super::{Facts, Told};

/// A certificate that was issued.
#[derive(Serialize)]
pub(super) struct Issued {
    not_before: String,
    not_after: String,
    /// Whether the server is somebody else's.
    own_server: bool,
    /// When the next renewal opens, if it is still watched.
    renewal_opens: Option<String>,
}

/// A certificate on the server.
#[derive(Serialize)]
pub(super) struct Installed {
    at: String,
    not_after: String,
}

/// A revoked certificate.
#[derive(Serialize)]
pub(super) struct Revoked {
    at: String,
    key_compromised: bool,
}

pub(super) fn issued(desk: &Desk<'_>) -> Option<Told> {
    let issued = issued_phase(desk)?;
    let renewal_opens = match &issued.life {
        Life::Watched { renewal_opens_at } => Some(desk.day(*renewal_opens_at)),
        Life::Succeeded { .. } => None,
        Life::Expired { .. } | Life::Revoked { .. } => return None,
    };
    let (template, deadline) = match (&issued.installation, &desk.order.kind) {
        (Installation::Provider { .. }, _) => ("issued_to_deploy", None),
        (Installation::Customer { .. }, OrderKind::Renewal { expires_at, .. }) => {
            ("issued", Some(*expires_at).filter(|at| *at > desk.context.now))
        }
        (Installation::Customer { .. }, _) => ("issued", None),
    };
    let facts = Facts::Issued(Issued {
        not_before: desk.day(issued.certificate.not_before()),
        not_after: desk.moment(issued.certificate.not_after()),
        own_server: desk.order.application.server == Hosting::External,
        renewal_opens,
    });
    Some(Told { template, deadline, facts })
}

pub(super) fn installed(desk: &Desk<'_>) -> Option<Told> {
    let issued = issued_phase(desk)?;
    let (Installation::Customer { done_at } | Installation::Provider { done_at }) = &issued.installation;
    let facts = Facts::Installed(Installed {
        at: desk.moment((*done_at)?),
        not_after: desk.moment(issued.certificate.not_after()),
    });
    Some(Told { template: "installed", deadline: None, facts })
}

pub(super) fn revoked(desk: &Desk<'_>) -> Option<Told> {
    let Life::Revoked { at, key_compromised } = &issued_phase(desk)?.life else { return None };
    let facts = Facts::Revoked(Revoked { at: desk.moment(*at), key_compromised: *key_compromised });
    Some(Told { template: "revoked", deadline: None, facts })
}

fn issued_phase<'a>(desk: &Desk<'a>) -> Option<&'a order::Issued> {
    match &desk.order.phase {
        Phase::Issued(issued) => Some(issued),
        _ => None,
    }
}
