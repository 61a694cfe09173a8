//! The vault on S3. The bucket is encrypted, private, and expires what lies in it.

use approval_mail_received::{StoredMail, Vault};
use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::DisplayErrorContext;
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use jiff::Timestamp;
use letters::inbound::{MAX_MAIL, recipient};
use platform::store::Cause;

/// What SES writes lies below this prefix; the bucket's policy lets nobody else write there.
const FROM_SES: &str = "inbound/";
/// What staff enter lies below this one.
const FROM_STAFF: &str = "staff/";
/// One byte more than is read of a mail, so that one too large is found to be.
const MOST: i64 = MAX_MAIL as i64 + 1;

/// The bucket.
pub(crate) struct Bucket {
    client: Client,
    name: String,
}

impl Bucket {
    pub(crate) fn new(sdk: impl Into<aws_sdk_s3::Config>, name: String) -> Self {
        Self { client: Client::from_conf(sdk.into()), name }
    }
}

#[async_trait]
impl Vault for Bucket {
    async fn get(&self, key: &str) -> Result<Option<StoredMail>, Cause> {
        let by_staff = key.starts_with(FROM_STAFF);
        // A key comes back from a queue: nothing else in the bucket is a mail.
        if !by_staff && !key.starts_with(FROM_SES) {
            return Ok(None);
        }
        let range = format!("bytes=0-{}", MOST - 1);
        let call = self.client.get_object().bucket(&self.name).key(key).range(range);
        let object = match call.send().await {
            Ok(object) => object,
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => {
                return Ok(None);
            }
            Err(error) => return Err(DisplayErrorContext(error).to_string().into()),
        };
        let received = received(&object)?;
        let raw = object.body.collect().await?.to_vec();
        // The pointer on the queue cannot tell it, as addresses are personal data.
        let recipients = if by_staff { Vec::new() } else { recipient(&raw).into_iter().collect() };
        Ok(Some(StoredMail { raw, received, recipients, by_staff }))
    }
}

fn received(object: &GetObjectOutput) -> Result<Timestamp, Cause> {
    let at = object.last_modified().ok_or("the object has no time")?;
    Ok(Timestamp::from_second(at.secs())?)
}
