//! The certificate, or the end without one.

use jiff::Timestamp;
use procedure::Party;
use procedure::order::{Ending, Installation, Life, Order, Phase};
use serde::Serialize;

/// The issued certificate.
#[derive(Debug, Serialize)]
pub struct CertificateView {
    /// Its serial number in hexadecimal.
    pub serial: String,
    /// Who signed it.
    pub issuer: String,
    /// The first second of its validity.
    pub not_before: Timestamp,
    /// The last second of its validity.
    pub not_after: Timestamp,
    /// The names in it.
    pub names: Vec<String>,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// When it was verified and recorded.
    pub recorded_at: Timestamp,
    /// Who sets it on the server.
    pub installed_by: Party,
    /// When that was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installed_at: Option<Timestamp>,
    /// `watched`, `succeeded`, `expired`, `revoked`.
    pub life: &'static str,
    /// When the renewal opens, while it is watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal_opens_at: Option<Timestamp>,
    /// The order that takes over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<procedure::OrderId>,
    /// When its life ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// When its revocation was asked of the vendor, until that confirms it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_asked_at: Option<Timestamp>,
}

/// The end of an order without a certificate.
#[derive(Debug, Serialize)]
pub struct EndView {
    /// `rejected`, `cancelled`, `lapsed`.
    pub how: Ending,
    /// When.
    pub at: Timestamp,
    /// The reason, if somebody wrote one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl CertificateView {
    pub(super) fn of(order: &Order) -> Option<Self> {
        let Phase::Issued(issued) = &order.phase else { return None };
        let certificate = &issued.certificate;
        let (installed_by, installed_at) = match issued.installation {
            Installation::Customer { done_at } => (Party::Customer, done_at),
            Installation::Provider { done_at } => (Party::Provider, done_at),
        };
        let (life, renewal_opens_at, successor, ended_at) = match &issued.life {
            Life::Watched { renewal_opens_at } => ("watched", Some(*renewal_opens_at), None, None),
            Life::Succeeded { by, at } => ("succeeded", None, Some(by.clone()), Some(*at)),
            Life::Expired { at } => ("expired", None, None, Some(*at)),
            Life::Revoked { at, .. } => ("revoked", None, None, Some(*at)),
        };
        Some(Self {
            serial: certificate.serial().to_owned(),
            issuer: certificate.issuer().to_owned(),
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
            names: certificate.names().iter().map(|name| name.to_unicode()).collect(),
            sha256: certificate.fingerprint().to_owned(),
            recorded_at: issued.at,
            installed_by,
            installed_at,
            life,
            renewal_opens_at,
            successor,
            ended_at,
            revocation_asked_at: issued.revocation.as_ref().map(|asked| asked.at),
        })
    }
}

impl EndView {
    pub(super) fn of(order: &Order) -> Option<Self> {
        let Phase::Ended(ended) = &order.phase else { return None };
        let reason = ended.reason.as_ref().map(|reason| reason.expose().to_owned());
        Some(Self { how: ended.how, at: ended.at, reason })
    }
}
