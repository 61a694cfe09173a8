//! The organisation an order is for.

/// What a certificate says of the organisation, as it is in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Legal name (O), at most 64 characters.
    pub name: String,
    /// City (L).
    pub locality: String,
    /// Prefecture (ST).
    pub state: String,
    /// ISO 3166-1 alpha-2 (C).
    pub country: String,
    /// 会社法人等番号 as EV's serialNumber, such as `0100-01-123456`.
    pub registration_number: String,
}
