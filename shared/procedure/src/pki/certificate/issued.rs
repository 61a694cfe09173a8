//! What is kept of a verified certificate.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::time::ASN1Time;
use x509_parser::x509::X509Name;

use super::leaf;
use crate::name::CertificateName;
use crate::pki::key::KeyId;
use crate::pki::{hex, pem, subject};

/// An issued certificate that was verified when it was fetched; made by [`Chain::verify`](super::Chain::verify)
/// alone. Decoding a stored one verifies nothing again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssuedCertificate {
    serial: String,
    issuer: String,
    not_before: Timestamp,
    not_after: Timestamp,
    names: Vec<CertificateName>,
    fingerprint: String,
    key_id: KeyId,
    chain: Vec<String>,
}

impl IssuedCertificate {
    /// Takes it from a verified path, the server certificate first.
    pub(super) fn of(path: &[X509Certificate<'_>]) -> Option<Self> {
        let leaf = path.first()?;
        let tbs = &leaf.tbs_certificate;
        Some(Self {
            serial: hex(strip_sign(leaf.raw_serial())),
            issuer: name(&tbs.issuer),
            not_before: timestamp(tbs.validity.not_before)?,
            not_after: timestamp(tbs.validity.not_after)?,
            names: leaf::names(leaf),
            fingerprint: hex(&Sha256::digest(leaf.as_raw())),
            key_id: KeyId::of_spki(tbs.subject_pki.raw),
            chain: path.iter().map(|certificate| pem::encode("CERTIFICATE", certificate.as_raw())).collect(),
        })
    }

    /// The serial number in lower-case hexadecimal, without a leading zero byte.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The issuer's common name, or its organisation when it has none.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The first second of its validity.
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// The last second of its validity, itself included (BR 1.6.1 "Validity Period").
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// The names of its subjectAltName, in their order.
    pub fn names(&self) -> &[CertificateName] {
        &self.names
    }

    /// The SHA-256 of the DER certificate in 64 lower-case hexadecimal digits.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The identity of its key, the same as of its CSR's.
    pub fn key_id(&self) -> &KeyId {
        &self.key_id
    }

    /// The certificate alone in PEM (サーバー証明書).
    pub fn certificate_pem(&self) -> &str {
        self.chain.first().map_or("", String::as_str)
    }

    /// The intermediates in PEM, the issuer first (中間証明書).
    pub fn intermediates_pem(&self) -> String {
        self.chain.get(1..).unwrap_or_default().concat()
    }

    /// The certificate and its intermediates in PEM, as servers want them; no root.
    pub fn chain_pem(&self) -> String {
        self.chain.concat()
    }
}

/// The time of a certificate, in whole seconds (X.509 has no others).
pub(super) fn timestamp(time: ASN1Time) -> Option<Timestamp> {
    Timestamp::from_second(time.timestamp()).ok()
}

/// DER puts a zero byte before a number whose first bit is set.
fn strip_sign(serial: &[u8]) -> &[u8] {
    match serial {
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    }
}

fn name(issuer: &X509Name<'_>) -> String {
    let common = issuer.iter_common_name().next();
    common.or_else(|| issuer.iter_organization().next()).and_then(subject::text).unwrap_or_default()
}
