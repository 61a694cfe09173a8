//! `serve.json`: where the endpoint listens and the key that opens it.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aws_sdk_dynamodb::config::Credentials;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_http_client::Builder;
use serde::{Deserialize, Serialize};

use crate::embedded::Error;
use crate::embedded::dynamo::{BEHAVIOR, REGION};
use crate::embedded::file::{beside, private};

/// The file in the data folder.
const FILE: &str = "serve.json";

/// What the file may weigh, in bytes; ours weighs about 200.
const MAX_SIZE: u64 = 4096;

/// A running endpoint: its address and the key of this run.
#[derive(Debug)]
pub(super) struct Advert {
    address: SocketAddr,
    /// The SDK's type: its `Debug` keeps the secret to itself.
    pub(super) key: Credentials,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    address: SocketAddr,
    access_key_id: String,
    secret_access_key: String,
}

impl Advert {
    pub(super) fn new(address: SocketAddr) -> Result<Self, Error> {
        let (id, secret) = (random_hex::<8>()?, random_hex::<32>()?);
        Ok(Self { address, key: credentials(format!("certflow-{id}"), secret) })
    }

    /// Writes the file whole or not at all, for its owner only, and says where it lies.
    pub(super) fn write(&self, folder: &Path) -> Result<PathBuf, Error> {
        let path = folder.join(FILE);
        let stored = Stored {
            address: self.address,
            access_key_id: self.key.access_key_id().to_owned(),
            secret_access_key: self.key.secret_access_key().to_owned(),
        };
        let written = || {
            let new = beside(&path, ".new");
            remove(&new);
            let mut file = private().create_new(true).open(&new)?;
            file.write_all(&serde_json::to_vec_pretty(&stored)?)?;
            drop(file);
            fs::rename(&new, &path)
        };
        written().map_err(|source: io::Error| Error::File { path: path.clone(), source })?;
        Ok(path)
    }

    /// Reads the file; `None` when there is none, or none that can be used.
    fn read(folder: &Path) -> Option<Self> {
        let path = folder.join(FILE);
        if fs::metadata(&path).ok()?.len() > MAX_SIZE {
            return None;
        }
        let stored: Stored = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
        let key = credentials(stored.access_key_id, stored.secret_access_key);
        // An order must not leave the machine, whatever the file says.
        stored.address.ip().is_loopback().then_some(Self { address: stored.address, key })
    }

    fn client(&self) -> Client {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(1))
            .operation_attempt_timeout(Duration::from_secs(30))
            .build();
        let config = Config::builder()
            .behavior_version(BEHAVIOR())
            .region(REGION)
            .endpoint_url(format!("http://{}", self.address))
            // Neither TLS, which takes 30 ms to start, nor a proxy that the environment may name.
            .http_client(Builder::new().build_http())
            .credentials_provider(self.key.clone())
            .retry_config(RetryConfig::standard())
            .timeout_config(timeouts)
            .build();
        Client::from_conf(config)
    }
}

/// A client of the endpoint that the folder's `serve.json` names, if it answers and knows the key.
pub(in crate::embedded) async fn reach(folder: &Path) -> Option<Client> {
    let client = Advert::read(folder)?.client();
    let probe = client.list_tables().limit(1);
    let once = Config::builder().retry_config(RetryConfig::disabled());
    probe.customize().config_override(once).send().await.ok().map(|_| client)
}

/// Removes the file of an endpoint that is gone; that there is none is fine.
pub(in crate::embedded) fn withdraw(folder: &Path) {
    remove(&folder.join(FILE));
}

pub(super) fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(path = %path.display(), %error, "a file could not be removed");
    }
}

fn credentials(id: String, secret: String) -> Credentials {
    Credentials::new(id, secret, None, None, "serve.json")
}

fn random_hex<const N: usize>() -> Result<String, Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::NoRandomness)?;
    Ok(bytes.iter().fold(String::with_capacity(2 * N), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}
