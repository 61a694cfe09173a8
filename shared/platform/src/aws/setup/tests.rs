//! Where secrets come from.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

use super::*;
use crate::config::WebhookConfig;
use crate::testing::{Lines, listen};

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NAMES: &[&str] = &[WebhookConfig::SECRETS, WebhookConfig::STAFF];

/// A Secrets Manager that answers every call so; its address.
fn service(status: u16, answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let mut length = 0;
            loop {
                let mut line = String::new();
                lines.read_line(&mut line).unwrap();
                if line.trim().is_empty() {
                    break;
                }
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
            }
            lines.read_exact(&mut vec![0; length]).unwrap();
            let head =
                format!("HTTP/1.1 {status} Said\r\nconnection: close\r\ncontent-length: {}", answer.len());
            write!(stream, "{head}\r\n\r\n{answer}").unwrap();
        }
    });
    url
}

async fn set_up(endpoint: String, set: &[(&'static str, &'static str)]) -> Result<Setup, StartError> {
    let mut variables: BTreeMap<String, String> =
        set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for name in ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        variables.insert(name.to_owned(), "x".to_owned());
    }
    variables.insert("AWS_ENDPOINT_URL".to_owned(), endpoint);
    Setup::from_variables(NAMES, Box::new(move |name: &str| variables.get(name).cloned())).await
}

/// R90: a secret in the environment is not taken, and the error names the variable that helps.
#[tokio::test]
async fn a_secret_never_comes_from_the_environment() {
    let nowhere = "http://127.0.0.1:9".to_owned();
    let setup = set_up(nowhere, &[(WebhookConfig::SECRETS, KEY), ("CERTFLOW_TABLE", "plain")]).await.unwrap();
    assert_eq!(
        (setup.variable(WebhookConfig::SECRETS), setup.variable("CERTFLOW_TABLE")),
        (None, Some("plain".into()))
    );
    let error = setup.read(WebhookConfig::read).unwrap_err().to_string();
    assert!(error.contains("CERTFLOW_WEBHOOK_SECRETS_ARN is not set"), "{error}");
}

/// R90: the environment names a secret, and its text is what is read; what does not do is told by that name.
#[tokio::test]
async fn a_secret_is_read_where_its_variable_says() {
    let arn = [("CERTFLOW_WEBHOOK_SECRETS_ARN", "arn:x"), (WebhookConfig::SECRETS, "whsec_other")];
    let endpoint = service(200, r#"{"SecretString":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}"#);
    let setup = set_up(endpoint, &arn).await.unwrap();
    assert_eq!(setup.variable(WebhookConfig::SECRETS).as_deref(), Some(KEY));
    assert!(setup.read(WebhookConfig::read).is_ok());
    let setup = set_up(service(200, r#"{"SecretString":"no-secret"}"#), &arn).await.unwrap();
    let error = setup.read(WebhookConfig::read).unwrap_err().to_string();
    assert!(error.contains("the secret that CERTFLOW_WEBHOOK_SECRETS_ARN names does not do"), "{error}");
    assert!(!error.contains("no-secret"), "{error}");
}

/// R90: a secret that cannot be read ends the start, by the name of its variable.
#[tokio::test]
async fn a_secret_that_cannot_be_read_is_told_by_its_variable() {
    let arn = [("CERTFLOW_WEBHOOK_SECRETS_ARN", "arn:x")];
    let denied = service(400, r#"{"__type":"AccessDeniedException","message":"no"}"#);
    let binary = service(200, r#"{"SecretBinary":"c2VjcmV0"}"#);
    for (endpoint, why) in [(denied, "AccessDeniedException"), (binary, "binary")] {
        match set_up(endpoint, &arn).await {
            Err(StartError::Secret { variable, source }) => {
                assert_eq!(variable, "CERTFLOW_WEBHOOK_SECRETS_ARN");
                assert!(source.to_string().contains(why), "{source}");
            }
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("it was read"),
        }
    }
}

/// R2, R90: a start without a secret says so: without CertCentral's key every order goes to the desk, and nobody may
/// have meant that.
#[tokio::test]
async fn a_secret_that_is_not_named_is_told() {
    let lines = Lines::default();
    let _logging = listen(&lines);
    let start = || set_up("http://127.0.0.1:9".to_owned(), &[("CERTFLOW_STAFF_WEBHOOK_SECRETS_ARN", "  ")]);
    start().await.unwrap();
    // See `react/tests/logs.rs`: every place is passed once, then asked anew.
    tracing::callsite::rebuild_interest_cache();
    lines.clear();
    start().await.unwrap();
    let text = lines.text();
    for variable in ["CERTFLOW_WEBHOOK_SECRETS_ARN", "CERTFLOW_STAFF_WEBHOOK_SECRETS_ARN"] {
        let told = |line: &str| line.contains("\"INFO\"") && line.contains(&format!("\"{variable}\""));
        assert!(text.lines().any(told), "{text}");
    }
}
