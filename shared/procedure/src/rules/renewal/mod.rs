//! When a renewal opens, is reminded of, closes and is submitted (R8, A1, A4).

mod lead;
mod policy;
mod schedule;
#[cfg(test)]
mod tests;

pub use lead::Lead;
pub use policy::{Exception, Policy};
pub use schedule::{Schedule, schedule};
