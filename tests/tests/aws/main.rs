//! certflow on AWS: the template held to its rules, and run on a stand-in. The tools come from PyPI into the target
//! folder, once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests, and what they share")]

mod cost;
mod events;
mod lint;
mod measure;
mod stand_in;
mod template;
mod tools;
