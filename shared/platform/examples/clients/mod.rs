//! What functions talk to, made and called as a function of ours would, and nothing else.
#![allow(dead_code, reason = "each example takes what it stands for")]

use std::sync::{Arc, OnceLock};

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use aws_smithy_http_client::Builder as Http;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_types::SdkConfig;
use hickory_resolver::config::ResolverOpts;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::xfer::{DnsHandle, FirstAnswer};
use hickory_resolver::proto::op::{DnsRequest, DnsRequestOptions, Query};
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::{NameServerPool, PoolContext, TlsConfig, system_conf};
use lambda_runtime::{Error, LambdaEvent, service_fn};

/// DynamoDB, SQS, SES and Secrets Manager: what every function needs.
pub(crate) struct Aws {
    table: aws_sdk_dynamodb::Client,
    queue: aws_sdk_sqs::Client,
    mail: aws_sdk_ses::Client,
    secrets: aws_sdk_secretsmanager::Client,
}

impl Aws {
    pub(crate) fn new() -> Self {
        let credentials = Credentials::new("id", "key", None, None, "example");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new("ap-northeast-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(Http::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https())
            .build();
        Self {
            table: aws_sdk_dynamodb::Client::new(&sdk),
            queue: aws_sdk_sqs::Client::new(&sdk),
            mail: aws_sdk_ses::Client::new(&sdk),
            secrets: aws_sdk_secretsmanager::Client::new(&sdk),
        }
    }

    pub(crate) async fn call(&self) -> Result<(), Error> {
        self.secrets.get_secret_value().secret_id("x").send().await?;
        self.table.batch_get_item().send().await?;
        self.table.transact_write_items().send().await?;
        self.table.update_item().table_name("x").send().await?;
        self.queue.send_message().queue_url("x").message_body("x").send().await?;
        self.mail.send_raw_email().source("x").send().await?;
        Ok(())
    }
}

/// A vendor's HTTP API with JSON. Its connections are made at the first call.
#[derive(Default)]
pub(crate) struct Vendor(OnceLock<reqwest::Client>);

impl Vendor {
    pub(crate) async fn call(&self) -> Result<(), Error> {
        let client = self.0.get_or_init(reqwest::Client::new);
        let answer = client.post("https://vendor.example/").json("x").send().await?;
        answer.json::<String>().await?;
        Ok(())
    }
}

/// The system's resolvers.
pub(crate) struct Dns(NameServerPool<TokioRuntimeProvider>);

impl Dns {
    pub(crate) fn new() -> Result<Self, Error> {
        let servers = system_conf::read_system_conf()?.0.into_parts().2;
        let context = Arc::new(PoolContext::new(ResolverOpts::default(), TlsConfig::new()?));
        Ok(Self(NameServerPool::from_config(servers, context, TokioRuntimeProvider::default())))
    }

    pub(crate) async fn call(&self) -> Result<(), Error> {
        let query = Query::query(Name::from_ascii("example.jp")?, RecordType::CAA);
        let request = DnsRequest::from_query(query, DnsRequestOptions::default());
        self.0.send(request).first_answer().await?;
        Ok(())
    }
}

/// Runs a function that does `work` for a batch.
pub(crate) async fn serve(work: impl AsyncFn() -> Result<(), Error>) -> Result<(), Error> {
    let work = &work;
    lambda_runtime::run(service_fn(async |_: LambdaEvent<SqsEvent>| {
        work().await?;
        Ok::<_, Error>(SqsBatchResponse::default())
    }))
    .await
}

/// Runs `main` as a function does.
pub(crate) fn block_on(main: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(main)
}
