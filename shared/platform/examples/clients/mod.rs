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
        let endpoint = std::env::var("AWS_ENDPOINT_URL").ok();
        let credentials = Credentials::new("id", "key", None, None, "example");
        let mut sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new("ap-northeast-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .http_client(Http::new().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_https());
        sdk.set_endpoint_url(endpoint);
        let sdk = sdk.build();
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

/// A vendor's HTTP API with JSON. Its key is a secret, read at the start; its connections are made at the first call.
pub(crate) struct Vendor {
    key: String,
    http: OnceLock<reqwest::Client>,
}

impl Vendor {
    pub(crate) async fn new(aws: &Aws) -> Result<Self, Error> {
        let secret = aws.secrets.get_secret_value().secret_id("x").send().await?;
        Ok(Self { key: secret.secret_string.unwrap_or_default(), http: OnceLock::new() })
    }

    pub(crate) async fn call(&self) -> Result<(), Error> {
        let http = self.http.get_or_init(reqwest::Client::new);
        let call = http.post("https://vendor.example/").header("key", &self.key);
        call.json("x").send().await?.json::<String>().await?;
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
