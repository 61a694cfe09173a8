//! certflow on one machine.

pub mod embedded;
