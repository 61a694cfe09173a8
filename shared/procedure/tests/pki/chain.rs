//! Issued chains against what was ordered.

use jiff::Timestamp;
use procedure::name::CertificateName;
use procedure::pki::{Chain, Csr, Expected, IssuedCertificate, KeyId, Verified};
use procedure::{Refusal, Validation};
use rcgen::string::Ia5String;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType, SerialNumber, date_time_ymd,
};
use std::time::Duration;

use crate::support::{codes, csr, fixture, key, names, told};

const OV: &[u8] = &[0x67, 0x81, 0x0c, 1, 2, 2];
const EV: &[u8] = &[0x67, 0x81, 0x0c, 1, 1];
const DV: &[u8] = &[0x67, 0x81, 0x0c, 1, 2, 1];
const DAY: u64 = 86_400;

/// A root, an intermediate, and the key of a CSR.
struct Authority {
    root: (CertificateParams, KeyPair),
    intermediate: (CertificateParams, KeyPair),
    holder: KeyPair,
}

fn ca(name: &str, constraints: BasicConstraints) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(constraints);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

/// What a public authority issues for www.example.jp on 2026-11-22, for 199 days.
fn leaf() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "www.example.jp");
    params.subject_alt_names = vec![dns("www.example.jp")];
    params.extended_key_usages =
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    params.not_before = date_time_ymd(2026, 11, 22);
    params.not_after = params.not_before + Duration::from_secs(199 * DAY - 1);
    params.serial_number = Some(SerialNumber::from_slice(&[0xe1, 2, 3]));
    params.custom_extensions = vec![policy(OV)];
    params
}

fn dns(name: &str) -> SanType {
    SanType::DnsName(Ia5String::try_from(name).unwrap())
}

/// certificatePolicies with this one OID, whose DER content is given.
fn policy(oid: &[u8]) -> CustomExtension {
    let sequence = |content: Vec<u8>| [vec![0x30, u8::try_from(content.len()).unwrap()], content].concat();
    let identifier = [vec![6, u8::try_from(oid.len()).unwrap()], oid.to_vec()].concat();
    CustomExtension::from_oid_content(&[2, 5, 29, 32], sequence(sequence(identifier)))
}

impl Authority {
    fn new() -> Self {
        Self::with(ca("Example Intermediate", BasicConstraints::Constrained(0)))
    }

    fn with(intermediate: CertificateParams) -> Self {
        let root = ca("Example Root", BasicConstraints::Unconstrained);
        Self { root: (root, key()), intermediate: (intermediate, key()), holder: key() }
    }

    fn root(&self) -> String {
        self.root.0.self_signed(&self.root.1).unwrap().pem()
    }

    fn intermediate(&self) -> String {
        let issuer = Issuer::from_params(&self.root.0, &self.root.1);
        self.intermediate.0.signed_by(&self.intermediate.1, &issuer).unwrap().pem()
    }

    fn issue(&self, params: &CertificateParams) -> String {
        let issuer = Issuer::from_params(&self.intermediate.0, &self.intermediate.1);
        params.signed_by(&self.holder, &issuer).unwrap().pem()
    }

    fn key_id(&self) -> KeyId {
        let request = CertificateParams::default().serialize_request(&self.holder).unwrap();
        Csr::parse(&request.pem().unwrap()).unwrap().key().id.clone()
    }

    /// The answer for a chain when `www.example.jp` was ordered as OV and a day has passed.
    fn verify(&self, chain: &str) -> Result<Verified, Refusal> {
        self.verify_for(chain, &["www.example.jp"], &[], Validation::Ov)
    }

    fn verify_for(
        &self,
        chain: &str,
        ordered: &[&str],
        also: &[&str],
        validation: Validation,
    ) -> Result<Verified, Refusal> {
        let also_allowed: Vec<CertificateName> = also.iter().map(|name| name.parse().unwrap()).collect();
        let (key, names) = (self.key_id(), names(ordered));
        let expected = Expected { key: &key, names: &names, also_allowed: &also_allowed, validation };
        Chain::parse(chain)?.verify(&expected, time("2026-11-23T00:00:00Z"))
    }

