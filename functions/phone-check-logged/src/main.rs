//! `phone-check-logged` on Lambda.

use std::process::ExitCode;

use platform::aws;
use platform::dispatch::Vendors;

fn main() -> ExitCode {
    aws::run(&[], |_| Ok((phone_check_logged::Function, Vendors::default())))
}
