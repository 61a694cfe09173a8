//! Nothing that arrives makes the parsers panic.

use std::sync::LazyLock;

use jiff::Timestamp;
use procedure::Validation;
use procedure::pki::{Chain, Csr, Expected, WeakKeys};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::{checked, csr, fixture, names};

static REQUESTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    ["rsa2048.csr", "rsa512.csr", "secp256k1.csr", "challenge.csr", "pss.csr"]
        .map(|name| ::pem::parse(fixture(name)).unwrap().into_contents())
        .to_vec()
});

static CHAIN: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let blocks = ::pem::parse_many(fixture("sha1_leaf.chain.pem")).unwrap();
    blocks.into_iter().map(::pem::Pem::into_contents).collect()
});

fn armoured(label: &str, der: &[u8]) -> String {
    ::pem::encode(&::pem::Pem::new(label, der))
}

fn mutated(mut der: Vec<u8>, changes: &[(Index, u8)], cut: Option<Index>) -> Vec<u8> {
    for (at, byte) in changes {
        let at = at.index(der.len());
        der[at] = *byte;
    }
    if let Some(cut) = cut {
        der.truncate(cut.index(der.len()));
    }
    der
}

fn verify(chain: &Chain) {
    let key = csr("rsa2048.csr").key().id.clone();
    let ordered = names(&["www.example.jp"]);
    let expected = Expected { key: &key, names: &ordered, also_allowed: &[], validation: Validation::Ov };
    let now: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
    assert!(chain.verify(&expected, now).is_err());
}

/// Up to 4 bytes of a DER, and where it may be cut.
fn changes() -> impl Strategy<Value = (Vec<(Index, u8)>, Option<Index>)> {
    (prop::collection::vec(any::<(Index, u8)>(), 0..4), prop::option::weighted(0.2, any::<Index>()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    /// A28, R52: any text is answered, with a CSR, a chain or a refusal.
    #[test]
    fn any_text_is_answered(text in ".{0,2000}", label in "(CERTIFICATE|NEW CERTIFICATE REQUEST|X)", bytes: Vec<u8>) {
        for text in [text.clone(), format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----"), armoured(&label, &bytes)] {
            let _ = Csr::parse(&text);
            let _ = Chain::parse(&text);
            let _ = WeakKeys::default().with_list(&text);
        }
    }

    /// A28: a CSR of which bytes were changed or cut off is answered, and never passes for another one.
    #[test]
    fn any_csr_is_answered(which in 0..5_usize, (changes, cut) in changes()) {
        let original = &REQUESTS[which];
        let der = mutated(original.clone(), &changes, cut);
        if let Ok(csr) = Csr::parse(&armoured("CERTIFICATE REQUEST", &der)) {
            let same = Csr::parse(&armoured("CERTIFICATE REQUEST", original)).unwrap();
            prop_assert_eq!((csr.key(), csr.subject(), csr.names()), (same.key(), same.subject(), same.names()));
            checked(&csr, &["www.example.jp"], Validation::Ov);
        }
    }

    /// R52: a chain of which bytes were changed or cut off is answered.
    #[test]
    fn any_chain_is_answered(which in 0..3_usize, (changes, cut) in changes()) {
        let mut ders = CHAIN.clone();
        ders[which] = mutated(ders[which].clone(), &changes, cut);
        let pem: String = ders.iter().map(|der| armoured("CERTIFICATE", der)).collect();
        if let Ok(chain) = Chain::parse(&pem) {
            verify(&chain);
        }
    }
}
