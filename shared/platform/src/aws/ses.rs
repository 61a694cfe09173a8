//! Letters through SES v1, `SendRawEmail`.
//!
//! SES has no request token, so a letter is handed over once, without the SDK's retries. What cannot be told is
//! [`SendError::Unknown`]; who sent it decides then (see [`crate::dispatch::on_unknown`]).

mod outcome;

use async_trait::async_trait;
use aws_sdk_ses::Client;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::{MessageTag, RawMessage};

use super::tag;
use crate::dispatch::{Mail, Mailer, Receipt, SendError};

/// The mail service. Its client must not retry ([`super::Setup::mailer`] makes one that does not).
#[derive(Debug, Clone)]
pub struct SesMailer {
    client: Client,
    configuration_set: String,
}

impl SesMailer {
    /// Sends through `configuration_set`, whose event destination reports bounces and complaints with our tags.
    pub fn new(client: Client, configuration_set: impl Into<String>) -> Self {
        Self { client, configuration_set: configuration_set.into() }
    }
}

#[async_trait]
impl Mailer for SesMailer {
    async fn send(&self, mail: &Mail) -> Result<Receipt, SendError> {
        let tags = &mail.tags;
        let mut call = self
            .client
            .send_raw_email()
            .source(&mail.from)
            .set_destinations(Some(mail.to.clone()))
            .configuration_set_name(&self.configuration_set)
            .raw_message(message(mail)?);
        for (name, value) in [
            (tag::ORDER, tag::encode(tags.order.as_str())),
            (tag::NOTICE, tag::encode(tags.notice)),
            (tag::TO, tag::recipient(tags.to).to_owned()),
        ] {
            let tag = MessageTag::builder().name(name).value(value).build();
            call = call.tags(tag.map_err(|_| SendError::Refused)?);
        }
        match call.send().await {
            Ok(answer) => Ok(Receipt(answer.message_id)),
            Err(error) => {
                let outcome = outcome::of(&error);
                // The service's own message may quote an address.
                let code = aws_sdk_ses::error::ProvideErrorMetadata::code(&error);
                tracing::warn!(order = %tags.order, notice = tags.notice, code, %outcome, "letter not sent");
                Err(outcome)
            }
        }
    }
}

fn message(mail: &Mail) -> Result<RawMessage, SendError> {
    let raw = RawMessage::builder().data(Blob::new(mail.raw.clone()));
    raw.build().map_err(|_| SendError::Refused)
}
