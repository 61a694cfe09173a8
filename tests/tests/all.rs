//! One binary for what crosses crates: it links once.

mod floors;
mod requirements;
mod store;
