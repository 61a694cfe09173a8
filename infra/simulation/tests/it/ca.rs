//! Certificates as an X.509 parser sees them.

use procedure::Validation;
use rcgen::{KeyPair, PKCS_RSA_SHA256, PublicKeyData, RsaKeySize};
use simulation::Organisation;
use simulation::ca::{CaError, CertificateFault, Issued, LeafRequest, TestCa, last_second};
use x509_parser::oid_registry::Oid;
use x509_parser::pem::Pem;
use x509_parser::prelude::*;

use crate::world::{at, csr, csr_of};

const NOW: &str = "2026-11-23T01:00:00Z";

fn issue(ca: &TestCa, csr_pem: &str, validation: Validation, fault: CertificateFault) -> Issued {
    let organisation = Organisation {
        name: "株式会社例示".to_owned(),
        locality: "Chiyoda-ku".to_owned(),
        state: "Tokyo".to_owned(),
        country: "JP".to_owned(),
        registration_number: "0100-01-123456".to_owned(),
    };
    ca.issue(&LeafRequest {
        csr_pem,
        names: &["www.example.jp".to_owned(), "example.jp".to_owned()],
        validation,
        organisation: &organisation,
        not_before: at(NOW),
        not_after: last_second(at(NOW), 199),
        fault,
    })
    .unwrap()
}

pub(crate) fn blocks(pem: &str) -> Vec<Pem> {
    Pem::iter_from_buffer(pem.as_bytes()).collect::<Result<_, _>>().unwrap()
}

fn subject(certificate: &X509Certificate<'_>, oid: &str) -> Option<String> {
    let oid: Oid<'_> = oid.parse().unwrap();
    certificate.subject().iter_by_oid(&oid).next().map(|part| part.as_str().unwrap().to_owned())
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let san = certificate.subject_alternative_name().unwrap().unwrap();
    san.value.general_names.iter().map(|name| name.to_string()).collect()
}

/// Plays R52: leaf, intermediate, root; each signed by the next; key identifiers linked; CA flags right.
#[test]
fn a_bundle_is_a_chain_from_leaf_to_root() {
    let key = KeyPair::generate().unwrap();
    let ca = TestCa::new("DigiCert", at(NOW), 1).unwrap();
    let issued = issue(&ca, &csr_of(&key), Validation::Ov, CertificateFault::None);
    let pems = blocks(&issued.pem_all());
    let chain: Vec<_> = pems.iter().map(|pem| pem.parse_x509().unwrap()).collect();
    assert_eq!(chain.len(), 3);
    for pair in chain.windows(2) {
        assert_eq!(pair[0].issuer(), pair[1].subject());
        pair[0].verify_signature(Some(pair[1].public_key())).unwrap();
    }
    chain[2].verify_signature(None).unwrap();
    assert_eq!(chain.iter().map(|each| each.is_ca()).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(blocks(&issued.pem_noroot()).len(), 2);

    let leaf = &chain[0];
    assert_eq!(leaf.public_key().raw, key.subject_public_key_info());
    let seconds = leaf.validity().not_after.timestamp() - leaf.validity().not_before.timestamp() + 1;
    assert_eq!(seconds, 199 * 86_400);
    assert_eq!(leaf.validity().not_before.timestamp(), at(NOW).as_second());
    assert_eq!(issued.not_after.as_second(), leaf.validity().not_after.timestamp());
    assert_eq!(leaf.raw_serial_as_string().replace(':', "").to_uppercase(), issued.serial);
    assert!(leaf.extended_key_usage().unwrap().unwrap().value.server_auth);
    let identifier = |c: &X509Certificate<'_>| {
        c.iter_extensions().find_map(|e| match e.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) => Some(id.0.to_vec()),
            _ => None,
        })
    };
    let authority = leaf.iter_extensions().find_map(|e| match e.parsed_extension() {
        ParsedExtension::AuthorityKeyIdentifier(id) => id.key_identifier.as_ref().map(|id| id.0.to_vec()),
        _ => None,
    });
    assert!(identifier(leaf).is_some());
    assert_eq!(authority, identifier(&chain[1]));
}

