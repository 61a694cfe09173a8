//! S3's answer to a call for an object.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::DateTime;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::date_time::Format;
use aws_smithy_xml::decode::{Document, try_data};
use jiff::Timestamp;
use platform::store::Cause;

/// Most bytes read of what S3 says of an error.
const MOST_OF_AN_ERROR: usize = 16 * 1024;
/// No code of S3's is longer.
const LONGEST_CODE: usize = 64;

/// An answer whose body is still to be read.
pub(super) struct Answer(pub(super) HttpResponse);

/// What lies under a key.
pub(super) struct Object {
    pub(super) raw: Vec<u8>,
    pub(super) received: Timestamp,
}

impl Answer {
    /// The object, of its content no more than `most` bytes, or `None` where there is none.
    pub(super) async fn object(self, most: usize) -> Result<Option<Object>, Cause> {
        let Self(response) = self;
        if is_object(&response) {
            let received = received(&response)?;
            return Ok(Some(Object { raw: read(response.into_body(), most).await?, received }));
        }
        let status = response.status().as_u16();
        let said = read(response.into_body(), MOST_OF_AN_ERROR).await.unwrap_or_default();
        match (status, code(&said).as_deref()) {
            (404, Some("NoSuchKey")) => Ok(None),
            (status, Some(code)) => Err(format!("S3 answered {status} {code}").into()),
            (status, None) => Err(format!("S3 answered {status}").into()),
        }
    }
}

/// Whether the answer is an object, or the part asked for.
pub(super) fn is_object(response: &HttpResponse) -> bool {
    matches!(response.status().as_u16(), 200 | 206)
}

fn received(response: &HttpResponse) -> Result<Timestamp, Cause> {
    let at = response.headers().get("last-modified").ok_or("the object has no time")?;
    Ok(Timestamp::from_second(DateTime::from_str(at, Format::HttpDate)?.secs())?)
}

async fn read(body: SdkBody, most: usize) -> Result<Vec<u8>, Cause> {
    let (mut stream, mut read) = (ByteStream::new(body), Vec::new());
    while read.len() < most
        && let Some(bytes) = stream.try_next().await?
    {
        read.extend_from_slice(&bytes[..bytes.len().min(most - read.len())]);
    }
    Ok(read)
}

/// The code of an error, such as `NoSuchKey`. What stands beside it may name the object.
fn code(error: &[u8]) -> Option<String> {
    let mut document = Document::try_from(error).ok()?;
    let mut root = document.root_element().ok()?;
    while let Some(mut tag) = root.next_tag() {
        if tag.start_el().local() == "Code" {
            let code = try_data(&mut tag).ok()?.into_owned();
            let is_code = code.len() <= LONGEST_CODE && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
            return is_code.then_some(code);
        }
    }
    None
}
