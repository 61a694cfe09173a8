//! One call of S3, on what the SDK's own clients run on: their HTTP client, timeouts and retries.

use std::time::Duration;

use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier};
use aws_smithy_runtime::client::stalled_stream_protection::StalledStreamProtectionInterceptor;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::ser_de::DeserializeResponse;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use platform::store::Cause;

use super::answer::{Answer, is_object};

/// How long a signature holds: longer than a call with its retries, and than a clock is wrong.
pub(super) const SIGNED_FOR: Duration = Duration::from_secs(5 * 60);
/// Answers that the next try may not get: S3 is at fault, or asks to slow down.
const TRANSIENT: &[u16] = &[429, 500, 502, 503, 504];

/// What sends the call.
pub(super) struct Client(Operation<Get, HttpResponse, Refused>);

/// A signed address, and the most bytes wanted of what is there.
struct Get {
    address: String,
    most: usize,
}

impl std::fmt::Debug for Get {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Get").field("most", &self.most).finish_non_exhaustive()
    }
}

/// S3 answered with no object.
#[derive(Debug, thiserror::Error)]
#[error("S3 refused")]
struct Refused;

impl Client {
    /// Calls `origin`, as far as addresses have scheme, host and port.
    pub(super) fn new(sdk: &SdkConfig, origin: &str) -> Result<Self, Cause> {
        let http = sdk.http_client().ok_or("no HTTP client is configured")?;
        let mut operation = Operation::builder()
            .service_name("S3")
            .operation_name("GetObject")
            .http_client(http)
            .endpoint_url(origin)
            // The address is signed.
            .no_auth()
            .standard_retry(sdk.retry_config().unwrap_or(&RetryConfig::standard()))
            .retry_classifier(TransientErrorClassifier::<Refused>::new())
            .retry_classifier(HttpStatusCodeClassifier::new_from_codes(TRANSIENT))
            .timeout_config(sdk.timeout_config().cloned().unwrap_or_else(TimeoutConfig::disabled))
            .interceptor(StalledStreamProtectionInterceptor::default());
        if let Some(version) = sdk.behavior_version() {
            operation = operation.behavior_version(version);
        }
        let operation = operation.serializer(|get: Get| {
            let mut request = HttpRequest::empty();
            request.set_uri(get.address)?;
            request.headers_mut().try_insert("range", format!("bytes=0-{}", get.most.saturating_sub(1)))?;
            Ok(request)
        });
        Ok(Self(operation.deserializer_impl::<HttpResponse, Refused>(Unread).build()))
    }

    /// S3's answer for a signed address, whatever it is; its body is still to be read.
    pub(super) async fn get(&self, address: String, most: usize) -> Result<Answer, Cause> {
        match self.0.invoke(Get { address, most }).await {
            Ok(answer) => Ok(Answer(answer)),
            Err(SdkError::ServiceError(refused)) => Ok(Answer(refused.into_raw())),
            Err(error) => Err(unanswered(error)),
        }
    }
}

/// Leaves bodies unread, as this would read them whole.
#[derive(Debug)]
struct Unread;

impl DeserializeResponse for Unread {
    fn deserialize_streaming_with_config(
        &self,
        response: &mut HttpResponse,
        _config: &ConfigBag,
    ) -> Option<Result<Output, OrchestratorError<Error>>> {
        if !is_object(response) {
            return Some(Err(OrchestratorError::operation(Error::erase(Refused))));
        }
        let taken = HttpResponse::new(response.status(), SdkBody::taken());
        Some(Ok(Output::erase(std::mem::replace(response, taken))))
    }

    fn deserialize_nonstreaming_with_config(
        &self,
        _response: &HttpResponse,
        _config: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        Err(OrchestratorError::other("the answer was read whole"))
    }
}

/// Why there is no answer. Only what the connection says is told: the rest may quote the address, which is signed.
fn unanswered(error: SdkError<Refused, HttpResponse>) -> Cause {
    match error {
        SdkError::TimeoutError(_) => "S3 did not answer in time".into(),
        failure @ SdkError::DispatchFailure(_) => {
            failure.into_source().unwrap_or_else(|_| "S3 was not reached".into())
        }
        _ => "S3 could not be called".into(),
    }
}
