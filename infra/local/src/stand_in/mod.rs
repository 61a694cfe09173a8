//! What the functions need around them on a stand-in for AWS, for work with `cargo lambda watch`: the table, every
//! queue with its dead-letter queue, a bucket, the webhook secret, a verified sender. Made again, nothing changes.
//!
//! A deployment makes the same from the template; this is the part of it that functions under development miss, with
//! the settings of the example provider, and without CertCentral: orders are entered at the desk.

mod queues;

use std::path::{Path, PathBuf};

use platform::store::table::DynamoTable;
use procedure::event::Room;
use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};

use crate::machine::{MachineError, Settings, files};
use crate::serve::keys::webhook_secret;
use crate::stack::calls::{Call, Calls, Service};
use crate::stack::{self, Error, Variables, queue_variable};

/// What everything is named after, as a stack is.
pub(crate) const STACK: &str = "certflow";
/// The variables' file in the folder.
const VARIABLES: &str = "functions.env";

/// What was made, or was there.
#[derive(Debug, Serialize)]
pub struct Made {
    /// The table.
    pub table: String,
    /// How many queues, without those for dead letters.
    pub queues: usize,
    /// The functions' variables, for `cargo lambda watch --env-file` and `certflow --stack`.
    pub variables_file: PathBuf,
    /// What webhooks are signed with.
    pub webhook_secret_file: PathBuf,
    /// How this program was called, for what to do next.
    #[serde(skip)]
    pub program: String,
}

/// Makes what is missing, and writes the variables into `folder`.
///
/// # Errors
/// [`Error::NotStandIn`] where AWS is not a stand-in on this machine; [`MachineError`] when it or the folder fails.
pub async fn make(folder: &Path) -> Result<Made, MachineError> {
    let calls = stack::calls().await?;
    if !stack::is_stand_in(&calls) {
        return Err(Error::NotStandIn.into());
    }
    DynamoTable::new(aws_sdk_dynamodb::Client::new(calls.sdk()), STACK).create().await?;
    let urls = queues::make(&aws_sdk_sqs::Client::new(calls.sdk())).await?;
    let (secret, webhook_secret_file) = webhook_secret(folder)?;
    let settings = Settings::default();
    let identity = settings.mail.message_id_domain.clone();
    verify_sender(&calls, &identity).await?;
    let bucket = format!("{STACK}-mails");
    make_bucket(&calls, &bucket).await?;
    let secret = keep_secret(&calls, &secret).await?;
    // The file puts values between apostrophes.
    let json = |value: Value| value.to_string().replace('\'', "\\u0027");
    let own = [
        ("AWS_REGION", calls.region().to_owned()),
        ("CERTFLOW_TABLE", STACK.to_owned()),
        ("CERTFLOW_METRICS", format!("certflow/{STACK}")),
        ("CERTFLOW_CONFIGURATION_SET", format!("{STACK}-letters")),
        ("CERTFLOW_CONFIGURATION_SET_WATCHED", format!("{STACK}-watched-letters")),
        ("CERTFLOW_MAIL_FROM", settings.mail.from.clone()),
        ("CERTFLOW_MAIL_BUCKET", bucket),
        ("CERTFLOW_PROVIDER", json(json!(settings.provider))),
        ("CERTFLOW_LINKS", json(json!(settings.links))),
        // A machine at work need not have the DNS at hand, and the samples' names are examples.
        ("CERTFLOW_RESOLVER", "off".to_owned()),
        ("CERTFLOW_WEBHOOK_SECRETS_ARN", secret),
    ];
    let queues = urls.len();
    let urls = urls.into_iter().map(|(room, url): (Room, String)| (queue_variable(room), url));
    let own = own.into_iter().map(|(name, value)| (name.to_owned(), value));
    let variables: Variables = own.chain(urls).collect();
    let path = folder.join(VARIABLES);
    let written = files::write(&path, variables.to_string().as_bytes());
    written.map_err(|source| MachineError::File { path: path.clone(), source })?;
    let program = "certflow".to_owned();
    Ok(Made { table: STACK.to_owned(), queues, variables_file: path, webhook_secret_file, program })
}

async fn make_bucket(calls: &Calls, name: &str) -> Result<(), Error> {
    let path = format!("/{name}");
    let place = format!(
        "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <LocationConstraint>{}</LocationConstraint></CreateBucketConfiguration>",
        calls.region()
    );
    let body = if calls.region() == "us-east-1" { Vec::new() } else { place.into_bytes() };
    let call = Call { service: Service::S3, method: Method::PUT, path: &path, headers: &[], body };
    let answer = calls.send(call).await?;
    // 409: it is there.
    if answer.is_success() || answer.status == 409 {
        return Ok(());
    }
    Err(answer.into_error(Service::S3, "s3:CreateBucket"))
}

async fn verify_sender(calls: &Calls, domain: &str) -> Result<(), Error> {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let body = format!("Action=VerifyDomainIdentity&Version=2010-12-01&Domain={domain}").into_bytes();
    let call = Call { service: Service::Ses, method: Method::POST, path: "/", headers: &headers, body };
    let answer = calls.send(call).await?;
    if answer.is_success() {
        return Ok(());
    }
    Err(answer.into_error(Service::Ses, "ses:VerifyDomainIdentity"))
}

/// Keeps the webhook secret where functions read it; its ARN.
async fn keep_secret(calls: &Calls, secret: &str) -> Result<String, Error> {
    let name = format!("{STACK}/webhook");
    let made = secrets(calls, "CreateSecret", &json!({ "Name": name, "SecretString": secret })).await;
    let answer = match made {
        Ok(answer) => answer,
        // It is there, perhaps with the text of an older folder.
        Err(_) => {
            secrets(calls, "PutSecretValue", &json!({ "SecretId": name, "SecretString": secret })).await?
        }
    };
    let arn = answer["ARN"].as_str().map(str::to_owned);
    arn.ok_or(Error::Service { service: "Secrets Manager", why: "its answer cannot be read".to_owned() })
}

async fn secrets(calls: &Calls, action: &str, body: &Value) -> Result<Value, Error> {
    let target = format!("secretsmanager.{action}");
    let headers = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target.as_str())];
    let body = body.to_string().into_bytes();
    let call =
        Call { service: Service::SecretsManager, method: Method::POST, path: "/", headers: &headers, body };
    let answer = calls.send(call).await?;
    if !answer.is_success() {
        return Err(answer.into_error(Service::SecretsManager, &format!("secretsmanager:{action}")));
    }
    serde_json::from_slice(&answer.body).map_err(|_| Error::Service {
        service: "Secrets Manager",
        why: "its answer cannot be read".to_owned(),
    })
}
