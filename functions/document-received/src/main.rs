//! `document-received` on Lambda.

use std::process::ExitCode;

use platform::aws;
use platform::dispatch::Vendors;

fn main() -> ExitCode {
    aws::run(&[], |_| Ok((document_received::Function, Vendors::default())))
}
