//! The names of a CSR against those ordered.

use procedure::Validation::{Ev, Ov};
use procedure::pki::Csr;
use rcgen::{CertificateParams, DistinguishedName, DnType, SanType};

use crate::support::{checked, key, named, request};

/// A27: the SAN must be exactly the names ordered when there is one; the common name must be one of them.
#[test]
fn names_must_be_those_ordered() {
    let ordered = ["www.example.jp", "example.jp"];
    for (common, san, found) in [
        ("www.example.jp", &[][..], &[][..]),
        ("", &["www.example.jp", "example.jp"], &[]),
        ("example.jp", &["example.jp", "www.example.jp", "example.jp"], &[]),
        ("WWW.Example.JP", &["www.EXAMPLE.jp", "example.jp"], &[]),
        ("other.example.jp", &[], &["csr.cn_not_ordered csr.subject.cn other.example.jp"]),
        (
            "www.example.jp",
            &["example.jp"],
            &["csr.cn_not_in_san csr.subject.cn www.example.jp", "csr.san_missing csr.san www.example.jp"],
        ),
        (
            "",
            &["www.example.jp", "example.jp", "mail.example.jp"],
            &["csr.san_extra csr.san mail.example.jp"],
        ),
    ] {
        assert_eq!(checked(&named(common, san), &ordered, Ov), found, "{common} {san:?}");
    }
}

/// A27: names that no public certificate may hold are found where they stand (BR 7.1.2.7.12).
#[test]
fn names_must_be_public() {
    for (name, code) in [
        ("www_1.example.jp", "name.underscore"),
        ("localhost", "name.single_label"),
        ("mail.corp", "name.internal"),
        ("mail.local", "name.reserved"),
        ("host.internal", "name.reserved"),
        ("1.0.0.127.in-addr.arpa", "name.reserved"),
        ("192.0.2.1", "name.ip_address"),
        ("2001:db8::1", "name.ip_address"),
        ("www..example.jp", "name.empty_label"),
        ("-www.example.jp", "name.hyphen"),
        ("ab--cd.example.jp", "name.reserved_label"),
        ("xn--a.example.jp", "name.idna"),
        ("https://www.example.jp", "name.character"),
        ("w*.example.jp", "name.wildcard"),
        ("www.*.example.jp", "name.wildcard"),
        ("*.co.jp", "name.public_suffix"),
        ("*.jp", "name.single_label"),
    ] {
        let found = checked(&named("", &["www.example.jp", name]), &["www.example.jp"], Ov);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].starts_with(&format!("{code} csr.san[1]")), "{name}: {found:?}");
        let found = checked(&named(name, &[]), &["www.example.jp"], Ov);
        assert!(
            found.len() == 1 && found[0].starts_with(&format!("{code} csr.subject.cn")),
            "{name}: {found:?}"
        );
    }
}

/// A27: a name must stand as certificates hold it: A-labels, no trailing dot; the right form is shown.
#[test]
fn names_must_be_in_a_label_form() {
    let ordered = ["xn--r8jz45g.jp"];
    let found = ["csr.name_form csr.subject.cn xn--r8jz45g.jp"];
    for common in ["例え.jp", "XN--r8jz45g.jp.", " xn--r8jz45g.jp"] {
        assert_eq!(checked(&named(common, &[]), &ordered, Ov), found, "{common}");
    }
    assert!(checked(&named("xn--r8jz45g.jp", &["xn--r8jz45g.jp"]), &ordered, Ov).is_empty());
}

/// A27, A24: OV takes a leftmost wildcard; EV takes none (EVG 7.1.2.1).
#[test]
fn wildcards_are_for_ov() {
    let csr = named("*.example.jp", &["*.example.jp"]);
    assert!(checked(&csr, &["*.example.jp"], Ov).is_empty());
    assert_eq!(
        checked(&csr, &["*.example.jp"], Ev),
        ["csr.ev_wildcard csr.subject.cn", "csr.ev_wildcard csr.san[0]"]
    );
}

/// A27: one common name at most, and a SAN of domain names alone.
#[test]
fn other_names_are_found() {
    let twice = request(
        vec![
            (DnType::CommonName, "www.example.jp".into()),
            (DnType::CustomDnType(vec![2, 5, 4, 3]), "example.jp".into()),
        ],
        &[],
    );
    let found = checked(&Csr::parse(&twice).unwrap(), &["www.example.jp", "example.jp"], Ov);
    assert_eq!(found, ["csr.cn_repeated csr.subject.cn"]);

    let mut params = CertificateParams::new(["www.example.jp".to_owned()]).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.subject_alt_names.push(SanType::IpAddress([192, 0, 2, 1].into()));
    let pem = params.serialize_request(&key()).unwrap().pem().unwrap();
    assert_eq!(checked(&Csr::parse(&pem).unwrap(), &["www.example.jp"], Ov), ["csr.san_type csr.san"]);
}

/// A27: a name longer than 64 characters may stand in the SAN, not as common name (BR 7.1.4.2).
#[test]
fn long_names_need_no_common_name() {
    let long = format!("{}.example.jp", "a".repeat(54));
    assert_eq!(long.len(), 65);
    assert!(checked(&named("", &[&long]), &[&long], Ov).is_empty());
    assert_eq!(checked(&named(&long, &[&long]), &[&long], Ov), ["csr.too_long csr.subject.cn"]);
    assert!(checked(&named(&long[1..], &[&long[1..]]), &[&long[1..]], Ov).is_empty());
}
