//! `order-submitted` on Lambda.

use std::process::ExitCode;

use platform::aws;
use platform::dispatch::Vendors;

fn main() -> ExitCode {
    aws::run(&[], |_| Ok((order_submitted::Function, Vendors::default())))
}
