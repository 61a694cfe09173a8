//! Personal data: what is kept of it, where it never goes, and that it can be erased.
//!
//! A binary of its own, because it listens to what the whole process logs.

#![expect(clippy::unwrap_used, reason = "what goes wrong must fail the test, helpers included")]

mod case;
mod erasure;
mod hostile;
mod log;
mod my_number;
mod places;
mod traces;
