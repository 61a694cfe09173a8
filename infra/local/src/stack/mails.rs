//! The mails in a stack's bucket: put in by staff, listed by key and time. Their content is for the function alone, and
//! a listing needs no right to read it.

use aws_smithy_xml::decode::{Document, XmlDecodeError, try_data};
use jiff::Timestamp;
use procedure::OrderId;
use procedure::event::Room;
use reqwest::{Method, Url};
use sha2::{Digest, Sha256};

use super::calls::{Call, Service};
use super::{Error, Stack, StackName, configuration};

/// The variable with the bucket, of one function alone.
const BUCKET: &str = "CERTFLOW_MAIL_BUCKET";
/// What staff enter lies below this prefix.
const FROM_STAFF: &str = "staff/";
/// Pages of a listing, of a thousand mails each.
const PAGES: usize = 10;

/// A mail that lies where it was put, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMail {
    /// Its key.
    pub key: String,
    /// When it was received.
    pub received: Timestamp,
    /// The order that staff said it is about.
    pub order: Option<OrderId>,
}

/// The mails that have not expired.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptMails {
    /// The mails, the newest first.
    pub mails: Vec<KeptMail>,
    /// Whether there are more than are listed.
    pub more: bool,
}

impl Stack {
    /// Puts a mail that staff entered, about an order if they said so, into the bucket, once; returns its key. Nothing
    /// of it is anywhere else.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn keep_mail(&self, raw: Vec<u8>, about: Option<&OrderId>) -> Result<String, Error> {
        let digest: String = Sha256::digest(&raw).iter().map(|byte| format!("{byte:02x}")).collect();
        let about = about.map(|order| format!("{order}/")).unwrap_or_default();
        let key = format!("{FROM_STAFF}{about}{digest}");
        let path = format!("/{}/{key}", self.bucket().await?);
        // A mail that is there keeps its time: it is the time it was received.
        let headers = [("content-type", "message/rfc822"), ("if-none-match", "*")];
        let call =
            Call { service: Service::S3, method: Method::PUT, path: &path, headers: &headers, body: raw };
        let answer = self.calls.send(call).await?;
        if answer.is_success() || answer.status == 412 {
            return Ok(key);
        }
        Err(answer.into_error(Service::S3, "s3:PutObject"))
    }

    /// The mails in the bucket, as far as ten thousand.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn mails(&self) -> Result<KeptMails, Error> {
        let bucket = self.bucket().await?;
        let (mut mails, mut token) = (Vec::new(), None::<String>);
        for _ in 0..PAGES {
            let path = format!("/{bucket}?{}", query(token.as_deref()));
            let call = Call {
                service: Service::S3,
                method: Method::GET,
                path: &path,
                headers: &[],
                body: Vec::new(),
            };
            let answer = self.calls.send(call).await?;
            if !answer.is_success() {
                return Err(answer.into_error(Service::S3, "s3:ListBucket"));
            }
            let page = page(&answer.body);
            let (found, next) =
                page.map_err(|error| Error::Service { service: "S3", why: error.to_string() })?;
            mails.extend(found);
            token = next;
            if token.is_none() {
                break;
            }
        }
        mails.sort_by(|a: &KeptMail, b| b.received.cmp(&a.received).then_with(|| a.key.cmp(&b.key)));
        Ok(KeptMails { mails, more: token.is_some() })
    }

    /// Deletes mails from the bucket. One that is gone is no error.
    ///
    /// # Errors
    /// [`Error`]; the mails before it are deleted.
    pub async fn delete_mails(&self, keys: &[String]) -> Result<(), Error> {
        let bucket = self.bucket().await?;
        for key in keys {
            let path = format!("/{bucket}/{key}");
            let call = Call {
                service: Service::S3,
                method: Method::DELETE,
                path: &path,
                headers: &[],
                body: Vec::new(),
            };
            let answer = self.calls.send(call).await?;
            if !answer.is_success() && answer.status != 404 {
                return Err(answer.into_error(Service::S3, "s3:DeleteObject"));
            }
        }
        Ok(())
    }

    async fn bucket(&self) -> Result<String, Error> {
        let bucket = match (self.variables.get(BUCKET), &self.name) {
            (Some(bucket), _) => Some(bucket),
            (None, StackName::Deployed(stack)) => {
                let function = configuration(&self.calls, stack, Room::ApprovalMailReceived).await?;
                function.into_variables().get(BUCKET)
            }
            (None, StackName::File(_)) => None,
        };
        bucket.ok_or_else(|| Error::Service { service: "the stack", why: format!("{BUCKET} is not set") })
    }
}

/// The query of `ListObjectsV2`.
fn query(token: Option<&str>) -> String {
    let mut query = "list-type=2".to_owned();
    if let (Some(token), Ok(mut url)) = (token, Url::parse("http://s3.invalid/")) {
        url.query_pairs_mut().append_pair("continuation-token", token);
        query = format!("{}&{query}", url.query().unwrap_or_default());
    }
    query
}

/// The mails of a page of `ListObjectsV2`, and where the next begins.
fn page(xml: &[u8]) -> Result<(Vec<KeptMail>, Option<String>), XmlDecodeError> {
    let mut document = Document::try_from(xml)?;
    let mut root = document.root_element()?;
    let (mut mails, mut next) = (Vec::new(), None);
    while let Some(mut tag) = root.next_tag() {
        match tag.start_el().local() {
            "NextContinuationToken" => next = Some(try_data(&mut tag)?.into_owned()),
            "Contents" => {
                let (mut key, mut received) = (String::new(), None);
                while let Some(mut member) = tag.next_tag() {
                    match member.start_el().local() {
                        "Key" => key = try_data(&mut member)?.into_owned(),
                        "LastModified" => received = try_data(&mut member)?.parse().ok(),
                        _ => {}
                    }
                }
                let received = received.ok_or_else(|| XmlDecodeError::custom("an object has no time"))?;
                mails.push(KeptMail { order: order_of(&key), key, received });
            }
            _ => {}
        }
    }
    Ok((mails, next))
}

/// The order that staff named with a mail.
fn order_of(key: &str) -> Option<OrderId> {
    key.strip_prefix(FROM_STAFF)?.split_once('/')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name><KeyCount>2</KeyCount>\
        <IsTruncated>true</IsTruncated><NextContinuationToken>1a+/=</NextContinuationToken>\
        <Contents><Key>inbound/a&amp;b</Key><LastModified>2026-11-23T01:02:03.000Z</LastModified><Size>4</Size>\
        </Contents><Contents><LastModified>2026-11-22T01:02:03.000Z</LastModified>\
        <Key>staff/CF-9RJZ-NWDN-X4V4/00ff</Key></Contents></ListBucketResult>";

    #[test]
    fn a_listing_is_read_by_key_and_time() {
        let (mails, next) = page(PAGE.as_bytes()).unwrap();
        assert_eq!(next.as_deref(), Some("1a+/="));
        assert_eq!((mails[0].key.as_str(), &mails[0].order), ("inbound/a&b", &None));
        assert_eq!(mails[0].received, "2026-11-23T01:02:03Z".parse::<Timestamp>().unwrap());
        assert_eq!(mails[1].order, Some("CF-9RJZ-NWDN-X4V4".parse().unwrap()));
        assert_eq!(query(next.as_deref()), "continuation-token=1a%2B%2F%3D&list-type=2");
        assert_eq!(page(b"<ListBucketResult/>").unwrap(), (Vec::new(), None));
        assert!(page(b"no XML").is_err());
        assert!(page(b"<a><Contents><Key>k</Key></Contents></a>").is_err());
    }
}
