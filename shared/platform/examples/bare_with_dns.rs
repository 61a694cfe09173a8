//! The bare function with those clients and a resolver.

mod clients;

use clients::{Aws, Dns, block_on, serve};
use lambda_runtime::Error;

fn main() -> Result<(), Error> {
    block_on(async {
        let (aws, dns) = (Aws::new(), Dns::new()?);
        let work = async || {
            aws.call().await?;
            dns.call().await
        };
        serve(work).await
    })
}
