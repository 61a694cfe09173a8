//! The function: its decisions alone, its facts from a store, and the DNS through a resolver on loopback.

mod decisions;
mod dns;
mod facts;
mod support;
