//! The vault on S3. The bucket is encrypted, private, and expires what lies in it.

use approval_mail_received::{StoredMail, Vault};
use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::error::DisplayErrorContext;
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use jiff::Timestamp;
use platform::store::Cause;

/// What SES writes lies below this prefix; the bucket's policy lets nobody else write there.
const FROM_SES: &str = "inbound/";
/// What staff enter lies below this one.
const FROM_STAFF: &str = "staff/";
/// One byte more than is read of a mail, so that one too large is found to be.
const MOST: i64 = letters::inbound::MAX_MAIL as i64 + 1;

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
        let recipients = if by_staff { Vec::new() } else { recipient(&raw).into_iter().collect() };
        Ok(Some(StoredMail { raw, received, recipients, by_staff }))
    }
}

fn received(object: &GetObjectOutput) -> Result<Timestamp, Cause> {
    let at = object.last_modified().ok_or("the object has no time")?;
    Ok(Timestamp::from_second(at.secs())?)
}

/// The envelope's recipient, from the `Received` field that SES wrote: the first of the mail, after `Return-Path`.
/// The pointer on the queue cannot tell it, as addresses are personal data.
fn recipient(raw: &[u8]) -> Option<String> {
    const MOST: usize = 4 * 1024;
    let head = String::from_utf8_lossy(raw.get(..MOST).unwrap_or(raw)).into_owned();
    let mut lines = head.split("\r\n").skip_while(|line| !starts_with(line, "received:"));
    let mut field = lines.next()?.to_owned();
    for line in lines.take_while(|line| line.starts_with([' ', '\t'])) {
        field.push_str(line);
    }
    let (_, rest) = field.split_once(" for ")?;
    let address = rest.trim_start().trim_start_matches('<');
    let end = address.find(|c: char| c == ';' || c == '>' || c.is_whitespace()).unwrap_or(address.len());
    address.get(..end).filter(|address| address.contains('@')).map(str::to_owned)
}

fn starts_with(line: &str, name: &str) -> bool {
    line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R41: the mail is for whom SES received it, whatever its sender wrote below.
    #[test]
    fn the_recipient_is_the_one_ses_names() {
        let mail = "Return-Path: <bounce@mail.example>\r\n\
                    Received: from mx.example (mx.example [192.0.2.1])\r\n by inbound-smtp.us-east-1.amazonaws.com \
                    with SMTP id abc\r\n for approval@example.jp;\r\n Sun, 22 Nov 2026 00:00:00 +0000 (UTC)\r\n\
                    Received: from evil (evil) by mx for <other@example.jp>; Sun, 22 Nov 2026 00:00:00 +0000\r\n\r\n";
        assert_eq!(recipient(mail.as_bytes()).as_deref(), Some("approval@example.jp"));
        assert_eq!(recipient(b"Subject: x\r\n\r\nfor a@b.example;"), None);
        assert_eq!(recipient(&[0xFF; 10]), None);
    }
}
