//! The simulated parties, driven from outside as certflow and its demonstration drive them.
//!
//! These tests show that the parties behave as the requirements say the outside does; that certflow meets the
//! requirements is shown elsewhere, so the tests here do not count for them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod ca;
mod client;
mod desk;
mod dkim;
mod domain_approval;
mod life;
mod order;
mod plans;
mod rules;
mod trouble;
mod world;
