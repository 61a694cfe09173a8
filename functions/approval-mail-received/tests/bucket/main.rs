//! The vault on S3: what it asks, and what it makes of the answers.

#![expect(clippy::unwrap_used, reason = "a server that fails must fail its test")]

mod region;
mod server;

use std::time::Duration;

use approval_mail_received::{Bucket, StoredMail, Vault as _};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::Builder;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use letters::inbound::MAX_MAIL;
use platform::store::Cause;
use server::{Server, Turn};

const MAIL: &[u8] = b"To: <approval@mail.example.jp>\r\nSubject: a\r\n\r\nb\r\n";
const KEY: &str = "inbound/a+b/0fe9";
const TOKEN: &str = "a/session+token==";

fn sdk(endpoint: Option<&str>) -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", Some(TOKEN.to_owned()), None, "test");
    let mut sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("ap-northeast-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(
            RetryConfig::standard().with_max_attempts(3).with_initial_backoff(Duration::from_millis(1)),
        )
        .timeout_config(TimeoutConfig::builder().operation_timeout(Duration::from_secs(20)).build())
        .http_client(Builder::new().build_http());
    sdk.set_endpoint_url(endpoint.map(str::to_owned));
    sdk.build()
}

async fn get(server: &Server, key: &str) -> Result<Option<StoredMail>, Cause> {
    Bucket::new(&sdk(Some(&server.url)), "mails").unwrap().get(key).await
}

fn when() -> Vec<(&'static str, String)> {
    vec![("Last-Modified", "Mon, 23 Nov 2026 01:02:03 GMT".to_owned())]
}

fn mail(status: &'static str) -> Turn {
    Turn::Answer(status, when(), MAIL.to_vec())
}

fn error(status: &'static str, code: &str) -> Turn {
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>About {KEY}</Message>\
         <Key>{KEY}</Key></Error>"
    );
    Turn::Answer(status, Vec::new(), xml.into_bytes())
}

/// One signed call for no more than is read of a mail, and the mail with the time that S3 received it.
#[tokio::test]
async fn a_mail_is_asked_for_and_read() {
    for status in ["206 Partial Content", "200 OK"] {
        let server = Server::start([mail(status)]);
        let found = get(&server, KEY).await.unwrap().unwrap();
        assert_eq!((&found.raw[..], found.by_staff), (MAIL, false));
        assert_eq!(found.received, "2026-11-23T01:02:03Z".parse().unwrap());
        let request = &server.requests()[0];
        assert!(
            request.starts_with("GET /mails/inbound/a%2Bb/0fe9?X-Amz-Algorithm=AWS4-HMAC-SHA256&"),
            "{request}"
        );
        assert!(request.contains("&X-Amz-Security-Token=a%2Fsession%2Btoken%3D%3D&"), "{request}");
        let scope = "X-Amz-Credential=AKIDEXAMPLE%2F";
        assert!(
            request.contains(scope) && request.contains("%2Fap-northeast-1%2Fs3%2Faws4_request&"),
            "{request}"
        );
        let signature = request.split("&X-Amz-Signature=").nth(1).unwrap().split(' ').next().unwrap();
        assert!(signature.len() == 64 && signature.bytes().all(|byte| byte.is_ascii_hexdigit()), "{request}");
        let range = format!("range: bytes=0-{MAX_MAIL}");
        assert!(request.to_ascii_lowercase().lines().any(|line| line == range), "{request}");
    }
}

/// R90: what staff entered says so by its key, and names no recipient.
#[tokio::test]
async fn what_staff_entered_is_told() {
    let server = Server::start([mail("206 Partial Content")]);
    let found = get(&server, "staff/0fe9").await.unwrap().unwrap();
    assert!(found.by_staff && found.recipients.is_empty());
}

/// A mail that has expired is gone.
#[tokio::test]
async fn a_key_with_nothing_under_it_is_gone() {
    let server = Server::start([error("404 Not Found", "NoSuchKey")]);
    assert!(get(&server, KEY).await.unwrap().is_none());
}

