//! Inbound mail: what can be read of it, and what may be believed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a fixture that is wrong must fail its test")]

mod authentication;
mod corpus;
mod forgeries;
#[expect(unreachable_pub, reason = "`tests/tests/fuzz.rs` counts their memory")]
mod hostile;
mod intake;
mod never_panics;
mod other_mails;
mod privacy;
mod rules;
mod rules_of_content;
mod stored;
mod support;
