use aws_sdk_dynamodb::Config;
use aws_sdk_dynamodb::config::Credentials;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;
use crate::embedded::dynamo::{BEHAVIOR, REGION};
use crate::embedded::fixture::*;

struct Running {
    database: Embedded,
    endpoint: Endpoint,
    folder: TempDir,
}

async fn running() -> Running {
    let folder = TempDir::new().unwrap();
    let database = Embedded::open(None).await.unwrap();
    create_table(&database.client()).await;
    let endpoint = serve(&database, folder.path()).await.unwrap();
    Running { database, endpoint, folder }
}

impl Running {
    fn advert(&self) -> Value {
        serde_json::from_slice(&std::fs::read(self.folder.path().join("serve.json")).unwrap()).unwrap()
    }

    /// A client with the real key but for `change`.
    fn client(&self, id: Option<&str>, secret: Option<&str>) -> aws_sdk_dynamodb::Client {
        let advert = self.advert();
        let text = |name: &str| advert[name].as_str().unwrap().to_owned();
        let id = id.map_or_else(|| text("access_key_id"), str::to_owned);
        let secret = secret.map_or_else(|| text("secret_access_key"), str::to_owned);
        let config = Config::builder()
            .behavior_version(BEHAVIOR())
            .region(REGION)
            .endpoint_url(format!("http://{}", self.endpoint.address()))
            .credentials_provider(Credentials::new(id, secret, None, None, "test"))
            .retry_config(RetryConfig::disabled())
            .build();
        aws_sdk_dynamodb::Client::from_conf(config)
    }

    /// Sends raw bytes and reads the answer to its end.
    async fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.endpoint.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap()
    }
}

#[tokio::test]
async fn it_listens_on_loopback_only_and_answers_who_has_the_key() {
    let running = running().await;
    assert_eq!(running.endpoint.address().ip(), Ipv4Addr::LOCALHOST);
    let client = running.client(None, None);
    commit_order(&client, 1).await;
    assert!(exists(&running.database.client(), "ORDER#1", "STATE").await);
    assert_eq!(running.database.calls()["TransactWriteItems"], 1);
}

#[tokio::test]
async fn transactions_keep_their_reasons_over_the_wire() {
    let running = running().await;
    let client = running.client(None, None);
    let twice = write(put("A", "A").condition_expression("attribute_not_exists(pk)"));
    let transaction =
        client.transact_write_items().transact_items(write(put("B", "B"))).transact_items(twice);
    transaction.clone().send().await.unwrap();
    let error = transaction.client_request_token("another").send().await.unwrap_err().into_service_error();
    let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(
        cancelled,
    ) = error
    else {
        panic!("{error:?}");
    };
    let codes: Vec<_> =
        cancelled.cancellation_reasons().iter().map(|reason| reason.code().unwrap()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed"]);
}

#[tokio::test]
async fn another_key_or_secret_is_refused() {
    let running = running().await;
    let stranger = running.client(Some("certflow-guess"), None).list_tables().send().await.unwrap_err();
    assert_eq!(code(&stranger.into_service_error()), "UnrecognizedClientException");
    let guesser = running.client(None, Some("guess")).list_tables().send().await.unwrap_err();
    assert_eq!(code(&guesser.into_service_error()), "InvalidSignatureException");
    assert!(!running.database.calls().contains_key("ListTables"));
}

#[tokio::test]
async fn the_key_is_new_each_run_and_only_its_owner_can_read_it() {
    let (one, two) = (running().await, running().await);
    assert_ne!(one.advert()["secret_access_key"], two.advert()["secret_access_key"]);
    assert_eq!(one.advert()["secret_access_key"].as_str().unwrap().len(), 64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = one.folder.path().join("serve.json").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn an_unsigned_request_is_refused_before_its_body_is_read() {
    let running = running().await;
    let request = "POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: DynamoDB_20120810.ListTables\r\n\
                   content-length: 17000000\r\nconnection: close\r\n\r\n";
    let answer = running.raw(request).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("MissingAuthenticationTokenException"), "{answer}");
}

#[tokio::test]
async fn a_body_beyond_16_mib_is_refused() {
    let running = running().await;
    let id = running.advert()["access_key_id"].as_str().unwrap().to_owned();
    let request = format!(
        "POST / HTTP/1.1\r\nhost: localhost\r\nauthorization: AWS4-HMAC-SHA256 Credential={id}/20261122/local/dynamodb/\
         aws4_request, SignedHeaders=host, Signature=0\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        MAX_BODY + 1
    );
    let answer = running.raw(&request).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn only_a_post_to_the_root_is_served() {
    let running = running().await;
    for (request, status) in [("GET /", 405), ("POST /shutdown", 404)] {
        let answer =
            running.raw(&format!("{request} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
}

#[tokio::test]
async fn dropping_it_closes_the_port_and_takes_the_advert_back() {
    let Running { database: _database, endpoint, folder } = running().await;
    let address = endpoint.address();
    drop(endpoint);
    assert!(!folder.path().join("serve.json").exists());
    for _ in 0..100 {
        if TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the port is still open");
}

#[test]
fn debug_output_keeps_the_secret() {
    let advert = Advert::new(([127, 0, 0, 1], 1).into()).unwrap();
    assert!(!format!("{advert:?}").contains(advert.key.secret_access_key()));
}
