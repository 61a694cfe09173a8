//! `certflow demo`: whole procedures in simulated time, for people to watch and for tests to rely on.
//!
//! | room | what |
//! |---|---|
//! | [`cast`] | who takes part, and what goes wrong with each |
//! | [`world`] | the run: certflow as it is, everybody else played |
//! | [`wiring`] | certflow among the simulated parties |
//! | [`report`] | what the run tells, while it goes on and at its end |
//! | [`run`] | all of it together, in a folder that can be looked at afterwards |

pub mod args;
pub mod cast;
pub mod folder;
pub mod report;
mod run;
pub mod wiring;
pub mod world;

pub use run::{DemoError, Report, run};
