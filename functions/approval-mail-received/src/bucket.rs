//! The vault on S3. The bucket is encrypted, private, and expires what lies in it.

mod answer;
mod client;

use async_trait::async_trait;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_types::SdkConfig;
use letters::inbound::{MAX_MAIL, recipient};
use platform::store::Cause;
use rusty_s3::actions::GetObject;
use rusty_s3::{Credentials, S3Action, UrlStyle};

use crate::vault::{StoredMail, Vault};
use answer::{Answer, Object};
use client::Client;

/// What SES writes lies below this prefix; the bucket's policy lets nobody else write there.
const FROM_SES: &str = "inbound/";
/// What staff enter lies below this one.
const FROM_STAFF: &str = "staff/";
/// One byte more than is read of a mail, so that one too large is found to be.
const MOST: usize = MAX_MAIL + 1;

/// The bucket.
pub struct Bucket {
    address: rusty_s3::Bucket,
    credentials: SharedCredentialsProvider,
    client: Client,
}

impl Bucket {
    /// The bucket of this name, in the region of `sdk` and with its credentials, HTTP client, timeouts and retries.
    ///
    /// # Errors
    /// `sdk` lacks something, or its endpoint is no address.
    pub fn new(sdk: &SdkConfig, name: &str) -> Result<Self, Cause> {
        let region = sdk.region().ok_or("no region is configured")?.to_string();
        let credentials = sdk.credentials_provider().ok_or("no credentials are configured")?;
        let (endpoint, style) = match sdk.endpoint_url() {
            Some(stand_in) => (stand_in.to_owned(), UrlStyle::Path),
            // Certificates hold for one label before S3's own.
            None if name.contains('.') => (endpoint(&region), UrlStyle::Path),
            None => (endpoint(&region), UrlStyle::VirtualHost),
        };
        let address = rusty_s3::Bucket::new(endpoint.parse()?, style, name.to_owned(), region)?;
        let client = Client::new(sdk, &address.base_url().origin().ascii_serialization())?;
        Ok(Self { address, credentials, client })
    }

    async fn ask(&self, key: &str) -> Result<Answer, Cause> {
        let credentials = self.credentials.provide_credentials().await?;
        let (id, secret) = (credentials.access_key_id(), credentials.secret_access_key());
        let credentials = match credentials.session_token() {
            Some(token) => Credentials::new_with_token(id, secret, token),
            None => Credentials::new(id, secret),
        };
        let signed = GetObject::new(&self.address, Some(&credentials), key).sign(client::SIGNED_FOR);
        self.client.get(signed.into(), MOST).await
    }
}

#[async_trait]
impl Vault for Bucket {
    async fn get(&self, key: &str) -> Result<Option<StoredMail>, Cause> {
        let by_staff = key.starts_with(FROM_STAFF);
        // A key comes back from a queue: nothing else in the bucket is a mail.
        if !(by_staff || key.starts_with(FROM_SES)) || leads_elsewhere(key) {
            return Ok(None);
        }
        let Some(Object { raw, received }) = self.ask(key).await?.object(MOST).await? else {
            return Ok(None);
        };
        // The pointer on the queue cannot tell it, as addresses are personal data.
        let recipients = if by_staff { Vec::new() } else { recipient(&raw).into_iter().collect() };
        Ok(Some(StoredMail { raw, received, recipients, by_staff }))
    }
}

fn endpoint(region: &str) -> String {
    let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    format!("https://s3.{region}.{suffix}")
}

/// Whether a key, as the path of an address, would be that of another object.
fn leads_elsewhere(key: &str) -> bool {
    key.split('/').any(|part| matches!(part, "." | ".."))
}
