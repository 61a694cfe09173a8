//! Certificates that are wrong in one way, to see that each is caught.

/// What a vendor gets wrong when it issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CertificateFault {
    /// Nothing.
    #[default]
    None,
    /// The leaf carries another key than the CSR.
    OtherKey,
    /// The bundle lacks the intermediate.
    MissingIntermediate,
    /// The bundle starts with the intermediate.
    WrongOrder,
    /// The bundle carries the leaf twice.
    DuplicatePem,
    /// The leaf's validity ended the day before it was issued.
    Expired,
    /// The leaf is valid for 398 days.
    TooLong,
    /// The leaf names another domain than the order.
    OtherNames,
}

impl CertificateFault {
    /// Every fault, without [`CertificateFault::None`].
    pub const ALL: [CertificateFault; 7] = [
        CertificateFault::OtherKey,
        CertificateFault::MissingIntermediate,
        CertificateFault::WrongOrder,
        CertificateFault::DuplicatePem,
        CertificateFault::Expired,
        CertificateFault::TooLong,
        CertificateFault::OtherNames,
    ];
}
