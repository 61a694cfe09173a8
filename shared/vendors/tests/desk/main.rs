//! What staff get at the desk: sheets to enter orders from, and what to do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy lets tests fail this way, but not the functions that tests share"
)]

mod sheet;
mod work;
