//! Certificate signing requests, keys and issued certificates: what is read, checked and kept of them
//! (A27, A28, R52; `rules.md` §3.2, 3.6–3.8; `preflight.md` P9).
//!
//! - [`csr`]: a CSR is parsed ([`Csr::parse`]), checked against its order ([`csr::check`]) and its key against
//!   earlier orders ([`csr::reuse`]).
//! - [`certificate`]: the issued chain is parsed ([`Chain::parse`]) and verified against what was ordered
//!   ([`Chain::verify`]).
//!
//! A private key is refused wherever it turns up and is never kept: parsers return findings, not the input.

mod arithmetic;
pub mod certificate;
pub mod csr;
mod key;
mod limits;
mod pem;
mod roca;
mod signature;
mod strength;
mod subject;
mod weak_keys;

pub use certificate::{Chain, Expected, IssuedCertificate, Verified};
pub use csr::{Csr, KeyUse};
pub use key::{Curve, KeyAlgorithm, KeyId, PublicKey};
pub use limits::{SubjectLimits, VendorLimits};
pub use subject::{Attribute, AttributeType};
pub use weak_keys::WeakKeys;

/// Lower-case hexadecimal of `bytes`.
fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|n| char::from_digit(n.into(), 16))
        .collect()
}
