//! Reading CSRs.

use base64::Engine;
use procedure::pki::{AttributeType, Csr, Curve, KeyAlgorithm, KeyId};
use rcgen::{CertificateParams, DnType, DnValue, KeyPair};
use sha2::{Digest, Sha256};

use crate::support::{codes, csr, fixture, key, named, request};

/// A28: what is read of a CSR: its key and the key's identity, its subject, its names, its PEM.
#[test]
fn a_csr_is_read() {
    let csr = csr("rsa2048.csr");
    assert_eq!(csr.key().algorithm, KeyAlgorithm::Rsa { bits: 2048 });
    assert_eq!(csr.values(&AttributeType::CommonName).collect::<Vec<_>>(), ["www.example.jp"]);
    assert_eq!(csr.values(&AttributeType::Locality).collect::<Vec<_>>(), ["Chiyoda-ku"]);
    assert_eq!(csr.subject().len(), 5);
    assert_eq!(csr.names(), ["www.example.jp"]);
    assert_eq!(csr.pem(), fixture("rsa2048.csr"));
}

/// A28: a key's identity is the SHA-256 of its SubjectPublicKeyInfo, for every kind of key that may be certified.
#[test]
fn the_key_id_is_that_of_the_public_key() {
    for (algorithm, curve) in [
        (&rcgen::PKCS_ECDSA_P256_SHA256, Curve::P256),
        (&rcgen::PKCS_ECDSA_P384_SHA384, Curve::P384),
        (&rcgen::PKCS_ECDSA_P521_SHA256, Curve::P521),
        (&rcgen::PKCS_ECDSA_P521_SHA384, Curve::P521),
        (&rcgen::PKCS_ECDSA_P521_SHA512, Curve::P521),
    ] {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let pem = CertificateParams::default().serialize_request(&key).unwrap().pem().unwrap();
        let csr = Csr::parse(&pem).unwrap();
        assert_eq!(csr.key().algorithm, KeyAlgorithm::Ec { curve });
        let spki = Sha256::digest(rcgen::PublicKeyData::subject_public_key_info(&key));
        let expected: String = spki.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(csr.key().id.as_str(), expected);
        assert_eq!(expected.parse::<KeyId>().unwrap(), csr.key().id);
    }
    for text in ["", "0", &"g".repeat(64), &"A".repeat(64), &"0".repeat(65)] {
        assert_eq!(text.parse::<KeyId>().unwrap_err().code, "key_id.malformed");
    }
}

/// A28: a CSR is read however it was pasted, and kept in one form.
#[test]
fn pastes_are_tidied() {
    let pem = fixture("rsa2048.csr");
    let expected = csr("rsa2048.csr");
    let body: String = pem.lines().filter(|line| !line.starts_with("---")).collect();
    for text in [
        pem.replace('\n', "\r\n"),
        pem.replace('\n', "\n\n"),
        pem.replace('\n', "\r\n\r\n"),
        pem.lines().map(|line| format!("  \t{line} \n")).collect(),
        format!("\u{feff}{pem}"),
        format!("お世話になっております。CSR をお送りします。\n{pem}\nよろしくお願いいたします。"),
        pem.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"),
        pem.replace('\n', " "),
        body.clone(),
        format!(
            "\n{}\n",
            body.chars()
                .collect::<Vec<_>>()
                .chunks(76)
                .map(String::from_iter)
                .collect::<Vec<_>>()
                .join("\r\n")
        ),
    ] {
        assert_eq!(Csr::parse(&text).unwrap(), expected, "{text}");
    }
}

/// A28: private keys in any wrapping are refused loudly before anything else is looked at, and not echoed.
#[test]
fn private_keys_are_refused() {
    let key = key();
    let pem = key.serialize_pem();
    let csr = fixture("rsa2048.csr");
    let bare = base64::engine::general_purpose::STANDARD.encode(key.serialize_der());
    for text in [
        pem.clone(),
        pem.to_lowercase(),
        pem.replace("PRIVATE", "RSA PRIVATE"),
        pem.replace("PRIVATE", "ENCRYPTED PRIVATE"),
        pem.replace("PRIVATE", "OPENSSH PRIVATE"),
        format!("{csr}{pem}"),
        format!("{pem}{csr}"),
        pem.lines().last().unwrap().to_owned(),
        pem.replace("-----", "—–"),
        format!("{}{pem}", " ".repeat(20_000)),
        pem.replace("PRIVATE KEY", "CERTIFICATE REQUEST"),
        bare.clone(),
        "PuTTY-User-Key-File-3: ssh-rsa".to_owned(),
    ] {
        let refusal = Csr::parse(&text).unwrap_err();
        let [finding] = refusal.findings() else { panic!("{text}: {refusal}") };
        assert_eq!(finding.code, "csr.private_key", "{text}");
        let said = format!("{finding:?}");
        assert!(said.contains("compromised") && said.contains("漏えい") && said.contains("新しい鍵"));
        assert!(!said.contains(&bare[20..40]));
    }
}

