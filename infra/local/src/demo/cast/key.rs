//! Keys for the run: made fresh, used for one CSR, thrown away.

use rcgen::{CertificateParams, DistinguishedName, KeyPair, PKCS_ECDSA_P256_SHA256};

/// A CSR (PKCS #10, PEM) of a new P-256 key with an empty subject. The private key is dropped here.
///
/// # Errors
/// When the cryptographic library makes no key.
pub fn fresh_csr() -> Result<String, rcgen::Error> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut params = CertificateParams::default();
    // The default is a common name of the library's own.
    params.distinguished_name = DistinguishedName::new();
    params.serialize_request(&key)?.pem()
}
