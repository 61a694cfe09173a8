//! Every letter, for every family of products, in both languages.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a fixture that is wrong must fail its test")]

mod cases;
mod certificate;
mod context;
mod golden;
mod message;
mod orders;
mod overtaken;
mod parts;
mod privacy;
mod wording;
