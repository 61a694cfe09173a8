//! Letters through SES v1, `SendRawEmail`.
//!
//! SES has no request token, so a letter is handed over once, without the SDK's retries. What cannot be told is
//! [`SendError::Unknown`]; who sent it decides then (see [`crate::dispatch::on_unknown`]).

mod outcome;

use std::sync::LazyLock;

use async_trait::async_trait;
use aws_sdk_ses::Client;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::{MessageTag, RawMessage};

use super::tag;
use crate::config::Reader;
use crate::dispatch::{Mail, Mailer, Receipt, SendError};

/// The mail service. Its client, with connections of its own, is made for the first letter: most events send none, and
/// its TLS settings would be a start's longest part.
pub struct SesMailer {
    client: LazyLock<Client, Make>,
    sets: ConfigurationSets,
}

type Make = Box<dyn FnOnce() -> Client + Send>;

/// The configuration sets that letters go through; their event destinations report with our tags what became of them.
/// Nearly every letter arrives and nearly always that changes nothing: whoever hears of each pays for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigurationSets {
    /// Reports bounces and complaints.
    pub usual: String,
    /// Reports arrivals, too: for [watched](Mail::is_watched) letters.
    pub watched: String,
}

impl ConfigurationSets {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let usual = reader.required("CERTFLOW_CONFIGURATION_SET", "the SES configuration set of letters");
        let watched = reader.required(
            "CERTFLOW_CONFIGURATION_SET_WATCHED",
            "the SES configuration set of letters whose arrival is news",
        );
        Some(Self { usual: usual?, watched: watched? })
    }

    fn of(&self, mail: &Mail) -> &str {
        if mail.is_watched { &self.watched } else { &self.usual }
    }
}

impl SesMailer {
    /// Sends through `sets` and the client of `make`, which must not retry.
    pub(super) fn new(make: impl FnOnce() -> Client + Send + 'static, sets: ConfigurationSets) -> Self {
        Self { client: LazyLock::new(Box::new(make)), sets }
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
            .configuration_set_name(self.sets.of(mail))
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