/// A28: what is no single CSR within 16 KiB is refused, each with its own code.
#[test]
fn texts_without_one_csr_are_refused() {
    let pem = fixture("rsa2048.csr");
    let cut = &pem[..pem.len() / 2];
    let der = ::pem::parse(&pem).unwrap().into_contents();
    let armoured = |der: &[u8]| ::pem::encode(&::pem::Pem::new("CERTIFICATE REQUEST", der));
    for (text, code) in [
        ("", "csr.empty"),
        (" \r\n\u{3000}", "csr.empty"),
        (&" ".repeat(16 * 1024), "csr.empty"),
        (&format!("{pem}{}", "x".repeat(16 * 1024)), "csr.too_large"),
        (&format!("{pem}{pem}"), "csr.count"),
        ("www.example.jp", "csr.not_pem"),
        ("AAAA", "csr.not_pem"),
        (cut, "csr.not_pem"),
        (&pem.replace("-----END CERTIFICATE", "-----END"), "csr.not_pem"),
        (&pem.replacen("MII", "M!I", 1), "csr.not_pem"),
        (&fixture("sha1_leaf.chain.pem")[..1_300], "csr.not_pem"),
        (&fixture("pkcs7.pem"), "csr.wrong_block"),
        (&pem.replace("CERTIFICATE REQUEST", "CERTIFICATE"), "csr.wrong_block"),
        (&armoured(b""), "csr.malformed"),
        (&armoured(&[&der[..], &[0]].concat()), "csr.malformed"),
        (&armoured(&der[..der.len() - 1]), "csr.malformed"),
    ] {
        assert_eq!(codes(Csr::parse(text)), [code], "{text}");
    }
}

/// A28: the holder must have signed with the key, with a hash that still stands, and a key that may be certified.
#[test]
fn signatures_are_verified() {
    assert_eq!(csr("pss.csr").key(), csr("rsa2048.csr").key());
    for (name, code) in [
        ("sha1.csr", "csr.hash_weak"),
        ("md5.csr", "csr.hash_weak"),
        ("pss_sha1.csr", "csr.hash_weak"),
        ("sha224.csr", "csr.signature_unsupported"),
        ("secp256k1.csr", "csr.key_unsupported"),
        ("dsa.csr", "csr.key_unsupported"),
    ] {
        assert_eq!(codes(Csr::parse(&fixture(name))), [code], "{name}");
    }
    let ed25519 = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let pem = CertificateParams::default().serialize_request(&ed25519).unwrap().pem().unwrap();
    assert_eq!(codes(Csr::parse(&pem)), ["csr.key_unsupported"]);

    let mut der = ::pem::parse(fixture("rsa2048.csr")).unwrap().into_contents();
    let name = der.windows(7).position(|window| window == b"example").unwrap();
    der[name] = b'a';
    let pem = ::pem::encode(&::pem::Pem::new("CERTIFICATE REQUEST", der));
    assert_eq!(codes(Csr::parse(&pem)), ["csr.signature_invalid"]);
}

/// A28: the strings of old tools (BMPString, T61String, UniversalString) are read as what they say.
#[test]
fn every_string_type_is_read() {
    let organization = "株式会社サンプル";
    let pem = request(
        vec![
            (DnType::OrganizationName, DnValue::BmpString(organization.try_into().unwrap())),
            (DnType::LocalityName, DnValue::UniversalString("千代田区".try_into().unwrap())),
            (DnType::StateOrProvinceName, DnValue::TeletexString("Tokyo".try_into().unwrap())),
            (DnType::CountryName, DnValue::PrintableString("JP".try_into().unwrap())),
        ],
        &[],
    );
    let csr = Csr::parse(&pem).unwrap();
    let values: Vec<_> = csr.subject().iter().map(|attribute| attribute.value.as_str()).collect();
    assert_eq!(values, [organization, "千代田区", "Tokyo", "JP"]);
}

/// A28, R90: a stored CSR decodes to itself, verifies nothing again, and does not show its subject in logs.
#[test]
fn a_csr_is_stored() {
    let pem = request(
        vec![(DnType::CommonName, "www.example.jp".into()), (DnType::from_oid(&[1, 2, 3, 4]), "Taro".into())],
        &["www.example.jp"],
    );
    let csr = Csr::parse(&pem).unwrap();
    let json = serde_json::to_value(&csr).unwrap();
    assert_eq!(json["key"]["algorithm"], "ec");
    assert_eq!(json["key"]["curve"], "P-256");
    assert_eq!(json["key"]["id"], csr.key().id.as_str());
    assert_eq!(json["subject"][0]["type"], "CN");
    assert_eq!(json["subject"][1]["type"], "1.2.3.4");
    assert_eq!(serde_json::from_value::<Csr>(json.clone()).unwrap(), csr);
    assert!(!format!("{csr:?}").contains("Taro"));

    let mut damaged = json;
    damaged["pem"] = "damaged".into();
    let damaged: Csr = serde_json::from_value(damaged).unwrap();
    let found = crate::support::checked(&damaged, &["www.example.jp"], procedure::Validation::Ov);
    assert_eq!(found, ["csr.malformed csr"]);
    assert!(serde_json::to_string(&schemars::schema_for!(Csr)).unwrap().contains("P-256"));
    let schema = serde_json::to_value(schemars::schema_for!(KeyId)).unwrap();
    assert_eq!(schema["pattern"], "^[0-9a-f]{64}$");
}

/// A28: a SAN without a common name, and a common name without a SAN, are both CSRs.
#[test]
fn names_may_stand_in_either_place() {
    assert_eq!(named("", &["a.example.jp", "b.example.jp"]).names(), ["a.example.jp", "b.example.jp"]);
    assert!(named("www.example.jp", &[]).names().is_empty());
}
