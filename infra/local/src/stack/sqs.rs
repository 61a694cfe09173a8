//! The stack's queues.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::{Message, MessageAttributeValue, MessageSystemAttributeName, QueueAttributeName};
use platform::dispatch::{Queue, QueueError};
use procedure::event::Room;
use serde::Deserialize;

use super::calls::causes;
use super::{Error, Variables};

/// Most messages that one call receives.
pub(crate) const MAX_BATCH: i32 = 10;

/// The queues of a stack, one per function.
#[derive(Debug, Clone)]
pub struct Sqs {
    client: Client,
    urls: BTreeMap<Room, String>,
}

/// What a queue says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// Its name for AWS.
    pub(crate) arn: String,
    /// For how long a message that is received hides.
    pub(crate) visibility: Duration,
    /// The URL of its dead-letter queue.
    pub(crate) dead: Option<String>,
    pub(crate) waiting: u64,
    pub(crate) in_flight: u64,
    pub(crate) delayed: u64,
}

/// A message that was received.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) id: String,
    pub(crate) receipt: String,
    pub(crate) body: String,
    pub(crate) md5: String,
    /// SQS's own attributes by name, such as `ApproximateReceiveCount`.
    pub(crate) system: BTreeMap<String, String>,
    /// The sender's attributes; certflow sends none.
    attributes: Option<std::collections::HashMap<String, MessageAttributeValue>>,
}

impl Sqs {
    /// The queues whose URLs are in `variables`.
    ///
    /// # Errors
    /// [`Error::Variables`]-like, naming the variable that is missing.
    pub(super) fn new(client: Client, variables: &Variables) -> Result<Self, Error> {
        let url = |room: Room| {
            let url = variables.queue_url(room).ok_or_else(|| Error::Service {
                service: "the stack",
                why: format!("{} is not set", super::variables::queue_variable(room)),
            })?;
            Ok::<_, Error>((room, url))
        };
        Ok(Self { client, urls: Room::ALL.into_iter().map(url).collect::<Result<_, _>>()? })
    }

    /// The URL of the queue of `room`.
    pub(crate) fn url(&self, room: Room) -> &str {
        self.urls.get(&room).map(String::as_str).unwrap_or_default()
    }

    /// What the queue at `url` says of itself.
    pub(crate) async fn attributes(&self, url: &str) -> Result<Attributes, Error> {
        const RIGHT: &str = "sqs:GetQueueAttributes";
        let call = self.client.get_queue_attributes().queue_url(url);
        let answer = call.attribute_names(QueueAttributeName::All).send().await;
        let attributes = answer.map_err(|error| failed(&error, RIGHT))?.attributes.unwrap_or_default();
        let text = |name| attributes.get(&name).map(String::as_str);
        let number = |name| text(name).and_then(|text| text.parse().ok()).unwrap_or(0);
        let dead = match text(QueueAttributeName::RedrivePolicy) {
            Some(policy) => Some(self.dead_url(policy).await?),
            None => None,
        };
        Ok(Attributes {
            arn: text(QueueAttributeName::QueueArn).unwrap_or_default().to_owned(),
            visibility: Duration::from_secs(number(QueueAttributeName::VisibilityTimeout)),
            dead,
            waiting: number(QueueAttributeName::ApproximateNumberOfMessages),
            in_flight: number(QueueAttributeName::ApproximateNumberOfMessagesNotVisible),
            delayed: number(QueueAttributeName::ApproximateNumberOfMessagesDelayed),
        })
    }

