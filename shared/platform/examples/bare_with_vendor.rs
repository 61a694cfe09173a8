//! The bare function with those clients and a vendor's.

mod clients;

use clients::{Aws, Vendor, block_on, serve};
use lambda_runtime::Error;

fn main() -> Result<(), Error> {
    block_on(async {
        let aws = Aws::new();
        let vendor = Vendor::new(&aws).await?;
        let work = async || {
            aws.call().await?;
            vendor.call().await
        };
        serve(work).await
    })
}
