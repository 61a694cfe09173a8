//! `order-submitted` on Lambda.

use std::process::ExitCode;

use order_submitted::Function;
use platform::aws;
use platform::config::PreflightConfig;
use platform::dispatch::Vendors;
use platform::resolver::Limits;

fn main() -> ExitCode {
    aws::run(&[], |setup| {
        let preflight = setup.read(PreflightConfig::read)?;
        Ok((Function::new(preflight.resolver.lookup(&Limits::default())), Vendors::default()))
    })
}
