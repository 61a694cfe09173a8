//! The subject of a CSR.

use procedure::pki::{Csr, VendorLimits, WeakKeys, csr};
use procedure::{Severity, Validation, Vendor};
use rcgen::DnType;

use crate::support::{checked, csr as read, names, request, told};

const EMAIL: &[u64] = &[1, 2, 840, 113_549, 1, 9, 1];
const STREET: &[u64] = &[2, 5, 4, 9];
const POSTAL_CODE: &[u64] = &[2, 5, 4, 17];
const GIVEN_NAME: &[u64] = &[2, 5, 4, 42];

fn with(kind: DnType, value: &str) -> Csr {
    Csr::parse(&request(vec![(kind, value.into())], &["www.example.jp"])).unwrap()
}

fn of(oid: &[u64]) -> DnType {
    DnType::from_oid(oid)
}

/// A28: attributes that certificates may not carry, and values that say nothing (BR 7.1.2.7.4, 7.1.4.2).
#[test]
fn subjects_are_checked() {
    for (kind, value, found) in [
        (DnType::OrganizationName, "株式会社サンプル", ""),
        (DnType::OrganizationalUnitName, "IT", "csr.ou_present csr.subject.ou"),
        (DnType::OrganizationalUnitName, ".", "csr.ou_present csr.subject.ou"),
        (of(EMAIL), "a@example.jp", "csr.email_present csr.subject.email"),
        (of(GIVEN_NAME), "Taro", "csr.person_name csr.subject.given_name"),
        (DnType::OrganizationName, "", "csr.placeholder csr.subject.o"),
        (DnType::OrganizationName, ".", "csr.placeholder csr.subject.o"),
        (DnType::LocalityName, "-", "csr.placeholder csr.subject.l"),
        (DnType::StateOrProvinceName, " - ", "csr.placeholder csr.subject.st"),
        (of(&[1, 2, 3]), " ", "csr.placeholder csr.subject"),
        (DnType::OrganizationName, "a\nb", "csr.control_character csr.subject.o"),
        (DnType::OrganizationName, "Internet Widgits Pty Ltd", "csr.tool_default csr.subject.o"),
        (DnType::StateOrProvinceName, "Some-State", "csr.tool_default csr.subject.st"),
        (DnType::CountryName, "JP", ""),
        (DnType::CountryName, "jp", "csr.country csr.subject.c"),
        (DnType::CountryName, "JPN", "csr.country csr.subject.c"),
        (DnType::CountryName, "日本", "csr.country csr.subject.c"),
        (DnType::CountryName, "J", "csr.country csr.subject.c"),
    ] {
        let expected: Vec<_> = [found].into_iter().filter(|found| !found.is_empty()).collect();
        assert_eq!(checked(&with(kind, value), &["www.example.jp"], Validation::Ov), expected, "{value}");
    }
}

/// A28: lengths count characters, not bytes (BR 7.1.4.2): 64, 128 and 40 pass, one more does not.
#[test]
fn lengths_count_characters() {
    for (kind, most, field) in [
        (DnType::OrganizationName, 64, "csr.subject.o"),
        (DnType::LocalityName, 128, "csr.subject.l"),
        (DnType::StateOrProvinceName, 128, "csr.subject.st"),
        (of(STREET), 128, "csr.subject.street"),
        (of(POSTAL_CODE), 40, "csr.subject.postal_code"),
    ] {
        let found = |length: usize| {
            checked(&with(kind.clone(), &"株".repeat(length)), &["www.example.jp"], Validation::Ov)
        };
        assert!(found(most).is_empty(), "{field}");
        assert_eq!(found(most + 1), [format!("csr.too_long {field}")]);
    }
}

/// A28: Cybertrust copies the subject from the CSR; what its form refuses is a warning, and DigiCert's is not asked.
#[test]
fn vendors_limit_subjects() {
    let check = |csr: &Csr, vendor| {
        let limits = VendorLimits::of(vendor);
        csr::check(csr, &names(&["www.example.jp"]), Validation::Ov, &limits, &WeakKeys::default())
    };
    assert!(check(&read("rsa2048.csr"), Vendor::Cybertrust).is_empty());
    let pem = request(
        vec![
            (DnType::CommonName, "www.example.jp".into()),
            (DnType::OrganizationName, "株式会社サンプル".into()),
            (DnType::LocalityName, "a".repeat(65).into()),
            (DnType::StateOrProvinceName, "Tokyo #1".into()),
        ],
        &[],
    );
    let csr = Csr::parse(&pem).unwrap();
    assert!(check(&csr, Vendor::Digicert).is_empty());
    let findings = check(&csr, Vendor::Cybertrust);
    assert!(findings.iter().all(|finding| finding.severity == Severity::Warning));
    assert_eq!(
        told(&findings),
        [
            "csr.subject_missing csr.subject.c",
            "csr.vendor_character csr.subject.o",
            "csr.vendor_too_long csr.subject.l",
            "csr.vendor_character csr.subject.st",
        ]
    );
}

/// A28: a CSR with an empty subject is one finding that names what is missing, for the vendor that copies it alone.
#[test]
fn an_empty_subject_is_one_finding() {
    let csr = Csr::parse(procedure::samples::CSR).unwrap();
    let check = |vendor| {
        let limits = VendorLimits::of(vendor);
        csr::check(&csr, &names(&["www.example.jp"]), Validation::Ov, &limits, &WeakKeys::default())
    };
    assert!(check(Vendor::Digicert).is_empty());
    let findings = check(Vendor::Cybertrust);
    assert_eq!(told(&findings), ["csr.subject_missing csr.subject"]);
    assert!(findings[0].message.en.ends_with(": CN, O, L, ST, C."), "{}", findings[0].message.en);
    assert!(findings[0].message.ja.contains("CN, O, L, ST, C"));
}

/// A28: a password typed at OpenSSL's prompt lies open in the CSR; its owner is told.
#[test]
fn challenge_passwords_are_found() {
    let found = checked(&read("challenge.csr"), &["www.example.jp"], Validation::Ov);
    assert_eq!(found, ["csr.challenge_password csr"]);
}
