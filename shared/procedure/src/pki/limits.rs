//! What a vendor takes beyond the Baseline Requirements: data, because vendors change it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::key::Curve;
use super::subject::AttributeType;
use crate::Vendor;

/// A vendor's limits on CSRs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VendorLimits {
    /// The longest RSA modulus, in bits (2048 to 8192).
    pub rsa_max_bits: u32,
    /// The curves it takes.
    pub curves: Vec<Curve>,
    /// Its rules for the subject, when it copies the CSR's subject into the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectLimits>,
}

/// A vendor's rules for a CSR's subject. Breaking one is a warning: the vendor decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubjectLimits {
    /// Attributes that must be there.
    pub required: Vec<AttributeType>,
    /// Longest value, in characters.
    pub max_characters: usize,
    /// Characters it refuses; so is everything outside printable ASCII.
    pub refused_characters: String,
}

impl VendorLimits {
    /// What was published when this was written; configuration may replace it.
    ///
    /// DigiCert: RSA to 4096 bits, P-256 and P-384; names and organisation come with the order, not from the CSR
    /// (docs.digicert.com, "Generate a certificate signing request"; Services API). Cybertrust copies the CSR's
    /// subject: CN, O, L, ST and C, half-width, 64 characters, none of `"`, `#`, `;`, `+`
    /// (cybertrust.co.jp, 「CSR の入力項目」); its longest key is unverified, so the general limit stands.
    pub fn of(vendor: Vendor) -> Self {
        let curves = vec![Curve::P256, Curve::P384];
        match vendor {
            Vendor::Digicert => Self { rsa_max_bits: 4096, curves, subject: None },
            Vendor::Cybertrust => Self {
                rsa_max_bits: 8192,
                curves,
                subject: Some(SubjectLimits {
                    required: vec![
                        AttributeType::CommonName,
                        AttributeType::Organization,
                        AttributeType::Locality,
                        AttributeType::State,
                        AttributeType::Country,
                    ],
                    max_characters: 64,
                    refused_characters: "\"#;+".to_owned(),
                }),
            },
        }
    }
}
