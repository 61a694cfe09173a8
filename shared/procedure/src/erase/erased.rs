//! The audit skeleton.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::name::Names;
use crate::order::{Actor, Order, OrderKind, Phase, Stage};
use crate::pki::KeyId;
use crate::pki::certificate::IssuedCertificate;
use crate::{ContractTerm, CustomerId, OrderId, Product, Text, VendorOrderId};

/// What is kept of an order whose personal data is erased: ids, product, names of domains, dates, stages, who acted
/// by role, the certificate's numbers (R90).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Erased {
    /// Its id.
    pub id: OrderId,
    /// Whose it was: the portal's number, which names nobody by itself.
    pub customer: CustomerId,
    /// New, renewal or reissue.
    pub kind: OrderKind,
    /// The product.
    pub product: Product,
    /// The contract term.
    pub term: ContractTerm,
    /// The names of domains, the common name first.
    pub names: Names,
    /// Its public key, which no other customer may use (A28).
    pub key: KeyId,
    /// Whether that key may be known to others (BR 6.1.1.3).
    pub key_compromised: bool,
    /// When it was received or opened.
    pub received_at: Timestamp,
    /// The stage in which it ended.
    pub stage: Stage,
    /// When it ended.
    pub finished_at: Timestamp,
    /// The vendor's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor_order: Option<VendorOrderId>,
    /// The numbers of its certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateTrace>,
    /// When its personal data was erased.
    pub erased_at: Timestamp,
    /// Who had it erased: certflow by policy, the customer or staff by demand.
    pub by: Actor,
}

/// The numbers of a certificate. The certificate itself names the organisation, which may be a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CertificateTrace {
    /// The serial number in lower-case hexadecimal.
    pub serial: String,
    /// The issuer's common name.
    pub issuer: String,
    /// The SHA-256 of the DER certificate in 64 lower-case hexadecimal digits.
    pub fingerprint: String,
    /// The first second of its validity.
    pub not_before: Timestamp,
    /// The last second of its validity.
    pub not_after: Timestamp,
    /// When certflow verified and recorded it.
    pub issued_at: Timestamp,
}

impl Erased {
    /// The code that lists show as its stage.
    pub const STAGE: &str = "erased";

    /// What people read there.
    pub const fn label() -> Text {
        Text::fixed("個人情報消去済み", "personal data erased")
    }

    pub(super) fn of(order: &Order, finished_at: Timestamp, by: Actor, now: Timestamp) -> Self {
        let certificate = match &order.phase {
            Phase::Issued(issued) => Some(CertificateTrace::of(&issued.certificate, issued.at)),
            _ => None,
        };
        Self {
            id: order.id.clone(),
            customer: order.customer.clone(),
            kind: order.kind.clone(),
            product: order.application.product,
            term: order.application.term,
            names: order.application.names.clone(),
            key: order.application.csr.key().id.clone(),
            key_compromised: order.key_is_compromised(),
            received_at: order.received_at,
            stage: order.stage(),
            finished_at,
            vendor_order: order.vendor_order().cloned(),
            certificate,
            erased_at: now,
            by,
        }
    }
}

impl CertificateTrace {
    fn of(certificate: &IssuedCertificate, issued_at: Timestamp) -> Self {
        Self {
            serial: certificate.serial().to_owned(),
            issuer: certificate.issuer().to_owned(),
            fingerprint: certificate.fingerprint().to_owned(),
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
            issued_at,
        }
    }
}
