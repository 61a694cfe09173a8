//! Single calls to services whose SDKs would cost more to build than they save: one read of Lambda, one write to S3,
//! one search of CloudWatch Logs. The SDK of S3 alone builds for 25 s; signing is left to the SDK's own signer.

use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use reqwest::{Client, Method};

use super::Error;

/// One call, with its answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// For DNS, TCP and TLS.
const CONNECT: Duration = Duration::from_secs(5);
/// Largest answer read, in bytes.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// A service that is called this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    Lambda,
    Logs,
    S3,
    SecretsManager,
    Ses,
}

impl Service {
    /// Its name in a signature.
    const fn signed_as(self) -> &'static str {
        match self {
            Self::Lambda => "lambda",
            Self::Logs => "logs",
            Self::S3 => "s3",
            Self::SecretsManager => "secretsmanager",
            Self::Ses => "ses",
        }
    }

    /// Its name in a host name.
    const fn host(self) -> &'static str {
        match self {
            Self::Ses => "email",
            other => other.signed_as(),
        }
    }

    /// Its name for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Lambda => "Lambda",
            Self::Logs => "CloudWatch Logs",
            Self::S3 => "S3",
            Self::SecretsManager => "Secrets Manager",
            Self::Ses => "SES",
        }
    }
}

/// A call.
pub(crate) struct Call<'a> {
    pub(crate) service: Service,
    pub(crate) method: Method,
    /// Path and query, encoded.
    pub(crate) path: &'a str,
    pub(crate) headers: &'a [(&'static str, &'a str)],
    pub(crate) body: Vec<u8>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Whether it is a yes.
    pub(crate) const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// The error for an answer that is none of the expected: `right` is what the call needs.
    pub(crate) fn into_error(self, service: Service, right: &str) -> Error {
        if matches!(self.status, 401 | 403) {
            return Error::Denied { right: right.to_owned() };
        }
        // An error's answer names its kind; what follows may hold more than a person should have to read.
        let text = String::from_utf8_lossy(&self.body);
        let text: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
        Error::Service { service: service.name(), why: format!("{} {text}", self.status) }
    }
}

/// Signs and sends calls.
#[derive(Debug, Clone)]
pub(crate) struct Calls {
    sdk: SdkConfig,
    region: String,
    http: Client,
}

impl Calls {
    /// With the region and credentials of `sdk`.
    pub(crate) fn new(sdk: SdkConfig) -> Result<Self, Error> {
        let region = sdk.region().ok_or(Error::NoRegion)?.to_string();
        let http = Client::builder().timeout(PATIENCE).connect_timeout(CONNECT).build();
        let http = http.map_err(|error| Error::Service { service: "HTTP", why: error.to_string() })?;
        Ok(Self { sdk, region, http })
    }

    /// The region.
    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    /// What SDK clients are made from.
    pub(crate) const fn sdk(&self) -> &SdkConfig {
        &self.sdk
    }

    /// Sends `call`, once.
    ///
    /// # Errors
    /// [`Error::NoCredentials`], [`Error::Service`] without an answer.
    pub(crate) async fn send(&self, call: Call<'_>) -> Result<Answer, Error> {
        let failed = |why: String| Error::Service { service: call.service.name(), why };
        let address = format!("{}{}", self.base(call.service), call.path);
        let signature = self.sign(&call, &address).await?;
        let mut request = self.http.request(call.method.clone(), &address);
        for (name, value) in call.headers {
            request = request.header(*name, *value);
        }
        for (name, value) in signature {
            request = request.header(name, value);
        }
        let answer = request.body(call.body).send().await.map_err(|error| failed(plain(&error)))?;
        let status = answer.status().as_u16();
        if answer.content_length().is_some_and(|length| length > MAX_ANSWER as u64) {
            return Err(failed("its answer is too large".to_owned()));
        }
        let body = answer.bytes().await.map_err(|error| failed(plain(&error)))?.to_vec();
        Ok(Answer { status, body })
    }

    /// Where `service` is: on the stand-in, or in the region.
    fn base(&self, service: Service) -> String {
        match self.sdk.endpoint_url() {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => {
                let suffix =
                    if self.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
                format!("https://{}.{}.{suffix}", service.host(), self.region)
            }
        }
    }

    async fn sign(&self, call: &Call<'_>, address: &str) -> Result<Vec<(String, String)>, Error> {
        let provider = self.sdk.credentials_provider();
        let provider = provider.ok_or_else(|| Error::NoCredentials("none are configured".to_owned()))?;
        let credentials = provider.provide_credentials().await;
        let identity = credentials.map_err(|error| Error::NoCredentials(causes(&error)))?.into();
        let mut settings = SigningSettings::default();
        if call.service == Service::S3 {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        let unsigned = |why: String| Error::Service { service: call.service.name(), why };
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(call.service.signed_as())
            .time(SystemTime::now())
            .settings(settings)
            .build();
        let params = params.map_err(|error| unsigned(error.to_string()))?.into();
        let headers = call.headers.iter().copied();
        let body = SignableBody::Bytes(&call.body);
        let request = SignableRequest::new(call.method.as_str(), address, headers, body);
        let signed = request.and_then(|request| sign(request, &params));
        let (instructions, _) = signed.map_err(|error| unsigned(error.to_string()))?.into_parts();
        Ok(instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

/// An error with its causes, without addresses: their queries are signed.
fn plain(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the call broke off"
    };
    let cause = std::iter::successors(std::error::Error::source(error), |cause| cause.source()).last();
    cause.map_or_else(|| what.to_owned(), |cause| format!("{what}: {cause}"))
}

/// An error with its causes, in one line.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
