//! Issued certificates: the vendor's answer, verified before anybody is told of it (R52).

mod issued;
mod leaf;
mod path;

pub use issued::IssuedCertificate;

use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use super::key::KeyId;
use super::pem::{self, Kind};
use crate::name::{CertificateName, Names};
use crate::{Finding, Party, Refusal, Text, Validation};

/// What a vendor handed over as a certificate chain; nothing is believed of it before [`Chain::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    ders: Vec<Vec<u8>>,
}

/// What was ordered.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The key of the order's CSR.
    pub key: &'a KeyId,
    /// The names ordered; the certificate must carry every one.
    pub names: &'a Names,
    /// Names that it may carry besides, such as a `www.` that the vendor is known to add. None by default:
    /// an addition that was not foreseen is refused.
    pub also_allowed: &'a [CertificateName],
    /// The validation of the product.
    pub validation: Validation,
}

/// A certificate that is what was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What is kept and installed.
    pub certificate: IssuedCertificate,
    /// What staff should know; none of it stops.
    pub warnings: Vec<Finding>,
}

impl Chain {
    /// Reads 1 to 10 PEM certificates, at most 64 KiB.
    ///
    /// # Errors
    /// `certificate.private_key` (never keep the text), `.empty`, `.too_large`, `.count`, `.not_pem`,
    /// `.wrong_block`, `.malformed`.
    pub fn parse(pem: &str) -> Result<Self, Refusal> {
        let ders = pem::blocks(pem, Kind::Chain)?;
        let unread = ders.iter().position(|der| certificate(der).is_none());
        unread.map_or(Ok(Self { ders }), |n| Err(malformed(n).into()))
    }

    /// Whether the chain is the ordered certificate followed by the intermediates that lead to a root, at `now`.
    ///
    /// The order must be server certificate, its issuer, the issuer's issuer …; a root at the end is dropped, and
    /// at least one intermediate must stay. Whether browsers trust the root is not judged: certflow keeps no root
    /// store. The validity cap is that of the certificate's notBefore, which BR 7.1.2.7 ties to the issuance.
    ///
    /// # Errors
    /// Every finding at once, on `certificate.chain[n]` or a field of the server certificate:
    /// `certificate.chain_duplicate`, `.chain_order`, `.chain_incomplete`, `.issuer_not_ca`, `.issuer_path_length`,
    /// `.issuer_key_weak`, `.issuer_not_valid`, `.signature_invalid`, `.hash_weak`, `.leaf_is_ca`,
    /// `.precertificate`, `.key_mismatch`, `.name_missing`, `.name_extra`, `.name_type`, `.cn_not_in_san`,
    /// `.validity_too_long`, `.expired`, `.usage`, `.policy_other`, `.malformed`.
    pub fn verify(&self, expected: &Expected<'_>, now: Timestamp) -> Result<Verified, Refusal> {
        let certificates: Vec<_> = self.ders.iter().filter_map(|der| certificate(der)).collect();
        let Some(first) = certificates.first().filter(|_| certificates.len() == self.ders.len()) else {
            return Err(malformed(0).into());
        };
        let (path, mut findings) = path::check(&certificates, now);
        // With a misplaced server certificate, what the first one lacks would only confuse.
        if !findings.iter().any(|finding| finding.code == path::ORDER) {
            findings.extend(leaf::check(first, expected, now));
        }
        match Refusal::of(findings) {
            Ok(refusal) => Err(refusal),
            Err(warnings) => {
                let certificate = IssuedCertificate::of(path).ok_or_else(|| malformed(0))?;
                Ok(Verified { certificate, warnings })
            }
        }
    }
}

/// The certificate, when `der` is one and nothing more.
fn certificate(der: &[u8]) -> Option<X509Certificate<'_>> {
    let (rest, certificate) = X509Certificate::from_der(der).ok()?;
    rest.is_empty().then_some(certificate)
}

/// The path of the certificate at `n` in findings.
fn field(n: usize) -> String {
    format!("certificate.chain[{n}]")
}

/// A finding that stops; the provider takes it up with the vendor.
fn stop(code: &'static str, field: impl Into<String>, rule: &'static str, message: Text) -> Finding {
    Finding::stop(code, field.into(), rule, message, ASK_VENDOR).owed_by(Party::Provider)
}

const ASK_VENDOR: Text = Text::fixed(
    "取得し直しても同じであれば、証明書ベンダーに問い合わせてください。この証明書は設定しないでください。",
    "Fetch it again; if nothing changes, ask the vendor. Do not install this certificate.",
);

fn malformed(n: usize) -> Finding {
    let message =
        Text::fixed("X.509 証明書として読み取れません。", "This cannot be read as an X.509 certificate.");
    stop("certificate.malformed", field(n), "RFC 5280", message)
}
