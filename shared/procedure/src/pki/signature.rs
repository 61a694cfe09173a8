//! Verifying the signature of a CSR or certificate.
//!
//! `x509-parser` can verify too, but neither P-521 nor RSA below 2048 bits, which is wanted so that a weak CSR is
//! told everything that is wrong with it at once.

use aws_lc_rs::signature::{self as aws, UnparsedPublicKey, VerificationAlgorithm};
use x509_parser::prelude::SubjectPublicKeyInfo;
use x509_parser::signature_algorithm::RsaSsaPssParams;
use x509_parser::x509::AlgorithmIdentifier;

use super::key::{Curve, Numbers};

/// Why a signature was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Made with MD2, MD4, MD5 or SHA-1 (BR 7.1.3.2).
    WeakHash,
    /// Made with an algorithm that certificates do not use.
    Unsupported,
    /// Not made by this key over this content.
    Invalid,
}

#[derive(Clone, Copy)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

#[derive(Clone, Copy)]
enum Scheme {
    Pkcs1(Hash),
    Pss(Hash),
    Ecdsa(Hash),
}

/// Checks that the holder of `signer` signed `content`: PKCS #1 v1.5 or PSS with RSA from 1024 (PSS and SHA-384:
/// 2048) to 8192 bits, or ECDSA on P-256, P-384 or P-521, with SHA-256, SHA-384 or SHA-512.
///
/// # Errors
/// The [`Fault`]; a weak hash is told before the signature is looked at.
pub(super) fn verify(
    signer: &SubjectPublicKeyInfo<'_>,
    algorithm: &AlgorithmIdentifier<'_>,
    signature: &[u8],
    content: &[u8],
) -> Result<(), Fault> {
    let scheme = scheme(algorithm)?;
    let numbers = Numbers::read(signer).ok_or(Fault::Unsupported)?;
    let algorithm = verifier(scheme, &numbers).ok_or(Fault::Unsupported)?;
    let key = UnparsedPublicKey::new(algorithm, &signer.subject_public_key.data);
    key.verify(content, signature).map_err(|_| Fault::Invalid)
}

fn scheme(algorithm: &AlgorithmIdentifier<'_>) -> Result<Scheme, Fault> {
    match algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.113549.1.1.11" => Ok(Scheme::Pkcs1(Hash::Sha256)),
        "1.2.840.113549.1.1.12" => Ok(Scheme::Pkcs1(Hash::Sha384)),
        "1.2.840.113549.1.1.13" => Ok(Scheme::Pkcs1(Hash::Sha512)),
        "1.2.840.113549.1.1.10" => pss(algorithm).map(Scheme::Pss),
        "1.2.840.10045.4.3.2" => Ok(Scheme::Ecdsa(Hash::Sha256)),
        "1.2.840.10045.4.3.3" => Ok(Scheme::Ecdsa(Hash::Sha384)),
        "1.2.840.10045.4.3.4" => Ok(Scheme::Ecdsa(Hash::Sha512)),
        // md2, md4, md5, sha1 with RSA; sha1 with RSA (OIW); ecdsa-with-SHA1.
        "1.2.840.113549.1.1.2"
        | "1.2.840.113549.1.1.3"
        | "1.2.840.113549.1.1.4"
        | "1.2.840.113549.1.1.5"
        | "1.3.14.3.2.29"
        | "1.2.840.10045.4.1" => Err(Fault::WeakHash),
        _ => Err(Fault::Unsupported),
    }
}

fn pss(algorithm: &AlgorithmIdentifier<'_>) -> Result<Hash, Fault> {
    let parameters = algorithm.parameters.as_ref().ok_or(Fault::Unsupported)?;
    let parameters = RsaSsaPssParams::try_from(parameters).map_err(|_| Fault::Unsupported)?;
    match parameters.hash_algorithm_oid().to_id_string().as_str() {
        "2.16.840.1.101.3.4.2.1" => Ok(Hash::Sha256),
        "2.16.840.1.101.3.4.2.2" => Ok(Hash::Sha384),
        "2.16.840.1.101.3.4.2.3" => Ok(Hash::Sha512),
        "1.3.14.3.2.26" => Err(Fault::WeakHash),
        _ => Err(Fault::Unsupported),
    }
}

fn verifier(scheme: Scheme, key: &Numbers) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (key, scheme) {
        (Numbers::Rsa { .. }, Scheme::Pkcs1(Hash::Sha256)) => {
            &aws::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
        }
        (Numbers::Rsa { .. }, Scheme::Pkcs1(Hash::Sha384)) => &aws::RSA_PKCS1_2048_8192_SHA384,
        (Numbers::Rsa { .. }, Scheme::Pkcs1(Hash::Sha512)) => {
            &aws::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY
        }
        (Numbers::Rsa { .. }, Scheme::Pss(Hash::Sha256)) => &aws::RSA_PSS_2048_8192_SHA256,
        (Numbers::Rsa { .. }, Scheme::Pss(Hash::Sha384)) => &aws::RSA_PSS_2048_8192_SHA384,
        (Numbers::Rsa { .. }, Scheme::Pss(Hash::Sha512)) => &aws::RSA_PSS_2048_8192_SHA512,
        (Numbers::Ec(Curve::P256), Scheme::Ecdsa(Hash::Sha256)) => &aws::ECDSA_P256_SHA256_ASN1,
        (Numbers::Ec(Curve::P256), Scheme::Ecdsa(Hash::Sha384)) => &aws::ECDSA_P256_SHA384_ASN1,
        (Numbers::Ec(Curve::P256), Scheme::Ecdsa(Hash::Sha512)) => &aws::ECDSA_P256_SHA512_ASN1,
        (Numbers::Ec(Curve::P384), Scheme::Ecdsa(Hash::Sha256)) => &aws::ECDSA_P384_SHA256_ASN1,
        (Numbers::Ec(Curve::P384), Scheme::Ecdsa(Hash::Sha384)) => &aws::ECDSA_P384_SHA384_ASN1,
        (Numbers::Ec(Curve::P384), Scheme::Ecdsa(Hash::Sha512)) => &aws::ECDSA_P384_SHA512_ASN1,
        (Numbers::Ec(Curve::P521), Scheme::Ecdsa(Hash::Sha256)) => &aws::ECDSA_P521_SHA256_ASN1,
        (Numbers::Ec(Curve::P521), Scheme::Ecdsa(Hash::Sha384)) => &aws::ECDSA_P521_SHA384_ASN1,
        (Numbers::Ec(Curve::P521), Scheme::Ecdsa(Hash::Sha512)) => &aws::ECDSA_P521_SHA512_ASN1,
        (Numbers::Rsa { .. }, Scheme::Ecdsa(_)) | (Numbers::Ec(_), Scheme::Pkcs1(_) | Scheme::Pss(_)) => {
            return None;
        }
    })
}
