//! Why a run breaks off.

use jiff::Timestamp;
use platform::store::StoreError;
use procedure::Finding;
use simulation::SimulationError;

use crate::demo::cast::CastError;
use crate::machine::MachineError;

/// Why a run breaks off.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorldError {
    /// The machine.
    #[error(transparent)]
    Machine(#[from] MachineError),
    /// The table.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The simulation.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// The cast.
    #[error(transparent)]
    Cast(#[from] CastError),
    /// A text that the run makes up is malformed.
    #[error("{}", .0.message.en)]
    Text(Finding),
    /// The webhook could not be signed.
    #[error("the portal could not sign its webhook")]
    Portal,
    /// Time stands still: the same moment stays due.
    #[error("time stands still at {0}")]
    Stuck(Timestamp),
}

impl From<Finding> for WorldError {
    fn from(finding: Finding) -> Self {
        Self::Text(finding)
    }
}
