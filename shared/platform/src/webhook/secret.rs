//! Shared secrets of webhooks.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use procedure::{Finding, Text};
use standardwebhooks::{Webhook, WebhookError};

/// Most secrets at once.
const MAX_SECRETS: usize = 5;

/// A secret of 24 to 64 bytes, written `whsec_` and base64. Masked in `Debug`.
pub struct Secret(Webhook);

impl Secret {
    /// The signature with its version, `v1,…`.
    pub(super) fn sign(&self, id: &str, seconds: i64, body: &[u8]) -> Result<String, WebhookError> {
        self.0.sign(id, seconds, body)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(masked)")
    }
}

impl FromStr for Secret {
    type Err = Finding;

    fn from_str(text: &str) -> Result<Self, Finding> {
        let base64 = text.strip_prefix("whsec_").ok_or_else(malformed)?;
        let bytes = STANDARD.decode(base64).map_err(|_| malformed())?;
        if !(24..=64).contains(&bytes.len()) {
            return Err(malformed());
        }
        Webhook::from_bytes(bytes).map(Self).map_err(|_| malformed())
    }
}

/// One to five secrets; the first is today's, the others are on their way in or out.
#[derive(Debug)]
pub struct Secrets(Vec<Secret>);

impl Secrets {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Secret> {
        self.0.iter()
    }
}

impl FromStr for Secrets {
    type Err = Finding;

    /// Reads secrets separated by spaces.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let secrets: Result<Vec<Secret>, Finding> = text.split_whitespace().map(str::parse).collect();
        let secrets = secrets?;
        if (1..=MAX_SECRETS).contains(&secrets.len()) { Ok(Self(secrets)) } else { Err(malformed()) }
    }
}

fn malformed() -> Finding {
    Finding::stop(
        "config.webhook_secrets",
        "webhook_secrets",
        "Standard Webhooks 1.0.0",
        Text::fixed("Webhook の秘密鍵の形式が正しくありません。", "The webhook secrets are malformed."),
        Text::fixed(
            "「whsec_」に続けて 24〜64 バイトの base64 を、1〜5 個、空白区切りで指定してください。",
            "Give 1 to 5 secrets separated by spaces, each `whsec_` and 24 to 64 bytes in base64.",
        ),
    )
}
