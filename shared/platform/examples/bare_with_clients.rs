//! The bare function with the clients that every function of ours needs.

mod clients;

use clients::{Aws, block_on, serve};
use lambda_runtime::Error;

fn main() -> Result<(), Error> {
    block_on(async {
        let aws = Aws::new();
        serve(async || aws.call().await).await
    })
}
