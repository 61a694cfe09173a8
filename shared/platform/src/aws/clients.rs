//! What every AWS client is made from.
//!
//! Lambda puts the role's credentials and the region into the environment, so the chain of profiles, single sign-on
//! and instance metadata that `aws-config` looks through has nothing to find here, and no start waits for it.

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, SharedCredentialsProvider};
use aws_smithy_http_client::Builder as Http;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_types::SdkConfig;

use crate::config::Reader;

/// For DNS, TCP and TLS.
const CONNECT: Duration = Duration::from_secs(3);
/// One try of a call.
const ATTEMPT: Duration = Duration::from_secs(10);
/// A call with its retries. Below the functions' own time limits.
const OPERATION: Duration = Duration::from_secs(25);
/// One try to send a letter, which is the only one.
const SEND: Duration = Duration::from_secs(20);

/// Reads what Lambda sets, and `AWS_ENDPOINT_URL` for a stand-in.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<SdkConfig> {
    let region = reader.required("AWS_REGION", "the region; Lambda sets it");
    let key = reader.required("AWS_ACCESS_KEY_ID", "the role's credentials; Lambda sets them");
    let secret = reader.required("AWS_SECRET_ACCESS_KEY", "the role's credentials; Lambda sets them");
    let token = reader.text("AWS_SESSION_TOKEN");
    let endpoint = reader.text("AWS_ENDPOINT_URL");
    let credentials = Credentials::new(key?, secret?, token, None, "environment");
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(region?))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT)
                .operation_attempt_timeout(ATTEMPT)
                .operation_timeout(OPERATION)
                .build(),
        )
        .http_client(Http::new().tls_provider(tls()).build_https());
    config.set_endpoint_url(endpoint);
    Some(config.build())
}

/// The same for sending letters: one try, on a connection of its own. A kept connection may have died unseen while
/// the function was frozen, and would turn a letter that nobody received into one of unknown outcome.
pub(super) fn send_once(config: &SdkConfig) -> SdkConfig {
    let timeouts = TimeoutConfig::builder().connect_timeout(CONNECT).operation_timeout(SEND).build();
    config
        .to_builder()
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts)
        .http_client(Http::new().pool_max_idle_per_host(0).tls_provider(tls()).build_https())
        .build()
}

const fn tls() -> Provider {
    Provider::Rustls(CryptoMode::AwsLc)
}
