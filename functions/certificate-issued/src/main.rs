//! `certificate-issued` on Lambda, with the vendors.

use std::process::ExitCode;

use platform::aws;
use platform::dispatch::Vendors as Ports;
use vendors::Vendors;
use vendors::variables::KEY;

fn main() -> ExitCode {
    aws::run(&[KEY], |setup| {
        let vendors = setup.make("the vendors", Vendors::from_variables)?;
        Ok((certificate_issued::Function, Ports::by(|vendor| vendors.port(vendor))))
    })
}
