//! The queues, each with its dead-letter queue.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::QueueAttributeName;
use procedure::event::Room;
use serde_json::json;

use super::STACK;
use crate::stack::Error;
use crate::stack::sqs::failed;

/// For how long a received message hides, in seconds: short, so that a retry can be watched. The pump keeps hidden what
/// a function works on.
const VISIBILITY: &str = "30";
/// How often a message may fail (`maxReceiveCount`), as in the template.
const RECEIVES: u32 = 5;

pub(super) async fn make(client: &Client) -> Result<Vec<(Room, String)>, Error> {
    let mut urls = Vec::new();
    for room in Room::ALL {
        let name = format!("{STACK}-{}", room.name());
        let dead = create(client, &format!("{name}-dead"), &[]).await?;
        let asked = client.get_queue_attributes().queue_url(&dead);
        let asked = asked.attribute_names(QueueAttributeName::QueueArn).send().await;
        let attributes = asked.map_err(|error| failed(&error, "sqs:GetQueueAttributes"))?.attributes;
        let arn = attributes.and_then(|mut attributes| attributes.remove(&QueueAttributeName::QueueArn));
        let redrive = json!({ "deadLetterTargetArn": arn, "maxReceiveCount": RECEIVES }).to_string();
        let attributes = [
            (QueueAttributeName::VisibilityTimeout, VISIBILITY.to_owned()),
            (QueueAttributeName::RedrivePolicy, redrive),
        ];
        urls.push((room, create(client, &name, &attributes).await?));
    }
    Ok(urls)
}

/// Creates a queue, or finds the one that is there with these attributes.
async fn create(
    client: &Client,
    name: &str,
    attributes: &[(QueueAttributeName, String)],
) -> Result<String, Error> {
    let mut call = client.create_queue().queue_name(name);
    for (attribute, value) in attributes {
        call = call.attributes(attribute.clone(), value);
    }
    let url = call.send().await.map_err(|error| failed(&error, "sqs:CreateQueue"))?.queue_url;
    url.ok_or(Error::Service { service: "SQS", why: "a queue has no URL".to_owned() })
}
