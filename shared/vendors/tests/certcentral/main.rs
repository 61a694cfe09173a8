//! The CertCentral client against a server that is as strict as the API's documentation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "clippy lets tests fail this way, but not the functions that tests share"
)]

mod certificates;
mod dcv;
mod faults;
mod finding;
mod looking;
mod placing;
mod samples;
#[path = "../support/mod.rs"]
mod support;
