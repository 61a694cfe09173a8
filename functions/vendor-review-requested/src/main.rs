//! `vendor-review-requested` on Lambda, with the vendors.

use std::process::ExitCode;

use platform::aws::{self, StartError};
use platform::config::PreflightConfig;
use platform::dispatch::Vendors;
use platform::resolver::Limits;
use procedure::Vendor;
use vendor_review_requested::Function;
use vendors::variables::KEY;

fn main() -> ExitCode {
    aws::run(&[KEY], |setup| {
        let vendors = vendors::Vendors::from_variables(&|name| setup.variable(name));
        let vendors =
            vendors.map_err(|error| StartError::Client { what: "the vendors", why: error.to_string() })?;
        let ports = Vendors::new(vendors.port(Vendor::Digicert), vendors.port(Vendor::Cybertrust));
        let preflight = setup.read(PreflightConfig::read)?;
        Ok((Function::new(preflight.resolver.lookup(&Limits::default())), ports))
    })
}
