//! `vendor-review-requested` on Lambda, with the vendors.

use std::process::ExitCode;

use platform::aws;
use platform::config::PreflightConfig;
use platform::dispatch::Vendors as Ports;
use platform::resolver::Limits;
use vendor_review_requested::Function;
use vendors::Vendors;
use vendors::variables::KEY;

fn main() -> ExitCode {
    aws::run(&[KEY], |setup| {
        let vendors = setup.make("the vendors", Vendors::from_variables)?;
        let preflight = setup.read(PreflightConfig::read)?;
        Ok((
            Function::new(preflight.resolver.lookup(&Limits::default())),
            Ports::by(|vendor| vendors.port(vendor)),
        ))
    })
}
