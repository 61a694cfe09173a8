//! `expiry-nearing` on Lambda.

use std::process::ExitCode;

use platform::aws;
use platform::dispatch::Vendors;

fn main() -> ExitCode {
    aws::run(&[], |_| Ok((expiry_nearing::Function::default(), Vendors::default())))
}
