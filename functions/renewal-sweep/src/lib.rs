//! `renewal-sweep`: what is due, of every kind, becomes events (R4, R8, R88).
//!
//! It decides nothing about an order: each event it sends is decided by the function it belongs to, on the order as it
//! is then. How it finds what is due is [`platform::sweep`].

pub use platform::sweep::Sweeper as Function;
