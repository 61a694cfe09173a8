//! Public keys: their identity and kind.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigUint;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x509_parser::prelude::SubjectPublicKeyInfo;
use x509_parser::public_key::PublicKey as ParsedKey;

use super::hex;
use crate::{Finding, Text};

/// A public key's identity: the SHA-256 of its DER SubjectPublicKeyInfo in 64 lower-case hexadecimal digits
/// (the same number as `pin-sha256` of RFC 7469, in hexadecimal). Equal for a CSR and its certificate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9a-f]{64}$"))]
pub struct KeyId(String);

impl KeyId {
    /// The identity of the key with this DER SubjectPublicKeyInfo.
    pub(super) fn of_spki(der: &[u8]) -> Self {
        Self(hex(&Sha256::digest(der)))
    }

    /// The 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyId {
    type Err = Finding;

    fn from_str(text: &str) -> Result<Self, Finding> {
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Ok(Self(text.to_owned()));
        }
        Err(Finding::stop(
            "key_id.malformed",
            "key_id",
            "A28",
            Text::fixed("鍵の識別子の形式が正しくありません。", "The key identifier is malformed."),
            Text::fixed(
                "公開鍵(SubjectPublicKeyInfo)の SHA-256 を小文字の 16 進数 64 桁で指定してください。",
                "Give the SHA-256 of the SubjectPublicKeyInfo as 64 lower-case hexadecimal digits.",
            ),
        ))
    }
}

impl TryFrom<String> for KeyId {
    type Error = Finding;

    fn try_from(text: String) -> Result<Self, Finding> {
        text.parse()
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> String {
        id.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The curves that certificates may use (BR 6.1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Curve {
    /// NIST P-256, also called prime256v1 and secp256r1.
    #[serde(rename = "P-256")]
    P256,
    /// NIST P-384, also called secp384r1.
    #[serde(rename = "P-384")]
    P384,
    /// NIST P-521, also called secp521r1.
    #[serde(rename = "P-521")]
    P521,
}

/// A key's kind and strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "algorithm", rename_all = "lowercase")]
pub enum KeyAlgorithm {
    /// RSA with a modulus of this many bits.
    Rsa {
        /// Length of the modulus in bits.
        bits: u32,
    },
    /// ECDSA on this curve.
    Ec {
        /// The named curve.
        curve: Curve,
    },
}

/// What is kept of a public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicKey {
    /// Its identity.
    pub id: KeyId,
    /// Its kind and strength.
    #[serde(flatten)]
    pub algorithm: KeyAlgorithm,
}

/// The numbers of a public key, for as long as they are examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Numbers {
    /// RSA.
    Rsa {
        /// n.
        modulus: BigUint,
        /// e.
        exponent: BigUint,
    },
    /// ECDSA; whether the point lies on the curve shows when a signature is verified.
    Ec(Curve),
}

impl Numbers {
    /// The numbers in `spki`; `None` for any key but RSA (rsaEncryption) and the three NIST curves (BR 6.1.5,
    /// 7.1.3.1), and for malformed ones.
    pub(super) fn read(spki: &SubjectPublicKeyInfo<'_>) -> Option<Self> {
        match spki.algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.113549.1.1.1" => match spki.parsed().ok()? {
                ParsedKey::RSA(key) => {
                    Some(Numbers::Rsa { modulus: positive(key.modulus)?, exponent: positive(key.exponent)? })
                }
                _ => None,
            },
            "1.2.840.10045.2.1" => {
                let curve = spki.algorithm.parameters.as_ref()?.as_oid().ok()?;
                match curve.to_id_string().as_str() {
                    "1.2.840.10045.3.1.7" => Some(Numbers::Ec(Curve::P256)),
                    "1.3.132.0.34" => Some(Numbers::Ec(Curve::P384)),
                    "1.3.132.0.35" => Some(Numbers::Ec(Curve::P521)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The kind and strength of the key.
    pub(super) fn algorithm(&self) -> KeyAlgorithm {
        match self {
            Numbers::Rsa { modulus, .. } => {
                KeyAlgorithm::Rsa { bits: u32::try_from(modulus.bits()).unwrap_or(u32::MAX) }
            }
            Numbers::Ec(curve) => KeyAlgorithm::Ec { curve: *curve },
        }
    }
}

/// The value of a DER INTEGER's content; `None` when it is negative or empty.
fn positive(content: &[u8]) -> Option<BigUint> {
    (content.first()? & 0x80 == 0).then(|| BigUint::from_bytes_be(content))
}
