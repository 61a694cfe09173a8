//! `portal-webhook` on Lambda, behind an HTTP API.

use std::process::ExitCode;
use std::sync::Arc;

use async_trait::async_trait;
use http::HeaderMap;
use jiff::Timestamp;
use platform::SystemClock;
use platform::aws::{self, Respond, Urls};
use platform::config::{IntakeConfig, StoreConfig, WebhookConfig};
use platform::intake::Intake;
use platform::webhook::Secrets;
use serde_json::Value;

struct Portal {
    secrets: Secrets,
    intake: Intake,
}

#[async_trait]
impl Respond for Portal {
    async fn respond(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> (u16, Value) {
        let answer = portal_webhook::receive(headers, body, &self.secrets, &self.intake, now).await;
        (answer.status, answer.body)
    }
}

fn main() -> ExitCode {
    aws::serve(&["CERTFLOW_WEBHOOK_SECRETS"], |setup| {
        let (store, urls, intake, webhook) = setup.read(|reader| {
            let store = StoreConfig::read(reader);
            let urls = Urls::read(reader);
            let intake = IntakeConfig::read(reader);
            let webhook = WebhookConfig::read(reader);
            Some((store?, urls?, intake?, webhook?))
        })?;
        let intake = Intake {
            store: setup.store(store),
            queue: setup.queue(urls),
            clock: Arc::new(SystemClock),
            requeue_after: intake.requeue_after,
        };
        Ok(Portal { secrets: webhook.secrets, intake })
    })
}
