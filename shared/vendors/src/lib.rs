//! Vendors (証明書ベンダー): where orders are placed and whose answers move them (R2, R13, R18).
//!
//! [`certcentral`] speaks the CertCentral Services API v2 of DigiCert, which also issues GeoTrust. It knows the
//! API and nothing of certflow's state: what a status means for an order is decided by `procedure`.

pub mod certcentral;
