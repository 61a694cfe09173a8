//! An issued certificate and the bundles it is handed out in.

use jiff::Timestamp;

use super::CertificateFault;

/// A leaf with its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The leaf, one PEM block.
    pub leaf_pem: String,
    /// The intermediate, one PEM block.
    pub intermediate_pem: String,
    /// The root, one PEM block.
    pub root_pem: String,
    /// Serial number, upper-case hexadecimal.
    pub serial: String,
    /// SHA-1 of the leaf's DER, upper-case hexadecimal, as CertCentral shows it.
    pub thumbprint: String,
    /// First second of validity, as written in the leaf.
    pub not_before: Timestamp,
    /// Last second of validity, as written in the leaf.
    pub not_after: Timestamp,
    pub(super) fault: CertificateFault,
}

impl Issued {
    /// Leaf, intermediate, root: CertCentral's `pem_all`, unless the fault is in the bundle.
    pub fn pem_all(&self) -> String {
        self.bundle(true)
    }

    /// Leaf, intermediate: CertCentral's `pem_noroot`, unless the fault is in the bundle.
    pub fn pem_noroot(&self) -> String {
        self.bundle(false)
    }

    fn bundle(&self, with_root: bool) -> String {
        let (leaf, intermediate) = (self.leaf_pem.as_str(), self.intermediate_pem.as_str());
        let mut parts = match self.fault {
            CertificateFault::MissingIntermediate => vec![leaf],
            CertificateFault::WrongOrder => vec![intermediate, leaf],
            CertificateFault::DuplicatePem => vec![leaf, leaf, intermediate],
            CertificateFault::None
            | CertificateFault::OtherKey
            | CertificateFault::Expired
            | CertificateFault::TooLong
            | CertificateFault::OtherNames => vec![leaf, intermediate],
        };
        if with_root {
            parts.push(&self.root_pem);
        }
        parts.concat()
    }
}
