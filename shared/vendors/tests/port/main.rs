//! CertCentral as the procedure sees it, against a server that is as strict as the API's documentation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy lets tests fail this way, but not the functions that tests share"
)]

mod ending;
mod following;
mod organisation;
mod placing;
mod refusing;
mod renewing;
mod resending;
mod routing;
#[path = "../support/mod.rs"]
mod support;
mod world;
