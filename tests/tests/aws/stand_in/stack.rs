//! The stand-in and the stack on it.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use jiff::Timestamp;
use platform::webhook::{Secrets, sign};
use serde_json::Value;
use simulation::certcentral::DEFAULT_KEY;

use crate::tools::{STAND_IN, infra, succeed};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const REGION: &str = "ap-northeast-1";
const FUNCTIONS: [&str; 12] = [
    "approval-mail-received",
    "certificate-issued",
    "document-received",
    "expiry-nearing",
    "mail-feedback",
    "order-instructed",
    "order-submitted",
    "phone-check-logged",
    "portal-webhook",
    "renewal-sweep",
    "vendor-review-requested",
    "vendor-status-changed",
];

/// A deployed stack; it ends with this value.
pub(super) struct Stack {
    stand_in: Child,
    endpoint: String,
    webhook: String,
    http: reqwest::Client,
    pub(super) sqs: aws_sdk_sqs::Client,
    table: aws_sdk_dynamodb::Client,
}

impl Drop for Stack {
    fn drop(&mut self) {
        let _ = self.stand_in.kill();
        let _ = self.stand_in.wait();
    }
}

impl Stack {
    /// Builds the functions, starts the stand-in and deploys the template onto it.
    pub(super) async fn start(vendor: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("http://127.0.0.1:{port}");
        let environment = [
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_DEFAULT_REGION", REGION),
            ("AWS_ENDPOINT_URL", url.as_str()),
            ("TEST_WEBHOOK_SECRET", SECRET),
            ("TEST_CERTCENTRAL_KEY", DEFAULT_KEY),
        ];
        let binaries = binaries();
        let mut command = Command::new(STAND_IN.join("bin/ministack"));
        command.envs(environment).env("BIND_HOST", "127.0.0.1").env("GATEWAY_PORT", port.to_string());
        let log = std::fs::File::create(Path::new(env!("CARGO_TARGET_TMPDIR")).join("stand-in.log")).unwrap();
        command.env("SERVICES", "apigateway,cloudformation,cloudwatch,dynamodb,events,iam,kms,lambda,logs,s3,secretsmanager,ses,sns,sqs,sts");
        let stand_in = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let (sqs, table, http) = (sqs(&url), table(&url), reqwest::Client::new());
        let mut stack = Self { stand_in, endpoint: url.clone(), webhook: String::new(), http, sqs, table };
        super::until("the stand-in's start", async || stack.sqs.list_queues().send().await.ok()).await;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/aws/deploy.py");
        let mut deploy = Command::new(STAND_IN.join("bin/python"));
        deploy.envs(environment);
        stack.webhook = succeed(deploy.arg(script).arg(infra()).arg(binaries).arg(vendor)).trim().to_owned();
        stack
    }

    /// Posts a signed webhook; status and body of the answer.
    pub(super) async fn post(&self, id: &str, event: &Value) -> (u16, Value) {
        let (body, secrets) = (event.to_string(), SECRET.parse::<Secrets>().unwrap());
        let headers = sign(id, body.as_bytes(), &secrets, Timestamp::now()).unwrap();
        // The stand-in tells APIs apart by Host, and that name need not resolve.
        let host = self.webhook.split('/').nth(2).unwrap();
        let mut request = self.http.post(format!("{}/webhooks", self.endpoint)).header("host", host);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.timeout(Duration::from_secs(60)).header("content-type", "application/json");
        let answer = request.body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(super) async fn queue(&self, name: &str) -> String {
        let found = self.sqs.get_queue_url().queue_name(format!("certflow-{name}")).send().await.unwrap();
        found.queue_url.unwrap()
    }

    /// The stored state of an order, as text.
    pub(super) async fn state(&self, order: &str) -> Option<String> {
        let tables = self.table.list_tables().send().await.unwrap().table_names.unwrap();
        let key = |text: String| aws_sdk_dynamodb::types::AttributeValue::S(text);
        let call = self.table.get_item().table_name(tables.first().unwrap());
        let call = call.key("pk", key(format!("ORDER#{order}"))).key("sk", key("STATE".to_owned()));
        call.send().await.unwrap().item.map(|item| format!("{item:?}"))
    }

    /// What SES was given, once it was given something.
    pub(super) async fn mails(&self) -> Option<Value> {
        let answer =
            self.http.get(format!("{}/_ministack/ses/messages", self.endpoint)).send().await.unwrap();
        let mails: Value = answer.json().await.unwrap();
        mails["messages"].as_object().filter(|accounts| !accounts.is_empty()).map(|_| mails.clone())
    }
}

/// Builds the functions as they are, for this machine; the folder they lie in.
fn binaries() -> std::path::PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--bins", "--quiet"]);
    for name in FUNCTIONS {
        build.args(["-p", name]);
    }
    succeed(build.current_dir(env!("CARGO_MANIFEST_DIR")));
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("debug")
}

fn sqs(endpoint: &str) -> aws_sdk_sqs::Client {
    let config = aws_sdk_sqs::Config::builder().behavior_version(BehaviorVersion::v2026_01_12());
    let config = config.region(Region::new(REGION)).endpoint_url(endpoint);
    let keys = Credentials::new("test", "test", None, None, "test");
    aws_sdk_sqs::Client::from_conf(config.credentials_provider(keys).build())
}

fn table(endpoint: &str) -> aws_sdk_dynamodb::Client {
    let config = aws_sdk_dynamodb::Config::builder().behavior_version(BehaviorVersion::v2026_01_12());
    let config = config.region(Region::new(REGION)).endpoint_url(endpoint);
    let keys = Credentials::new("test", "test", None, None, "test");
    aws_sdk_dynamodb::Client::from_conf(config.credentials_provider(keys).build())
}
