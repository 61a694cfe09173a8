//! The bare function with the clients that a function of ours needs: DynamoDB, SQS, SES and Secrets Manager, made and
//! called as they would be.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use aws_smithy_http_client::Builder as Http;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_types::SdkConfig;
use lambda_runtime::{Error, LambdaEvent, service_fn};

fn main() -> Result<(), Error> {
    let credentials = Credentials::new("id", "key", None, None, "example");
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("ap-northeast-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(Http::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https())
        .build();
    let table = aws_sdk_dynamodb::Client::new(&sdk);
    let queue = aws_sdk_sqs::Client::new(&sdk);
    let mail = aws_sdk_ses::Client::new(&sdk);
    let secrets = aws_sdk_secretsmanager::Client::new(&sdk);
    let (table, queue, mail, secrets) = (&table, &queue, &mail, &secrets);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(lambda_runtime::run(service_fn(async |_: LambdaEvent<SqsEvent>| {
        secrets.get_secret_value().secret_id("x").send().await?;
        table.transact_get_items().send().await?;
        table.transact_write_items().send().await?;
        table.update_item().table_name("x").send().await?;
        queue.send_message().queue_url("x").message_body("x").send().await?;
        mail.send_raw_email().source("x").send().await?;
        Ok::<_, Error>(SqsBatchResponse::default())
    })))
}
