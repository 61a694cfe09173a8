//! What every function is measured against: `lambda_runtime` and a batch, nothing else.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::{Error, LambdaEvent, service_fn};

fn main() -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(lambda_runtime::run(service_fn(async |_: LambdaEvent<SqsEvent>| {
        Ok::<_, Error>(SqsBatchResponse::default())
    })))
}
