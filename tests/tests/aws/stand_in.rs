//! The template deployed onto a local stand-in for AWS, with the real binaries behind real event source mappings.

mod stack;

use std::time::Duration;

use aws_sdk_sqs::types::QueueAttributeName;
use procedure::samples;
use serde_json::{Value, json};
use simulation::certcentral::{CertCentral, Options};
use simulation::clock::SimClock;
use simulation::mailroom::Mailroom;
use stack::Stack;

/// Tries, a second apart, before a test gives up waiting.
const PATIENCE: u32 = 90;

async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..PATIENCE {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("{what} did not happen");
}

/// R7, R13, R89: a signed webhook opens an order, which is placed with the vendor once, though a poison message lies
/// on the same queue; the poison ends with the dead letters.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "builds and uploads twelve binaries, a minute in all; not yet shown to be reliable on a busy machine"]
async fn a_signed_webhook_becomes_an_order_at_the_vendor_beside_a_poison_message() {
    let clock = SimClock::starting_at(jiff::Timestamp::now());
    let vendor = CertCentral::start(clock, Mailroom::new(), Options::default()).await.unwrap();
    let stack = Stack::start(vendor.base_url()).await;
    let queue = stack.queue("order-submitted").await;
    // The poison goes round at once instead of after six time limits of the function.
    let visible = stack.sqs.set_queue_attributes().queue_url(&queue);
    visible.attributes(QueueAttributeName::VisibilityTimeout, "1").send().await.unwrap();
    stack.sqs.send_message().queue_url(&queue).message_body("poison").send().await.unwrap();

    let event = json!({
        "specversion": "1.0", "id": "evt-1", "source": "/portal", "type": "certflow.order-submitted.v1",
        "data": { "customer": "C-1001", "application": samples::draft(procedure::Product::DigicertSecureServerId) },
    });
    let answer = stack.post("evt-1", &event).await;
    assert_eq!(answer.0, 202, "{}", answer.1);
    let order = answer.1["order"].as_str().unwrap().to_owned();
    assert_eq!(stack.post("evt-1", &event).await.1["order"], order.as_str());

    let placed = until("the placement", async || vendor.orders().first().cloned()).await;
    until("the examination", async || {
        let state = stack.state(&order).await?;
        state.contains(&placed.id.to_string()).then_some(())
    })
    .await;
    assert_eq!(vendor.orders().len(), 1);
    let mails: Value = until("the letter", async || stack.mails().await).await;
    assert!(mails.to_string().contains(&order));

    let dead = stack.queue("order-submitted-dead").await;
    let body = until("the end of the poison", async || {
        let taken = stack.sqs.receive_message().queue_url(&dead).send().await.unwrap();
        taken.messages.unwrap_or_default().into_iter().next().and_then(|message| message.body)
    })
    .await;
    assert_eq!(body, "poison");
}
