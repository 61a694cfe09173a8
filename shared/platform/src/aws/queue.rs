//! The queues on SQS.

use std::collections::BTreeMap;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use procedure::event::Room;

use crate::config::Reader;
use crate::dispatch::{Queue, QueueError};
use crate::trace;

/// The URL of each room's queue, from `CERTFLOW_QUEUE_ORDER_SUBMITTED` and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls(BTreeMap<Room, String>);

impl Urls {
    /// Reads them; every room's must be set, as any event may follow from any other.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let urls: Vec<_> = Room::ALL
            .into_iter()
            .map(|room| {
                let variable = variable(room);
                let url = reader.required(variable, "the URL of the function's queue")?;
                if !(url.starts_with("https://") || url.starts_with("http://")) {
                    reader.malformed(variable, "the URL of an SQS queue, not its name or ARN");
                    return None;
                }
                Some((room, url))
            })
            .collect();
        urls.into_iter().collect::<Option<_>>().map(Self)
    }
}

/// The variable that holds the URL of a room's queue.
pub(super) const fn variable(room: Room) -> &'static str {
    match room {
        Room::OrderSubmitted => "CERTFLOW_QUEUE_ORDER_SUBMITTED",
        Room::VendorReviewRequested => "CERTFLOW_QUEUE_VENDOR_REVIEW_REQUESTED",
        Room::VendorStatusChanged => "CERTFLOW_QUEUE_VENDOR_STATUS_CHANGED",
        Room::ApprovalMailReceived => "CERTFLOW_QUEUE_APPROVAL_MAIL_RECEIVED",
        Room::DocumentReceived => "CERTFLOW_QUEUE_DOCUMENT_RECEIVED",
        Room::PhoneCheckLogged => "CERTFLOW_QUEUE_PHONE_CHECK_LOGGED",
        Room::CertificateIssued => "CERTFLOW_QUEUE_CERTIFICATE_ISSUED",
        Room::ExpiryNearing => "CERTFLOW_QUEUE_EXPIRY_NEARING",
        Room::OrderInstructed => "CERTFLOW_QUEUE_ORDER_INSTRUCTED",
        Room::MailFeedback => "CERTFLOW_QUEUE_MAIL_FEEDBACK",
        Room::RenewalSweep => "CERTFLOW_QUEUE_RENEWAL_SWEEP",
    }
}

/// Standard queues: versioned state makes order and repetition harmless, so FIFO's limits would buy nothing.
#[derive(Debug, Clone)]
pub struct SqsQueue {
    client: Client,
    urls: Urls,
}

impl SqsQueue {
    /// The queues at `urls`. The client may repeat a lost call: an event's id stays the same.
    pub const fn new(client: Client, urls: Urls) -> Self {
        Self { client, urls }
    }
}

#[async_trait]
impl Queue for SqsQueue {
    async fn send(&self, room: Room, body: &[u8]) -> Result<(), QueueError> {
        let url = self.urls.0.get(&room).ok_or_else(|| {
            QueueError(format!("no URL for the queue of {}: set {}", room.name(), variable(room)).into())
        })?;
        let body = trace::continued(body);
        let body = String::from_utf8(body).map_err(|error| QueueError(error.into()))?;
        let call = self.client.send_message().queue_url(url).message_body(body);
        call.send().await.map(drop).map_err(|error| QueueError(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read;

    #[test]
    fn every_room_has_a_variable_of_its_own_that_an_error_names() {
        let errors = read(&|_| None, Urls::read).unwrap_err();
        assert_eq!(errors.0.len(), Room::ALL.len());
        let url = |name: &str| Some(format!("https://sqs.ap-northeast-1.amazonaws.com/1/{name}"));
        let urls = read(&url, Urls::read).unwrap();
        let distinct: std::collections::BTreeSet<_> = urls.0.values().collect();
        assert_eq!(distinct.len(), Room::ALL.len());
        for room in Room::ALL {
            let name = room.name().replace('-', "_").to_uppercase();
            assert_eq!(variable(room), format!("CERTFLOW_QUEUE_{name}"));
        }
    }

    #[test]
    fn a_name_is_no_url() {
        let named = |name: &str| (name == variable(Room::MailFeedback)).then(|| "feedback".to_owned());
        let text = read(&named, Urls::read).unwrap_err().to_string();
        assert!(text.contains("CERTFLOW_QUEUE_MAIL_FEEDBACK does not do"), "{text}");
    }
}
