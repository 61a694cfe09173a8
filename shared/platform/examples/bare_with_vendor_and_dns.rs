//! The bare function with those clients, a vendor's and a resolver.

mod clients;

use clients::{Aws, Dns, Vendor, block_on, serve};
use lambda_runtime::Error;

fn main() -> Result<(), Error> {
    block_on(async {
        let aws = Aws::new();
        let (vendor, dns) = (Vendor::new(&aws).await?, Dns::new()?);
        let work = async || {
            aws.call().await?;
            dns.call().await?;
            vendor.call().await
        };
        serve(work).await
    })
}
