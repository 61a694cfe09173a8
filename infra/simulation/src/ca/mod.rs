//! A certificate authority of its own: a root, an intermediate and real leaves for real CSRs.
//! Nobody trusts it; its names say that it is simulated.

mod fault;
mod issued;
mod leaf;
mod validity;

use std::sync::Mutex;

use jiff::Timestamp;
use procedure::Validation;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, DnValue, IsCa, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
};

pub use fault::CertificateFault;
pub use issued::Issued;
pub use validity::{approval_reuse_days, approval_reuse_ends, last_second, max_days, month_end};

use crate::Organisation;
use crate::seed::Dice;
use crate::sync::lock;
use crate::when::plus_days;

/// A certificate could not be issued.
#[derive(Debug, thiserror::Error)]
pub enum CaError {
    /// The CSR is not PEM, not PKCS #10, or its signature does not fit its key.
    #[error("the CSR cannot be parsed or its signature does not verify")]
    Csr,
    /// The CSR's key is of a kind no public CA takes.
    #[error("the CSR's key is neither RSA nor ECDSA")]
    Key,
    /// A name cannot be written into a certificate.
    #[error("a name does not fit into a certificate")]
    Name,
    /// Building or signing failed.
    #[error("the certificate could not be built")]
    Build(#[from] rcgen::Error),
}

/// What a certificate is issued for.
#[derive(Debug, Clone, Copy)]
pub struct LeafRequest<'a> {
    /// PKCS #10 in PEM; only its public key is used, as CertCentral does.
    pub csr_pem: &'a str,
    /// DNS names for the SAN, at least one; the first becomes the CN if it has at most 64 characters.
    pub names: &'a [String],
    /// OV or EV: decides the policy and the subject.
    pub validation: Validation,
    /// The subject.
    pub organisation: &'a Organisation,
    /// Start of validity, to the second.
    pub not_before: Timestamp,
    /// Last second of validity.
    pub not_after: Timestamp,
    /// What to get wrong.
    pub fault: CertificateFault,
}

/// A root and one intermediate, ECDSA P-256, made when it starts and valid for ten years around it.
pub struct TestCa {
    root: CertifiedIssuer<'static, KeyPair>,
    intermediate: CertifiedIssuer<'static, KeyPair>,
    dice: Mutex<Dice>,
}

impl TestCa {
    /// A new authority; `brand` appears in its names, `seed` decides the serial numbers, not the keys.
    ///
    /// # Errors
    /// [`CaError::Build`] when a key cannot be made.
    pub fn new(brand: &str, now: Timestamp, seed: u64) -> Result<Self, CaError> {
        let mut dice = Dice::new(seed, brand);
        let root_params = authority(brand, "Root", now, BasicConstraints::Constrained(1), &mut dice)?;
        let root = CertifiedIssuer::self_signed(root_params, key()?)?;
        let params = authority(brand, "TLS CA", now, BasicConstraints::Constrained(0), &mut dice)?;
        let intermediate = CertifiedIssuer::signed_by(params, key()?, &root)?;
        Ok(Self { root, intermediate, dice: Mutex::new(dice) })
    }

    /// The root in PEM: the anchor to verify against.
    pub fn root_pem(&self) -> String {
        self.root.pem()
    }

    /// The intermediate in PEM.
    pub fn intermediate_pem(&self) -> String {
        self.intermediate.pem()
    }

    /// Issues a leaf for the CSR's public key.
    ///
    /// # Errors
    /// [`CaError::Csr`] or [`CaError::Key`] for a CSR no CA would take, [`CaError::Name`] for a DNS name or
    /// country that does not fit, [`CaError::Build`] when signing fails.
    pub fn issue(&self, request: &LeafRequest<'_>) -> Result<Issued, CaError> {
        let serial = lock(&self.dice).serial();
        leaf::issue(request, &serial, &self.intermediate, self.root_pem())
    }
}

/// Checks what [`TestCa::issue`] would check of a CSR.
///
/// # Errors
/// [`CaError::Csr`] or [`CaError::Key`].
pub fn check_csr(csr_pem: &str) -> Result<(), CaError> {
    leaf::public_key(csr_pem).map(|_| ())
}

fn key() -> Result<KeyPair, rcgen::Error> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
}

fn authority(
    brand: &str,
    role: &str,
    now: Timestamp,
    constraints: BasicConstraints,
    dice: &mut Dice,
) -> Result<CertificateParams, CaError> {
    let mut params = CertificateParams::default();
    validity::write(&mut params, plus_days(now, -365), plus_days(now, 10 * 365));
    params.serial_number = Some(dice.serial().to_vec().into());
    params.is_ca = IsCa::Ca(constraints);
    params.key_usages =
        vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign, KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, printable("JP")?);
    name.push(DnType::OrganizationName, format!("{brand} (simulated)"));
    name.push(DnType::CommonName, format!("{brand} Simulated {role}"));
    params.distinguished_name = name;
    Ok(params)
}

fn printable(text: &str) -> Result<DnValue, CaError> {
    text.try_into().map(DnValue::PrintableString).map_err(|_| CaError::Name)
}
