//! `vendor-status-changed` on Lambda, with the vendors.

use std::process::ExitCode;

use platform::aws::{self, StartError};
use platform::dispatch::Vendors;
use procedure::Vendor;
use vendors::variables::KEY;

fn main() -> ExitCode {
    aws::run(&[KEY], |setup| {
        let vendors = vendors::Vendors::from_variables(&|name| setup.variable(name));
        let vendors =
            vendors.map_err(|error| StartError::Client { what: "the vendors", why: error.to_string() })?;
        let ports = Vendors::new(vendors.port(Vendor::Digicert), vendors.port(Vendor::Cybertrust));
        Ok((vendor_status_changed::Function, ports))
    })
}
