//! What can go wrong in the simulation itself, as opposed to what it plays.

use crate::ca::CaError;

/// The simulation could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// No port on 127.0.0.1 could be opened.
    #[error("a loopback port could not be opened")]
    Listen(#[source] std::io::Error),
    /// A certificate could not be made.
    #[error("a simulated certificate could not be made")]
    Certificate(#[from] CaError),
    /// A mail could not be built or signed: an address that is none.
    #[error("a simulated mail could not be built")]
    Mail(#[source] Box<dyn std::error::Error + Send + Sync>),
}
