//! `portal-webhook` on Lambda, behind an HTTP API.

use std::process::ExitCode;
use std::sync::Arc;

use async_trait::async_trait;
use platform::SystemClock;
use platform::aws::{self, Call, Respond, Urls};
use platform::config::{IntakeConfig, StoreConfig, VendorWebhookConfig, WebhookConfig};
use platform::intake::Intake;
use platform::webhook::Secrets;
use portal_webhook::{
    Answer, Door, STAFF_PATH, Speaker, VENDOR_PATH, VendorCall, receive, receive_from, receive_vendor,
};
use serde_json::Value;

struct Portal {
    secrets: Secrets,
    staff: Option<Secrets>,
    door: Door,
    intake: Intake,
}

#[async_trait]
impl Respond for Portal {
    async fn respond(&self, call: &Call<'_>) -> (u16, Value) {
        let Call { path, source, headers, body, now } = *call;
        let answer = if path.ends_with(VENDOR_PATH) {
            let call = VendorCall { headers, body, source, now };
            receive_vendor(&call, &self.door, &self.intake).await
        } else if path.ends_with(STAFF_PATH) {
            match &self.staff {
                Some(secrets) => {
                    receive_from(Speaker::Staff, headers, body, secrets, &self.intake, now).await
                }
                None => Answer::nowhere(),
            }
        } else {
            receive(headers, body, &self.secrets, &self.intake, now).await
        };
        (answer.status, answer.body)
    }
}

fn main() -> ExitCode {
    let secrets = &[WebhookConfig::SECRETS, WebhookConfig::STAFF, VendorWebhookConfig::KEYS];
    aws::serve("portal-webhook", secrets, |setup| {
        let (store, urls, intake, webhook, vendor) = setup.read(|reader| {
            let store = StoreConfig::read(reader);
            let urls = Urls::read(reader);
            let intake = IntakeConfig::read(reader);
            let webhook = WebhookConfig::read(reader);
            let vendor = VendorWebhookConfig::read(reader);
            Some((store?, urls?, intake?, webhook?, vendor?))
        })?;
        let intake = Intake {
            store: setup.store(store),
            queue: setup.queue(urls),
            clock: Arc::new(SystemClock),
            requeue_after: intake.requeue_after,
        };
        let door = Door { keys: vendor.keys, sources: vendor.sources };
        Ok(Portal { secrets: webhook.secrets, staff: webhook.staff, door, intake })
    })
}
