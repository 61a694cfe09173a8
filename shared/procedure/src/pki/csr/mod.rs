//! Certificate signing requests (CSR, PKCS #10, RFC 2986).

mod check;
mod names;
mod reuse;
mod subject;

pub use check::check;
pub use reuse::{KeyUse, reuse};

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::cri_attributes::ParsedCriAttribute;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::FromDer;

use super::key::{KeyId, Numbers, PublicKey};
use super::pem::{self, Kind};
use super::signature::{self, Fault};
use super::strength;
use super::subject::{self as dn, Attribute, AttributeType};
use crate::{Finding, Refusal, Text};

const SAN: &str = "2.5.29.17";

/// A CSR whose holder has proved to have the private key; what it asks for is not judged yet, see [`check()`].
///
/// Stored as its PEM with the facts read from it. Decoding a stored one trusts them and verifies nothing again, so
/// that an order still loads when a later version has become stricter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Csr {
    pem: String,
    key: PublicKey,
    subject: Vec<Attribute>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    has_other_names: bool,
    #[serde(default)]
    has_challenge_password: bool,
}

impl Csr {
    /// Reads one CSR: PEM as pasted (text around it, CRLF, indents and blank lines do not matter) or its bare
    /// base64; at most 16 KiB. RSA of 1024 to 8192 bits is read, so that [`check()`] can tell everything at once.
    ///
    /// # Errors
    /// `csr.private_key` (the text held a private key; never keep it), `csr.empty`, `csr.too_large`, `csr.count`,
    /// `csr.not_pem`, `csr.wrong_block`, `csr.malformed`, `csr.key_unsupported`, `csr.hash_weak`,
    /// `csr.signature_unsupported`, or `csr.signature_invalid` with whatever is wrong with the key itself.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let ders = pem::blocks(text, Kind::Csr)?;
        let der = ders.first().ok_or_else(malformed)?;
        let request = request(der).ok_or_else(malformed)?;
        let info = &request.certification_request_info;
        let key = Numbers::read(&info.subject_pki).ok_or_else(strength::unsupported)?;
        if let Err(fault) = signature::verify(
            &info.subject_pki,
            &request.signature_algorithm,
            &request.signature_value.data,
            info.raw,
        ) {
            return Err(unverified(&key, fault));
        }
        let mut csr = Self {
            pem: pem::encode("CERTIFICATE REQUEST", der),
            key: PublicKey { id: KeyId::of_spki(info.subject_pki.raw), algorithm: key.algorithm() },
            subject: dn::read(&info.subject).ok_or_else(malformed)?,
            names: Vec::new(),
            has_other_names: false,
            has_challenge_password: false,
        };
        for attribute in info.iter_attributes() {
            csr.read_attribute(attribute.parsed_attribute())?;
        }
        Ok(csr)
    }

    fn read_attribute(&mut self, attribute: &ParsedCriAttribute<'_>) -> Result<(), Finding> {
        match attribute {
            ParsedCriAttribute::ChallengePassword(password) => {
                self.has_challenge_password |= !password.0.is_empty()
            }
            ParsedCriAttribute::ExtensionRequest(request) => {
                for extension in &request.extensions {
                    match extension.parsed_extension() {
                        ParsedExtension::SubjectAlternativeName(san) => {
                            self.read_names(&san.general_names)?
                        }
                        _ if extension.oid.to_id_string() == SAN => return Err(malformed()),
                        _ => {}
                    }
                }
            }
            ParsedCriAttribute::UnsupportedAttribute => {}
        }
        Ok(())
    }

    fn read_names(&mut self, names: &[GeneralName<'_>]) -> Result<(), Finding> {
        for name in names {
            match name {
                GeneralName::DNSName(name) => self.names.push((*name).to_owned()),
                GeneralName::Invalid(..) => return Err(malformed()),
                _ => self.has_other_names = true,
            }
        }
        Ok(())
    }

    /// The CSR in PEM, with lines of 64 characters that end in LF; what the vendor is sent.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Its public key.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Its subject's attributes in their order.
    pub fn subject(&self) -> &[Attribute] {
        &self.subject
    }

    /// The values of the subject's attributes of one kind.
    pub fn values(&self, kind: &AttributeType) -> impl Iterator<Item = &str> {
        self.subject
            .iter()
            .filter(move |attribute| attribute.kind == *kind)
            .map(|attribute| attribute.value.as_str())
    }

    /// The DNS names of its subjectAltName as written there; empty when it has none.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The numbers of its key, read from the PEM again; `None` only when the stored PEM was damaged.
    pub(super) fn numbers(&self) -> Option<Numbers> {
        let block = ::pem::parse(&self.pem).ok()?;
        Numbers::read(&request(block.contents())?.certification_request_info.subject_pki)
    }
}

/// The key's identity alone: a subject may hold personal data.
impl fmt::Debug for Csr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Csr").field("key", &self.key.id).finish_non_exhaustive()
    }
}

/// The request, when `der` is one and nothing more.
fn request(der: &[u8]) -> Option<X509CertificationRequest<'_>> {
    let (rest, request) = X509CertificationRequest::from_der(der).ok()?;
    rest.is_empty().then_some(request)
}

fn malformed() -> Finding {
    Finding::stop(
        "csr.malformed",
        "csr",
        "RFC 2986",
        Text::fixed("CSR として読み取れません。", "This cannot be read as a CSR."),
        Text::fixed("CSR を作り直して提出してください。", "Make the CSR again and submit it."),
    )
}

/// A key that cannot be verified with is often unfit itself; its owner is told both.
fn unverified(key: &Numbers, fault: Fault) -> Refusal {
    let (code, rule, message) = match fault {
        Fault::WeakHash => (
            "csr.hash_weak",
            "BR 7.1.3.2",
            Text::fixed(
                "CSR が SHA-1 または MD5 で署名されています。",
                "The CSR is signed with SHA-1 or MD5.",
            ),
        ),
        Fault::Unsupported => (
            "csr.signature_unsupported",
            "BR 7.1.3.2",
            Text::fixed(
                "CSR の署名方式に対応していません。",
                "The CSR is signed with an algorithm that is not supported.",
            ),
        ),
        Fault::Invalid => (
            "csr.signature_invalid",
            "RFC 2986",
            Text::fixed(
                "CSR の署名が公開鍵と一致しません。途中で文字が変わった可能性があります。",
                "The signature of the CSR does not fit its public key; it may have been altered.",
            ),
        ),
    };
    let remedy = Text::fixed(
        "SHA-256 を指定して CSR を作り直し、全体をそのまま貼り付けてください。",
        "Make the CSR again with SHA-256 and paste it whole and unchanged.",
    );
    let finding = Finding::stop(code, "csr", rule, message, remedy);
    let mut findings = strength::findings(key);
    findings.push(finding.clone());
    Refusal::of(findings).unwrap_or_else(|_| finding.into())
}
