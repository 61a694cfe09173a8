//! Keys that no certificate authority may certify (BR 6.1.1.3, 6.1.5, 6.1.6).

use num_bigint::BigUint;

use super::arithmetic::{has_close_factors, small_factor};
use super::key::{KeyAlgorithm, Numbers};
use super::limits::VendorLimits;
use super::roca;
use crate::{Finding, Text};

/// The largest modulus examined or verified, in bits.
pub(super) const MAX_RSA_BITS: u32 = 8192;

/// The largest exponent that the TLS library here, and that of several browsers, verifies with, in bits.
const MAX_EXPONENT_BITS: u64 = 33;

const FIELD: &str = "csr.key";

/// What the Baseline Requirements say of a key, whoever certifies it.
pub(super) fn findings(key: &Numbers) -> Vec<Finding> {
    match key {
        Numbers::Rsa { modulus, exponent } => rsa(modulus, exponent),
        Numbers::Ec(_) => Vec::new(),
    }
}

/// What the vendor's own limits say of it.
pub(super) fn vendor_findings(key: &Numbers, limits: &VendorLimits) -> Option<Finding> {
    let taken = match key.algorithm() {
        KeyAlgorithm::Rsa { bits } => bits <= limits.rsa_max_bits,
        KeyAlgorithm::Ec { curve } => limits.curves.contains(&curve),
    };
    (!taken).then(|| {
        stop(
            "csr.key_not_taken",
            "A28",
            Text::fixed(
                "この種類・長さの鍵は、証明書ベンダーが受け付けません。",
                "The vendor does not take keys of this kind or size.",
            ),
        )
    })
}

/// A key of a kind that certificates do not use.
pub(super) fn unsupported() -> Finding {
    stop(
        "csr.key_unsupported",
        "BR 6.1.5",
        Text::fixed(
            "証明書に使えない種類の公開鍵です。使えるのは RSA と ECDSA(P-256・P-384・P-521)です。",
            "Certificates cannot hold this kind of public key, only RSA and ECDSA on P-256, P-384 or P-521.",
        ),
    )
}

fn rsa(modulus: &BigUint, exponent: &BigUint) -> Vec<Finding> {
    let bits = modulus.bits();
    if bits > u64::from(MAX_RSA_BITS) {
        let message =
            Text::fixed("RSA 鍵が 8192 ビットを超えています。", "The RSA key is longer than 8192 bits.");
        return vec![stop("csr.rsa_too_large", "BR 6.1.1.3", message)];
    }
    let mut findings = Vec::new();
    if bits < 2048 {
        let message = Text::fixed("RSA 鍵が 2048 ビット未満です。", "The RSA key is shorter than 2048 bits.");
        findings.push(stop("csr.rsa_too_small", "BR 6.1.5", message));
    }
    if !bits.is_multiple_of(8) {
        let message = Text::fixed(
            "RSA 鍵のビット数が 8 で割り切れません。",
            "The length of the RSA key in bits is not divisible by 8.",
        );
        findings.push(stop("csr.rsa_odd_length", "BR 6.1.5", message));
    }
    findings.extend(exponent_finding(exponent));
    if small_factor(modulus).is_some() {
        let message = Text::fixed(
            "RSA 鍵が 752 未満の素数で割り切れます。鍵の生成に失敗しています。",
            "A prime below 752 divides the RSA modulus: its generation failed.",
        );
        findings.push(stop("csr.rsa_small_factor", "BR 6.1.6", message));
    }
    if roca::has_fingerprint(modulus) {
        let message = Text::fixed(
            "既知の欠陥(ROCA、CVE-2017-15361)のある方法で作られた RSA 鍵です。",
            "The RSA key was made by a flawed method (ROCA, CVE-2017-15361).",
        );
        findings.push(stop("csr.rsa_roca", "BR 6.1.1.3", message));
    }
    if has_close_factors(modulus, 100) {
        let message = Text::fixed(
            "RSA 鍵の 2 つの素数が近すぎ、簡単に素因数分解できます。",
            "The two primes of the RSA key lie so close that it is easily factored.",
        );
        findings.push(stop("csr.rsa_close_primes", "BR 6.1.1.3", message));
    }
    findings
}

fn exponent_finding(exponent: &BigUint) -> Option<Finding> {
    if exponent.bits() > MAX_EXPONENT_BITS {
        // BR 6.1.6 allows up to 2^256 - 1, but such a certificate fails in browsers.
        let message = Text::fixed(
            "RSA 鍵の公開指数が大きすぎ、ブラウザーで検証できません。",
            "The public exponent of the RSA key is too large for browsers to verify.",
        );
        return Some(stop("csr.rsa_exponent_too_large", "BR 6.1.6", message));
    }
    if !exponent.bit(0) || exponent.bits() < 2 {
        let message = Text::fixed(
            "RSA 鍵の公開指数が 3 以上の奇数ではありません。",
            "The public exponent of the RSA key is not an odd number of at least 3.",
        );
        return Some(stop("csr.rsa_exponent", "BR 6.1.6", message));
    }
    (*exponent < BigUint::from(65_537_u32)).then(|| {
        let message = Text::fixed(
            "RSA 鍵の公開指数が 65537 未満です。",
            "The public exponent of the RSA key is below 65537.",
        );
        Finding::warning("csr.rsa_exponent_small", FIELD, "BR 6.1.6", message, NEW_KEY)
    })
}

/// The remedy for any unfit key.
pub(super) const NEW_KEY: Text = Text::fixed(
    "RSA 2048 ビット(公開指数 65537)または ECDSA P-256 で新しい鍵を作り、その CSR を提出してください。",
    "Make a new key, RSA 2048 bits (exponent 65537) or ECDSA P-256, and submit its CSR.",
);

fn stop(code: &'static str, rule: &'static str, message: Text) -> Finding {
    Finding::stop(code, FIELD, rule, message, NEW_KEY)
}
