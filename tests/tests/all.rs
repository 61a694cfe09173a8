//! One binary for what crosses crates: it links once.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what goes wrong must fail the test, helpers included"
)]

mod floors;
mod fuzz;
mod hints;
mod procedures;
mod requirements;
mod store;
