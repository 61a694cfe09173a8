//! Keys that may not be certified.

use procedure::pki::{Csr, Curve, VendorLimits, WeakKeys, csr};
use procedure::{Severity, Validation, Vendor};
use rcgen::{CertificateParams, DnType, KeyPair};

use crate::support::{checked, codes, csr as read, fixture, names, told};

/// A28: RSA keys are held to BR 6.1.5, 6.1.6 and 6.1.1.3: length, exponent, factors, ROCA, close primes.
#[test]
fn weak_rsa_keys_are_found() {
    for (name, found) in [
        ("rsa2048.csr", vec![]),
        ("pss.csr", vec![]),
        ("rsa1024.csr", vec!["csr.rsa_too_small csr.key"]),
        ("rsa2052.csr", vec!["csr.rsa_odd_length csr.key"]),
        ("exponent3.csr", vec!["csr.rsa_exponent_small csr.key"]),
        ("roca.csr", vec!["csr.rsa_roca csr.key"]),
        ("close_primes.csr", vec!["csr.rsa_close_primes csr.key"]),
        ("small_factor.csr", vec!["csr.rsa_small_factor csr.key"]),
    ] {
        assert_eq!(checked(&read(name), &["www.example.jp"], Validation::Ov), found, "{name}");
    }
}

/// A28: a key so unfit that its signature cannot be verified is refused with the reason, not only with the symptom.
#[test]
fn unverifiable_keys_are_told_why() {
    for (name, found) in [
        ("rsa512.csr", ["csr.rsa_too_small", "csr.signature_invalid"]),
        ("rsa8200.csr", ["csr.rsa_too_large", "csr.signature_invalid"]),
        ("exponent41bits.csr", ["csr.rsa_exponent_too_large", "csr.signature_invalid"]),
    ] {
        assert_eq!(codes(Csr::parse(&fixture(name))), found, "{name}");
    }
}

/// A28: P-256 and P-384 pass; P-521 only where the vendor's limits, which are data, say so.
#[test]
fn vendors_limit_keys() {
    let on = |algorithm| {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let mut params = CertificateParams::new(["www.example.jp".to_owned()]).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "www.example.jp");
        Csr::parse(&params.serialize_request(&key).unwrap().pem().unwrap()).unwrap()
    };
    let digicert = VendorLimits::of(Vendor::Digicert);
    let check = |csr: &Csr, limits: &VendorLimits| {
        told(&csr::check(csr, &names(&["www.example.jp"]), Validation::Ov, limits, &WeakKeys::default()))
    };
    assert!(check(&on(&rcgen::PKCS_ECDSA_P256_SHA256), &digicert).is_empty());
    assert!(check(&on(&rcgen::PKCS_ECDSA_P384_SHA384), &digicert).is_empty());
    let p521 = on(&rcgen::PKCS_ECDSA_P521_SHA512);
    assert_eq!(check(&p521, &digicert), ["csr.key_not_taken csr.key"]);
    let json = serde_json::json!({"rsa_max_bits": 2040, "curves": ["P-521"]});
    let other: VendorLimits = serde_json::from_value(json).unwrap();
    assert_eq!(other.curves, [Curve::P521]);
    assert!(check(&p521, &other).is_empty());
    assert_eq!(check(&read("rsa2048.csr"), &other), ["csr.key_not_taken csr.key"]);
}

/// A28: publicly known keys are found by the lists of openssl-blacklist and by the hash of the public key.
#[test]
fn known_keys_are_found() {
    let csr = read("rsa2048.csr");
    let other = read("rsa1024.csr");
    assert_eq!(WeakKeys::default().find(&csr), None);
    assert!(WeakKeys::default().is_empty());
    let debian = WeakKeys::default().with_list(&fixture("rsa2048.blacklist")).unwrap();
    let by_key = WeakKeys::default().with_list(&format!("\r\n# known\r\n{}\r\n", csr.key().id)).unwrap();
    for list in [debian, by_key] {
        assert_eq!(list.len(), 1);
        let finding = list.find(&csr).unwrap();
        assert_eq!((finding.code.as_ref(), finding.severity), ("csr.key_known", Severity::Stop));
        assert_eq!(list.find(&other), None);
    }
    for (list, line) in [("00112233445566778899\nkey", 2), ("0011", 1), ("é0112233445566778899", 1)] {
        let finding = WeakKeys::default().with_list(list).unwrap_err();
        assert_eq!(finding.code, "weak_keys.malformed");
        assert_eq!(finding.field, format!("weak_keys.line[{line}]"));
    }
}