/// Any other refusal is an error, by its status and S3's code: no key, no address, no signature.
#[tokio::test]
async fn a_refusal_is_told_by_status_and_code() {
    let refusals = [
        (error("403 Forbidden", "AccessDenied"), "S3 answered 403 AccessDenied"),
        (error("404 Not Found", "NoSuchBucket"), "S3 answered 404 NoSuchBucket"),
        (error("400 Bad Request", KEY), "S3 answered 400"),
        (Turn::Answer("404 Not Found", Vec::new(), b"<html>".to_vec()), "S3 answered 404"),
        (Turn::Answer("301 Moved", Vec::new(), Vec::new()), "S3 answered 301"),
        (Turn::Answer("204 No Content", when(), Vec::new()), "S3 answered 204"),
        (Turn::Answer("200 OK", Vec::new(), MAIL.to_vec()), "the object has no time"),
    ];
    for (turn, told) in refusals {
        let server = Server::start([turn]);
        let error = get(&server, KEY).await.unwrap_err();
        assert_eq!((error.to_string().as_str(), error.source().is_some()), (told, false));
        assert_eq!(server.requests().len(), 1, "{told}");
    }
}

/// What may pass is tried again, three times in all.
#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for passing in ["500 Internal Server Error", "503 Slow Down", "429 Too Many Requests"] {
        let server = Server::start([error(passing, "SlowDown"), Turn::Close, mail("206 Partial Content")]);
        assert!(get(&server, KEY).await.unwrap().is_some(), "{passing}");
        assert_eq!(server.requests().len(), 3, "{passing}");
    }
    let server = Server::start([0; 4].map(|_| error("503 Slow Down", "SlowDown")));
    let error = get(&server, KEY).await.unwrap_err();
    assert_eq!((error.to_string().as_str(), server.requests().len()), ("S3 answered 503 SlowDown", 3));
}

/// Nor does an error of the connection quote what was signed.
#[tokio::test]
async fn a_lost_call_quotes_no_address() {
    let server = Server::start([Turn::Close, Turn::Close, Turn::Close]);
    for server in [server, Server::start([])] {
        let error = get(&server, KEY).await.unwrap_err();
        let told = format!("{error:?} {error}");
        assert!(!told.contains("X-Amz") && !told.contains("0fe9") && !told.contains(TOKEN), "{told}");
    }
}

/// A mail that breaks off is none.
#[tokio::test]
async fn a_part_of_a_mail_is_no_mail() {
    let server = Server::start([Turn::Short("206 Partial Content", when(), MAIL.to_vec())]);
    assert!(get(&server, KEY).await.is_err());
}

/// Who answers with more than was asked for is not read to the end.
#[tokio::test]
async fn no_more_is_read_than_was_asked_for() {
    let server = Server::start([Turn::Endless("200 OK", when())]);
    let found = get(&server, KEY).await.unwrap().unwrap();
    assert_eq!(found.raw.len(), MAX_MAIL + 1, "too large by one byte");
    let refusing = Server::start([Turn::Endless("403 Forbidden", Vec::new())]);
    assert_eq!(get(&refusing, KEY).await.unwrap_err().to_string(), "S3 answered 403");
    // What the sockets hold comes on top.
    assert!(server.sent() < 16 * MAX_MAIL && refusing.sent() < 16 * MAX_MAIL);
}

/// A key that is no mail's asks nothing, nor one whose address would be another object's.
#[tokio::test]
async fn a_key_of_no_mail_asks_nothing() {
    let server = Server::start([mail("200 OK")]);
    for key in ["", "0fe9", "outbound/0fe9", "/inbound/0fe9", "inbound/../0fe9", "staff/./0fe9", "inbound/.."]
    {
        assert!(get(&server, key).await.unwrap().is_none(), "{key}");
    }
    assert!(server.requests().is_empty());
}

/// What is not configured is told at the start.
#[test]
fn what_is_missing_is_told() {
    let region = || SdkConfig::builder().region(Region::new("ap-northeast-1"));
    let provider = sdk(None).credentials_provider().unwrap();
    let lacking = [
        (SdkConfig::builder(), "no region is configured"),
        (region(), "no credentials are configured"),
        (region().credentials_provider(provider), "no HTTP client is configured"),
    ];
    for (sdk, told) in lacking {
        assert_eq!(Bucket::new(&sdk.build(), "mails").err().unwrap().to_string(), told);
    }
    assert!(Bucket::new(&sdk(Some("no address")), "mails").is_err());
}