    async fn dead_url(&self, policy: &str) -> Result<String, Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Policy {
            dead_letter_target_arn: String,
        }
        let unread = || Error::Service { service: "SQS", why: "a redrive policy cannot be read".to_owned() };
        let policy: Policy = serde_json::from_str(policy).map_err(|_| unread())?;
        let name = policy.dead_letter_target_arn.rsplit(':').next().unwrap_or_default().to_owned();
        let answer = self.client.get_queue_url().queue_name(name).send().await;
        answer.map_err(|error| failed(&error, "sqs:GetQueueUrl"))?.queue_url.ok_or_else(unread)
    }

    /// Receives up to ten messages, waiting up to `wait` (20 s at most) for the first; each hides for `hide`, or as
    /// long as the queue says.
    pub(crate) async fn receive(
        &self,
        url: &str,
        wait: Duration,
        hide: Option<Duration>,
    ) -> Result<Vec<Received>, Error> {
        let seconds = |duration: Duration| i32::try_from(duration.as_secs()).unwrap_or(i32::MAX);
        let call = self.client.receive_message().queue_url(url).max_number_of_messages(MAX_BATCH);
        let call = call.wait_time_seconds(seconds(wait).min(20)).message_attribute_names("All");
        let call = call.message_system_attribute_names(MessageSystemAttributeName::All);
        let answer = call.set_visibility_timeout(hide.map(seconds)).send().await;
        let messages = answer.map_err(|error| failed(&error, "sqs:ReceiveMessage"))?.messages;
        Ok(messages.unwrap_or_default().into_iter().filter_map(Received::of).collect())
    }

    /// Deletes a received message for good.
    pub(crate) async fn delete(&self, url: &str, receipt: &str) -> Result<(), Error> {
        let answer = self.client.delete_message().queue_url(url).receipt_handle(receipt).send().await;
        answer.map(drop).map_err(|error| failed(&error, "sqs:DeleteMessage"))
    }

    /// Hides a received message for `time` from now on; zero gives it back.
    pub(crate) async fn hide(&self, url: &str, receipt: &str, time: Duration) -> Result<(), Error> {
        let call = self.client.change_message_visibility().queue_url(url).receipt_handle(receipt);
        let answer = call.visibility_timeout(i32::try_from(time.as_secs()).unwrap_or(i32::MAX)).send().await;
        answer.map(drop).map_err(|error| failed(&error, "sqs:ChangeMessageVisibility"))
    }

    /// Sends a received message to the queue at `url`, as it was.
    pub(crate) async fn send_again(&self, url: &str, message: &Received) -> Result<(), Error> {
        let call = self.client.send_message().queue_url(url).message_body(&message.body);
        let answer = call.set_message_attributes(message.attributes.clone()).send().await;
        answer.map(drop).map_err(|error| failed(&error, "sqs:SendMessage"))
    }
}

#[async_trait]
impl Queue for Sqs {
    async fn send(&self, room: Room, body: &[u8]) -> Result<(), QueueError> {
        let body = String::from_utf8(body.to_vec()).map_err(|error| QueueError(error.into()))?;
        let call = self.client.send_message().queue_url(self.url(room)).message_body(body).send().await;
        call.map(drop).map_err(|error| QueueError(failed(&error, "sqs:SendMessage").into()))
    }
}

impl Received {
    fn of(message: Message) -> Option<Self> {
        let system = message.attributes.unwrap_or_default();
        Some(Self {
            id: message.message_id?,
            receipt: message.receipt_handle?,
            body: message.body.unwrap_or_default(),
            md5: message.md5_of_body.unwrap_or_default(),
            system: system.into_iter().map(|(name, value)| (name.as_str().to_owned(), value)).collect(),
            attributes: message.message_attributes,
        })
    }

    #[cfg(test)]
    pub(crate) fn plain(id: &str, receipt: &str, body: &str, system: &[(&str, String)]) -> Self {
        Self {
            id: id.to_owned(),
            receipt: receipt.to_owned(),
            body: body.to_owned(),
            md5: String::new(),
            system: system.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            attributes: None,
        }
    }
}

/// The error of a call that needs `right`.
pub(crate) fn failed<E, R>(error: &SdkError<E, R>, right: &str) -> Error
where
    E: std::error::Error + ProvideErrorMetadata + 'static,
    R: std::fmt::Debug,
{
    match (error.code(), error) {
        (Some(code), _) if code.contains("AccessDenied") => Error::Denied { right: right.to_owned() },
        (Some(code), _) => {
            let why = format!("{code} {}", error.message().unwrap_or_default());
            Error::Service { service: "SQS", why: why.trim().to_owned() }
        }
        (None, SdkError::DispatchFailure(failure)) => match failure.as_connector_error() {
            Some(error) => Error::Service { service: "SQS", why: causes(error) },
            None => Error::NoCredentials(causes(error)),
        },
        (None, error) => Error::Service { service: "SQS", why: causes(error) },
    }
}
