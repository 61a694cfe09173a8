//! A certificate for an application, from an authority made for the occasion that nobody trusts.

use jiff::{SignedDuration, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, CertifiedIssuer, CustomExtension,
    DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, SanType,
};

use crate::Validation;
use crate::application::Application;

/// The chain in PEM, leaf and intermediate, valid from `from` for `days` of 86,400 seconds.
pub fn chain(application: &Application, from: Timestamp, days: i64) -> String {
    let until = from + SignedDuration::from_secs(days * 86_400 - 1);
    let around = (from - SignedDuration::from_hours(24 * 365), from + SignedDuration::from_hours(24 * 3_650));
    let root =
        CertifiedIssuer::self_signed(authority("Sample Root", around), key()).expect("a root can be made");
    let issuer = CertifiedIssuer::signed_by(authority("Sample CA", around), key(), &root);
    let issuer = issuer.expect("an intermediate can be made");
    let request = CertificateSigningRequestParams::from_pem(application.csr.pem());
    let mut request = request.expect("the sample's CSR can be read");
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Sakura Shoten K.K.");
    let names = application.names.iter().map(|name| name.to_string().try_into().map(SanType::DnsName));
    params.subject_alt_names = names.collect::<Result<_, _>>().expect("DNS names are ASCII");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params.custom_extensions = vec![policy(application.product.validation())];
    set_validity(&mut params, (from, until));
    request.params = params;
    let leaf = request.signed_by(&issuer).expect("a leaf can be made");
    leaf.pem() + &issuer.pem()
}

fn authority(name: &str, validity: (Timestamp, Timestamp)) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params, validity);
    params
}

fn set_validity(params: &mut CertificateParams, (from, until): (Timestamp, Timestamp)) {
    let time = |at: Timestamp| at.as_second();
    params.not_before =
        rcgen::date_time_ymd(1970, 1, 1) + std::time::Duration::from_secs(time(from).unsigned_abs());
    params.not_after =
        rcgen::date_time_ymd(1970, 1, 1) + std::time::Duration::from_secs(time(until).unsigned_abs());
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key can be made")
}

/// certificatePolicies with the CA/Browser Forum's own identifier (BR 7.1.6.1, EVG 7.1.6.1).
fn policy(validation: Validation) -> CustomExtension {
    const EV: [u8; 11] = [0x30, 0x09, 0x30, 0x07, 0x06, 0x05, 0x67, 0x81, 0x0c, 0x01, 0x01];
    const OV: [u8; 12] = [0x30, 0x0a, 0x30, 0x08, 0x06, 0x06, 0x67, 0x81, 0x0c, 0x01, 0x02, 0x02];
    let der = match validation {
        Validation::Ev => EV.to_vec(),
        Validation::Ov => OV.to_vec(),
    };
    CustomExtension::from_oid_content(&[2, 5, 29, 32], der)
}
