//! Vendors (証明書ベンダー): where orders are placed and whose answers move them (R2, R13, R18).
//!
//! [`certcentral`] speaks the CertCentral Services API v2 of DigiCert, which also issues GeoTrust. It knows the
//! API and nothing of certflow's state. [`port`] places and follows certflow's orders through it; [`desk`] hands
//! them to staff where a vendor has no API. What a status means for an order is decided by `procedure`.

pub mod certcentral;
mod clerk;
pub mod desk;
pub mod port;
mod routing;
pub mod variables;

pub use clerk::Clerk;
pub use port::{CertCentralPort, PortSettings};
pub use routing::Vendors;
