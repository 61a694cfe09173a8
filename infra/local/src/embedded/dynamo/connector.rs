//! The SDK's transport, answered inside the process.

use std::sync::Arc;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, HttpClient, Region, RuntimeComponents, StalledStreamProtectionConfig,
};
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;

use super::Core;
use super::dispatch::NO_TOKEN;

/// The region the clients name; the database does not care.
pub(in crate::embedded) const REGION: Region = Region::from_static("ap-northeast-1");

/// The SDK's behaviour these clients were tested with.
pub(in crate::embedded) const BEHAVIOR: fn() -> BehaviorVersion = BehaviorVersion::v2026_01_12;

/// A client of `core`. It signs nothing, because nobody checks: a fifth of a call's time; and it looks nothing up.
pub(super) fn client(core: &Arc<Core>) -> Client {
    let config = Config::builder()
        .behavior_version(BEHAVIOR())
        .region(REGION)
        .endpoint_url("http://embedded.invalid")
        .http_client(InProcess(Arc::clone(core)))
        .allow_no_auth()
        .idempotency_token_provider(NO_TOKEN)
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build();
    Client::from_conf(config)
}

#[derive(Debug, Clone)]
struct InProcess(Arc<Core>);

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let core = Arc::clone(&self.0);
        HttpConnectorFuture::new(async move {
            let target = request.headers().get("x-amz-target").unwrap_or_default();
            let body = request.body().bytes().ok_or_else(|| {
                ConnectorError::user("the embedded database takes no streamed request body".into())
            })?;
            let answer = core.call(target, body).await;
            let status = StatusCode::try_from(answer.status)
                .map_err(|error| ConnectorError::other(error.into(), None))?;
            let mut response = HttpResponse::new(status, answer.body.into());
            response.headers_mut().insert("x-amzn-requestid", core.request_id());
            Ok(response)
        })
    }
}