/// Plays R3: the policy tells OV from EV; EV names its register entry.
#[test]
fn subject_and_policy_follow_the_validation() {
    let ca = TestCa::new("DigiCert", at(NOW), 1).unwrap();
    for (validation, policy, number) in [
        (Validation::Ov, "2.23.140.1.2.2", None),
        (Validation::Ev, "2.23.140.1.1", Some("0100-01-123456".to_owned())),
    ] {
        let issued = issue(&ca, &csr(), validation, CertificateFault::None);
        let pem = &blocks(&issued.leaf_pem)[0];
        let leaf = pem.parse_x509().unwrap();
        let policies = leaf.iter_extensions().find_map(|e| match e.parsed_extension() {
            ParsedExtension::CertificatePolicies(policies) => Some(policies[0].policy_id.to_id_string()),
            _ => None,
        });
        assert_eq!(policies.as_deref(), Some(policy));
        assert_eq!(subject(&leaf, "2.5.4.5"), number);
        assert_eq!(subject(&leaf, "2.5.4.15").is_some(), validation == Validation::Ev);
        assert_eq!(subject(&leaf, "1.3.6.1.4.1.311.60.2.1.3").is_some(), validation == Validation::Ev);
        assert_eq!(subject(&leaf, "2.5.4.10").as_deref(), Some("株式会社例示"));
        assert_eq!(subject(&leaf, "2.5.4.8").as_deref(), Some("Tokyo"));
        assert_eq!(subject(&leaf, "2.5.4.3").as_deref(), Some("www.example.jp"));
        assert_eq!(names(&leaf), ["DNSName(www.example.jp)", "DNSName(example.jp)"]);
    }
}

#[test]
fn an_rsa_key_is_kept_too() {
    let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
    let ca = TestCa::new("DigiCert", at(NOW), 1).unwrap();
    let issued = issue(&ca, &csr_of(&key), Validation::Ov, CertificateFault::None);
    let pem = &blocks(&issued.leaf_pem)[0];
    assert_eq!(pem.parse_x509().unwrap().public_key().raw, key.subject_public_key_info());
}

/// Every fault is there, and only it.
#[test]
fn each_fault_shows() {
    let key = KeyPair::generate().unwrap();
    let ca = TestCa::new("DigiCert", at(NOW), 1).unwrap();
    for fault in CertificateFault::ALL {
        let issued = issue(&ca, &csr_of(&key), Validation::Ov, fault);
        let pem = issued.pem_noroot();
        let pems = blocks(&pem);
        let order: Vec<bool> = pems.iter().map(|pem| pem.parse_x509().unwrap().is_ca()).collect();
        let expected: &[bool] = match fault {
            CertificateFault::MissingIntermediate => &[false],
            CertificateFault::WrongOrder => &[true, false],
            CertificateFault::DuplicatePem => &[false, false, true],
            _ => &[false, true],
        };
        assert_eq!(order, expected, "{fault:?}");
        let leaf_pem = &blocks(&issued.leaf_pem)[0];
        let leaf = leaf_pem.parse_x509().unwrap();
        let own_key = leaf.public_key().raw == key.subject_public_key_info();
        assert_eq!(own_key, fault != CertificateFault::OtherKey, "{fault:?}");
        let days =
            (leaf.validity().not_after.timestamp() - leaf.validity().not_before.timestamp() + 1) / 86_400;
        assert_eq!(days > 199, fault == CertificateFault::TooLong, "{fault:?}");
        let over = leaf.validity().not_after.timestamp() < at(NOW).as_second();
        assert_eq!(over, fault == CertificateFault::Expired, "{fault:?}");
        let others = !names(&leaf).contains(&"DNSName(www.example.jp)".to_owned());
        assert_eq!(others, fault == CertificateFault::OtherNames, "{fault:?}");
    }
}

#[test]
fn a_csr_that_is_none_or_was_changed_is_refused() {
    let good = csr();
    let bytes = blocks(&good)[0].contents.clone();
    let mut changed = bytes.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(&changed);
    let changed = format!("-----BEGIN CERTIFICATE REQUEST-----\n{text}\n-----END CERTIFICATE REQUEST-----\n");
    for bad in ["", "hello", &good[..good.len() / 2], &changed, &good.replace(" REQUEST", "")] {
        assert!(matches!(simulation::ca::check_csr(bad), Err(CaError::Csr)), "{bad}");
    }
    simulation::ca::check_csr(&good).unwrap();
}