    /// The answer for the certificate `change` makes of [`leaf`].
    fn verify_leaf(&self, change: impl FnOnce(&mut CertificateParams)) -> Result<Verified, Refusal> {
        let mut params = leaf();
        change(&mut params);
        self.verify(&[self.issue(&params), self.intermediate()].concat())
    }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Vec<String> {
    told(result.unwrap_err().findings())
}

/// R52: a certificate that is what was ordered is accepted; the root is dropped, the facts are read.
#[test]
fn an_ordered_certificate_is_accepted() {
    let authority = Authority::new();
    let (leaf, intermediate, root) = (authority.issue(&leaf()), authority.intermediate(), authority.root());
    for chain in [
        format!("{leaf}{intermediate}"),
        format!("{leaf}{intermediate}{root}"),
        format!("s:/CN=www.example.jp\r\n{leaf}\r\ni:\r\n{intermediate}").replace('\n', "\r\n"),
    ] {
        let Verified { certificate, warnings } = authority.verify(&chain).unwrap();
        assert_eq!(told(&warnings), [""; 0]);
        assert_eq!(certificate.serial(), "e10203");
        assert_eq!(certificate.issuer(), "Example Intermediate");
        assert_eq!(certificate.not_before(), time("2026-11-22T00:00:00Z"));
        assert_eq!(certificate.not_after(), time("2027-06-08T23:59:59Z"));
        assert_eq!(certificate.names(), ["www.example.jp".parse::<CertificateName>().unwrap()]);
        assert_eq!(*certificate.key_id(), authority.key_id());
        assert_eq!(certificate.fingerprint().len(), 64);
        let pem = |text: &str| ::pem::parse_many(text).unwrap();
        assert_eq!(pem(certificate.certificate_pem()), pem(&leaf));
        assert_eq!(pem(&certificate.intermediates_pem()), pem(&intermediate));
        assert_eq!(pem(&certificate.chain_pem()), pem(&format!("{leaf}{intermediate}")));
        assert!(!certificate.chain_pem().contains('\r'));

        let json = serde_json::to_value(&certificate).unwrap();
        assert_eq!(json["not_after"], "2027-06-08T23:59:59Z");
        assert_eq!(serde_json::from_value::<IssuedCertificate>(json).unwrap(), certificate);
    }
}

/// R52: a chain is refused with the reason when a certificate is repeated, out of order, missing or not its issuer.
#[test]
fn chains_must_be_complete_and_in_order() {
    let authority = Authority::new();
    let (leaf, intermediate, root) =
        (&authority.issue(&leaf()), &authority.intermediate(), &authority.root());
    let other = Authority::with(ca("Other Intermediate", BasicConstraints::Unconstrained));
    let same_name = &Authority::new().intermediate();
    let other = &other.intermediate();
    for (chain, found) in [
        (vec![leaf], "certificate.chain_incomplete certificate.chain[0]"),
        (vec![leaf, root], "certificate.chain_incomplete certificate.chain[0]"),
        (vec![leaf, other], "certificate.chain_incomplete certificate.chain[0]"),
        (vec![leaf, leaf], "certificate.chain_duplicate certificate.chain[1]"),
        (vec![leaf, intermediate, intermediate], "certificate.chain_duplicate certificate.chain[2]"),
        (vec![intermediate, leaf], "certificate.chain_order certificate.chain[0]"),
        (vec![root, intermediate, leaf], "certificate.chain_order certificate.chain[0]"),
        (vec![leaf, root, intermediate], "certificate.chain_order certificate.chain[1]"),
        (vec![leaf, intermediate, root, other], "certificate.chain_order certificate.chain[3]"),
        (vec![leaf, same_name], "certificate.signature_invalid certificate.chain[0]"),
    ] {
        let pem: String = chain.into_iter().map(String::as_str).collect();
        assert_eq!(refused(authority.verify(&pem)), [found]);
    }
}

/// R52: who issues must be an authority, allowed to at that depth, with a certificate that is valid now.
#[test]
fn issuers_must_be_authorities() {
    let verify = |change: fn(&mut CertificateParams)| {
        let mut params = ca("Example Intermediate", BasicConstraints::Unconstrained);
        change(&mut params);
        Authority::with(params).verify_leaf(|_| {})
    };
    assert!(verify(|_| {}).is_ok());
    assert!(verify(|ca| ca.key_usages.clear()).is_ok());
    type Change = fn(&mut CertificateParams);
    let changes: [(Change, &str); 5] = [
        (|ca| ca.is_ca = IsCa::NoCa, "issuer_not_ca"),
        (|ca| ca.is_ca = IsCa::ExplicitNoCa, "issuer_not_ca"),
        (|ca| ca.key_usages = vec![KeyUsagePurpose::CrlSign], "issuer_not_ca"),
        (|ca| ca.not_after = date_time_ymd(2026, 11, 22), "issuer_not_valid"),
        (|ca| ca.not_before = date_time_ymd(2026, 11, 24), "issuer_not_valid"),
    ];
    for (change, code) in changes {
        assert_eq!(refused(verify(change)), [format!("certificate.{code} certificate.chain[1]")]);
    }

    // A second intermediate below one that allows none.
    let authority = Authority::new();
    let below = Authority::with(ca("Example Lower", BasicConstraints::Unconstrained));
    let lower = {
        let issuer = Issuer::from_params(&authority.intermediate.0, &authority.intermediate.1);
        below.intermediate.0.signed_by(&below.intermediate.1, &issuer).unwrap().pem()
    };
    let chain = [below.issue(&leaf()), lower, authority.intermediate(), authority.root()].concat();
    assert_eq!(refused(below.verify(&chain)), ["certificate.issuer_path_length certificate.chain[2]"]);
}

/// R52, A28: signatures with SHA-1 and issuers with short RSA keys are refused, wherever they stand in the chain.
#[test]
fn weak_signatures_are_refused() {
    let key = csr("rsa2048.csr").key().id.clone();
    for (name, found) in [
        ("sha1_leaf.chain.pem", "certificate.hash_weak certificate.chain[0]"),
        ("sha1_intermediate.chain.pem", "certificate.hash_weak certificate.chain[1]"),
        ("weak_issuer.chain.pem", "certificate.issuer_key_weak certificate.chain[1]"),
    ] {
        let ordered = names(&["www.example.jp"]);
        let expected = Expected { key: &key, names: &ordered, also_allowed: &[], validation: Validation::Ov };
        let chain = Chain::parse(&fixture(name)).unwrap();
        let found = [found, "certificate.policy_missing certificate.policies"];
        assert_eq!(refused(chain.verify(&expected, time("2027-01-01T00:00:00Z"))), found);
    }
}

/// R52, A28: the certificate must be for the key of the CSR.
#[test]
fn the_key_must_be_that_of_the_csr() {
    let authority = Authority::new();
    let chain = [authority.issue(&leaf()), authority.intermediate()].concat();
    let other = Authority { holder: key(), ..authority };
    assert_eq!(refused(other.verify(&chain)), ["certificate.key_mismatch certificate.key"]);
}

/// R52, A27: the names must be those ordered; another is accepted only when it was foreseen.
#[test]
fn the_names_must_be_those_ordered() {
    let authority = Authority::new();
    let mut params = leaf();
    params.subject_alt_names = vec![dns("WWW.example.jp"), dns("example.jp"), dns("*.shop.example.jp")];
    params.distinguished_name.push(DnType::CommonName, "www.Example.jp");
    let chain = [authority.issue(&params), authority.intermediate()].concat();
    let verify =
        |ordered: &[&str], also: &[&str]| authority.verify_for(&chain, ordered, also, Validation::Ov);
    assert!(verify(&["example.jp", "*.shop.example.jp", "www.example.jp"], &[]).is_ok());
    assert!(verify(&["*.shop.example.jp", "www.example.jp"], &["example.jp", "mail.example.jp"]).is_ok());
    assert_eq!(
        refused(verify(&["www.example.jp", "*.shop.example.jp"], &[])),
        ["certificate.name_extra certificate.names example.jp"]
    );
    assert_eq!(
        refused(verify(&["www.example.jp", "shop.example.jp"], &["example.jp"])),
        [
            "certificate.name_missing certificate.names shop.example.jp",
            "certificate.name_extra certificate.names *.shop.example.jp",
        ]
    );

    let refused_leaf = |change: fn(&mut CertificateParams)| refused(authority.verify_leaf(change));
    assert_eq!(
        refused_leaf(|leaf| leaf.subject_alt_names.push(SanType::IpAddress([192, 0, 2, 1].into()))),
        ["certificate.name_type certificate.names"]
    );
    assert_eq!(
        refused_leaf(|leaf| leaf.subject_alt_names.push(dns("www_1.example.jp"))),
        ["certificate.name_type certificate.names"]
    );
    assert_eq!(
        refused_leaf(|leaf| leaf.distinguished_name.push(DnType::CommonName, "example.jp")),
        ["certificate.cn_not_in_san certificate.names"]
    );
    assert_eq!(
        refused_leaf(|leaf| leaf.subject_alt_names.clear()),
        [
            "certificate.name_missing certificate.names www.example.jp",
            "certificate.cn_not_in_san certificate.names"
        ]
    );
}

/// R52, A3: the validity, both ends included, is held to the cap of the day of issue (SC-081), to the second.
#[test]
fn the_validity_is_capped() {
    let authority = Authority::new();
    let verify = |start: (i32, u8, u8), seconds: u64| {
        authority.verify_leaf(|leaf| {
            leaf.not_before = date_time_ymd(start.0, start.1, start.2);
            leaf.not_after = leaf.not_before + Duration::from_secs(seconds);
        })
    };
    let warned = |result: Result<Verified, Refusal>| told(&result.unwrap().warnings);
    assert_eq!(warned(verify((2026, 11, 22), 199 * DAY - 1)), [""; 0]);
    assert_eq!(
        warned(verify((2026, 11, 22), 199 * DAY)),
        ["certificate.validity_at_limit certificate.validity"],
        "the last second is day 200"
    );
    assert!(verify((2026, 11, 22), 200 * DAY - 1).is_ok());
    assert_eq!(
        refused(verify((2026, 11, 22), 200 * DAY)),
        ["certificate.validity_too_long certificate.validity 201 > 200"]
    );
    assert_eq!(
        refused(verify((2027, 3, 15), 100 * DAY)),
        [
            "certificate.validity_too_long certificate.validity 101 > 100",
            "certificate.not_yet_valid certificate.validity 2027-03-15T00:00:00Z",
        ]
    );
    assert_eq!(
        refused(verify((2026, 11, 20), DAY)),
        ["certificate.expired certificate.validity 2026-11-21T00:00:00Z"]
    );
    assert_eq!(
        warned(verify((2026, 11, 24), DAY)),
        ["certificate.not_yet_valid certificate.validity 2026-11-24T00:00:00Z"]
    );
}

/// R52, R3: a certificate for something else (an authority, mail, any purpose, a precertificate) or of another
/// validation than ordered is refused; without any policy the vendor is asked.
#[test]
fn the_certificate_must_be_of_the_kind_ordered() {
    let authority = Authority::new();
    let found = |change: fn(&mut CertificateParams)| refused(authority.verify_leaf(change));
    for usages in [
        vec![],
        vec![ExtendedKeyUsagePurpose::ClientAuth],
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::Any],
    ] {
        assert_eq!(
            refused(authority.verify_leaf(|leaf| leaf.extended_key_usages = usages)),
            ["certificate.usage certificate.usage"]
        );
    }
    assert_eq!(
        found(|leaf| leaf
            .custom_extensions
            .push(CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 11_129, 2, 4, 3], vec![5, 0]))),
        ["certificate.precertificate certificate.chain[0]"]
    );
    assert_eq!(
        found(|leaf| leaf.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
        ["certificate.leaf_is_ca certificate.chain[0]"]
    );

    for (validation, oid, code) in [
        (Validation::Ov, OV, ""),
        (Validation::Ev, EV, ""),
        (Validation::Ov, DV, "policy_other"),
        (Validation::Ov, EV, "policy_other"),
        (Validation::Ev, OV, "policy_other"),
        (Validation::Ev, DV, "policy_other"),
    ] {
        let mut params = leaf();
        params.custom_extensions = vec![policy(oid)];
        let chain = [authority.issue(&params), authority.intermediate()].concat();
        let result = authority.verify_for(&chain, &["www.example.jp"], &[], validation);
        match code {
            "" => assert!(result.unwrap().warnings.is_empty()),
            code => assert_eq!(refused(result), [format!("certificate.{code} certificate.policies")]),
        }
    }
    let unstated = authority.verify_leaf(|leaf| leaf.custom_extensions.clear()).unwrap();
    assert_eq!(told(&unstated.warnings), ["certificate.policy_missing certificate.policies"]);
}

/// R52: what is no list of 1 to 10 certificates within 64 KiB is refused; so are private keys.
#[test]
fn texts_without_certificates_are_refused() {
    let authority = Authority::new();
    let leaf = authority.issue(&leaf());
    let private = authority.holder.serialize_pem();
    for (text, code) in [
        (String::new(), "empty"),
        (format!("{leaf}{private}"), "private_key"),
        (format!("{leaf}{}", "x".repeat(64 * 1024)), "too_large"),
        (leaf.repeat(11), "count"),
        (leaf.replace("END", "FIN"), "not_pem"),
        (format!("{leaf}{}", leaf.replace("END", "FIN")), "not_pem"),
        (fixture("pkcs7.pem"), "wrong_block"),
        (fixture("rsa2048.csr"), "wrong_block"),
        (fixture("rsa2048.csr").replace(" REQUEST", ""), "malformed"),
    ] {
        assert_eq!(codes(Chain::parse(&text)), [format!("certificate.{code}")], "{text}");
    }
}
