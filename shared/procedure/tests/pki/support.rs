//! Keys, CSRs and authorities for the tests.

use procedure::name::Names;
use procedure::pki::{Csr, VendorLimits, WeakKeys, csr};
use procedure::{Finding, Refusal, Validation, Vendor};
use rcgen::string::Ia5String;
use rcgen::{CertificateParams, DistinguishedName, DnType, DnValue, KeyPair, SanType};

/// A file of `data/pki`.
pub(crate) fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/data/pki/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(crate) fn csr(name: &str) -> Csr {
    Csr::parse(&fixture(name)).unwrap()
}

pub(crate) fn key() -> KeyPair {
    KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap()
}

pub(crate) fn names(names: &[&str]) -> Names {
    Names::parse(names.iter().copied()).unwrap()
}

/// The PEM of a CSR with this subject and these DNS names, as they are.
pub(crate) fn request(subject: Vec<(DnType, DnValue)>, san: &[&str]) -> String {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    for (kind, value) in subject {
        params.distinguished_name.push(kind, value);
    }
    params.subject_alt_names =
        san.iter().map(|name| SanType::DnsName(Ia5String::try_from(*name).unwrap())).collect();
    params.serialize_request(&key()).unwrap().pem().unwrap()
}

/// A CSR with this common name and these DNS names.
pub(crate) fn named(common: &str, san: &[&str]) -> Csr {
    let subject = if common.is_empty() { vec![] } else { vec![(DnType::CommonName, common.into())] };
    Csr::parse(&request(subject, san)).unwrap()
}

/// What `check` finds for DigiCert, as `code field evidence`.
pub(crate) fn checked(csr: &Csr, ordered: &[&str], validation: Validation) -> Vec<String> {
    let limits = VendorLimits::of(Vendor::Digicert);
    told(&csr::check(csr, &names(ordered), validation, &limits, &WeakKeys::default()))
}

pub(crate) fn told(findings: &[Finding]) -> Vec<String> {
    for finding in findings {
        for text in [&finding.message, &finding.remedy] {
            assert!(!text.ja.is_empty() && !text.en.is_empty(), "{}", finding.code);
        }
    }
    let line = |f: &Finding| format!("{} {} {}", f.code, f.field, f.evidence.as_deref().unwrap_or_default());
    findings.iter().map(|finding| line(finding).trim_end().to_owned()).collect()
}

/// The codes of a refusal.
pub(crate) fn codes<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Vec<String> {
    result.unwrap_err().findings().iter().map(|finding| finding.code.to_string()).collect()
}
