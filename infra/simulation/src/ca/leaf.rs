//! Building a leaf.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use jiff::Timestamp;
use procedure::Validation;
use rcgen::{
    CertificateParams, CustomExtension, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, PublicKeyData, SanType, SubjectPublicKeyInfo,
};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::oid_registry::{OID_KEY_TYPE_EC_PUBLIC_KEY, OID_PKCS1_RSAENCRYPTION};
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer;

use super::{CaError, CertificateFault, Issued, LeafRequest, key, last_second, printable, validity};
use crate::when::plus_days;
use crate::{Organisation, seed};

/// The X.500 name attributes of EV that rcgen has no name for (EVG 7.1.4.2).
const SERIAL_NUMBER: [u64; 4] = [2, 5, 4, 5];
const BUSINESS_CATEGORY: [u64; 4] = [2, 5, 4, 15];
const JURISDICTION_COUNTRY: [u64; 11] = [1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3];

/// certificatePolicies with one policy, in DER: OV 2.23.140.1.2.2, EV 2.23.140.1.1.
const CERTIFICATE_POLICIES: [u64; 4] = [2, 5, 29, 32];
const OV_POLICY: [u8; 12] = [0x30, 0x0a, 0x30, 0x08, 0x06, 0x06, 0x67, 0x81, 0x0c, 0x01, 0x02, 0x02];
const EV_POLICY: [u8; 11] = [0x30, 0x09, 0x30, 0x07, 0x06, 0x05, 0x67, 0x81, 0x0c, 0x01, 0x01];

pub(super) fn issue(
    request: &LeafRequest<'_>,
    serial: &[u8; 16],
    issuer: &rcgen::CertifiedIssuer<'_, KeyPair>,
    root_pem: String,
) -> Result<Issued, CaError> {
    let (mut subject_key, rsa) = public_key(request.csr_pem)?;
    if request.fault == CertificateFault::OtherKey {
        subject_key = SubjectPublicKeyInfo::from_der(&key()?.subject_public_key_info())?;
    }
    let (not_before, not_after) = period(request);
    let other = ["other-name.example".to_owned()];
    let names = if request.fault == CertificateFault::OtherNames { &other[..] } else { request.names };
    let params = parameters(request, names, rsa, serial, not_before, not_after)?;
    let issuing: &Issuer<'_, KeyPair> = issuer;
    let leaf = params.signed_by(&subject_key, issuing)?;
    Ok(Issued {
        thumbprint: seed::hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, leaf.der()).as_ref()),
        leaf_pem: leaf.pem(),
        intermediate_pem: issuer.pem(),
        root_pem,
        serial: seed::hex(serial),
        not_before,
        not_after,
        fault: request.fault,
    })
}

/// The CSR's key, its signature checked, and whether it is RSA.
pub(super) fn public_key(csr_pem: &str) -> Result<(SubjectPublicKeyInfo, bool), CaError> {
    let (_, block) = parse_x509_pem(csr_pem.trim_start().as_bytes()).map_err(|_| CaError::Csr)?;
    if !matches!(block.label.as_str(), "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST") {
        return Err(CaError::Csr);
    }
    let (_, csr) = X509CertificationRequest::from_der(&block.contents).map_err(|_| CaError::Csr)?;
    csr.verify_signature().map_err(|_| CaError::Csr)?;
    let info = &csr.certification_request_info.subject_pki;
    let rsa = info.algorithm.algorithm == OID_PKCS1_RSAENCRYPTION;
    if !rsa && info.algorithm.algorithm != OID_KEY_TYPE_EC_PUBLIC_KEY {
        return Err(CaError::Key);
    }
    Ok((SubjectPublicKeyInfo::from_der(info.raw).map_err(|_| CaError::Key)?, rsa))
}

/// Both ends to the second, as a certificate writes them.
fn period(request: &LeafRequest<'_>) -> (Timestamp, Timestamp) {
    let second = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
    let (start, end) = (second(request.not_before), second(request.not_after));
    match request.fault {
        CertificateFault::Expired => (plus_days(start, -30), plus_days(start, -1)),
        CertificateFault::TooLong => (start, last_second(start, 398)),
        _ => (start, end),
    }
}

fn parameters(
    request: &LeafRequest<'_>,
    names: &[String],
    rsa: bool,
    serial: &[u8; 16],
    not_before: Timestamp,
    not_after: Timestamp,
) -> Result<CertificateParams, CaError> {
    let mut params = CertificateParams::default();
    validity::write(&mut params, not_before, not_after);
    params.serial_number = Some(serial.to_vec().into());
    params.subject_alt_names = names
        .iter()
        .map(|name| name.as_str().try_into().map(SanType::DnsName).map_err(|_| CaError::Name))
        .collect::<Result<_, _>>()?;
    params.distinguished_name = subject(request, names.first().ok_or(CaError::Name)?)?;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    if rsa {
        params.key_usages.push(KeyUsagePurpose::KeyEncipherment);
    }
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let policy = match request.validation {
        Validation::Ov => OV_POLICY.to_vec(),
        Validation::Ev => EV_POLICY.to_vec(),
    };
    params.custom_extensions = vec![CustomExtension::from_oid_content(&CERTIFICATE_POLICIES, policy)];
    Ok(params)
}

fn subject(request: &LeafRequest<'_>, first_name: &str) -> Result<DistinguishedName, CaError> {
    let Organisation { name, locality, state, country, registration_number } = request.organisation;
    let mut subject = DistinguishedName::new();
    if request.validation == Validation::Ev {
        subject.push(DnType::CustomDnType(JURISDICTION_COUNTRY.to_vec()), printable(country)?);
        subject.push(DnType::CustomDnType(BUSINESS_CATEGORY.to_vec()), "Private Organization");
        subject.push(DnType::CustomDnType(SERIAL_NUMBER.to_vec()), printable(registration_number)?);
    }
    subject.push(DnType::CountryName, printable(country)?);
    subject.push(DnType::StateOrProvinceName, state.as_str());
    subject.push(DnType::LocalityName, locality.as_str());
    subject.push(DnType::OrganizationName, name.as_str());
    if first_name.chars().count() <= 64 {
        subject.push(DnType::CommonName, first_name);
    }
    Ok(subject)
}
