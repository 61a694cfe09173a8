//! The run, and what is kept of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::Duration;

use procedure::event::Room;
use procedure::order::Order;
use procedure::{OrderId, Product};
use serde_json::Value;

use super::copies::SetAside;
use super::gate::Call;
use super::news::Letter;
use super::stack::Stack;
use super::stories::{Stage, draft, sole_proprietor};
use super::wait::until;
use super::world::World;

/// What a run came to.
pub(super) struct Record {
    pub(super) ov: Order,
    pub(super) ev: Order,
    pub(super) renewal: Order,
    pub(super) bizcert: Order,
    /// The order whose approval mail came as copies, what was known when all but the last had come, and how many letters
    /// said in the end that it came.
    pub(super) copied: Order,
    pub(super) set_aside: SetAside,
    pub(super) told: usize,
    pub(super) at_certcentral: usize,
    pub(super) at_desk: usize,
    /// The versions of the orders when all was done, and after everything was delivered once more.
    pub(super) before: BTreeMap<OrderId, u64>,
    pub(super) after: BTreeMap<OrderId, u64>,
    /// The Message-IDs of the letters that functions sent, and how many SES has.
    pub(super) message_ids: Vec<String>,
    pub(super) letters: usize,
    /// The letters among them that tell of a bounce.
    pub(super) bounced: usize,
    /// What lies on queues in the end.
    pub(super) left: BTreeMap<String, Vec<String>>,
    pub(super) redelivered: usize,
    pub(super) operations: BTreeSet<String>,
    pub(super) denied: Vec<String>,
    /// Every call that functions made.
    pub(super) calls: Vec<Call>,
    /// What functions logged.
    pub(super) logs: String,
    /// The tokens of the vendors' approval mails.
    pub(super) tokens: Vec<String>,
    /// How long it all took, from the beginning of the deployment.
    pub(super) lasted: Duration,
}

/// The run, done once.
pub(super) fn record() -> &'static Record {
    static RUN: LazyLock<Record> = LazyLock::new(|| {
        // Threads enough for the world to go on while a script runs.
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        runtime.worker_threads(4).enable_all().build().unwrap().block_on(run())
    });
    &RUN
}

async fn run() -> Record {
    let world = World::begin().await;
    let stack = Stack::deploy(world.certcentral.base_url()).await;
    let stage = Stage { stack, world };

    let ev = super::past::ev(&stage).await;
    stage.world.months_pass();

    // The applications and the poison between them wait for the function, and come to it as one batch.
    stage.stack.stand_in.script("operate.py", &["pause", Room::OrderSubmitted.name()]);
    let ov = stage.apply(draft(Product::DigicertSecureServerId, &["www.example.jp"])).await;
    stage.stack.send(Room::OrderSubmitted, "poison").await;
    let bizcert = stage.apply(sole_proprietor(&["shop.example.co.jp"])).await;
    let copied = stage.apply(draft(Product::GeotrustTrueBusinessId, &["www.example3.jp"])).await;
    stage.stack.stand_in.script("operate.py", &["resume", Room::OrderSubmitted.name()]);

    let stories = (stage.ev_renewal(&ev), stage.ov(&ov), stage.bizcert(&bizcert), stage.copied(&copied));
    let (renewal, (), (), set_aside) = tokio::join!(stories.0, stories.1, stories.2, stories.3);
    settle(&stage).await;

    let news = news(&stage, &ov);
    stage.stack.publish(&[&news[..], &news[..]].concat());
    until("the bounce's letter", async || {
        stage.letters().iter().any(|letter| letter.is(ov.as_str(), "bounced")).then_some(())
    })
    .await;
    settle(&stage).await;

    let orders = [&ev, &renewal, &ov, &bizcert, &copied];
    let before = versions(&stage, &orders).await;
    let redelivered = deliver_again(&stage, &news).await;
    settle(&stage).await;
    let after = versions(&stage, &orders).await;

    let calls = stage.stack.gate.calls();
    Record {
        ov: stage.state(&ov).await,
        ev: stage.state(&ev).await,
        renewal: stage.state(&renewal).await,
        bizcert: stage.state(&bizcert).await,
        copied: stage.state(&copied).await,
        set_aside,
        told: stage.told(&copied),
        at_certcentral: stage.world.certcentral.orders().len(),
        at_desk: stage.world.desk.receptions().len(),
        before,
        after,
        message_ids: stage.letters().into_iter().map(|letter| letter.message_id).collect(),
        letters: stage.stack.letters().await.len(),
        bounced: stage.letters().iter().filter(|letter| letter.is(ov.as_str(), "bounced")).count(),
        left: stage.stack.queued().await,
        redelivered,
        operations: calls.iter().map(|call| call.operation.clone()).collect(),
        denied: calls.iter().filter(|call| is_denied(call)).map(|call| call.operation.clone()).collect(),
        logs: stage.stack.stand_in.script("operate.py", &["logs"]),
        tokens: stage.world.tokens(),
        lasted: stage.stack.began.elapsed(),
        calls,
    }
}

/// Waits until no queue but the dead letters' holds anything.
async fn settle(stage: &Stage) {
    until("the queues' end", async || {
        let queued = stage.stack.queued().await;
        queued.keys().all(|queue| queue.ends_with("-dead")).then_some(())
    })
    .await;
}

/// Every letter arrived, but the one that told of the OV certificate.
fn news(stage: &Stage, ov: &OrderId) -> Vec<Value> {
    let news = |letter: &Letter| match letter.is(ov.as_str(), "issued") {
        true => Some(letter.bounced()),
        false => letter.delivered(),
    };
    stage.letters().iter().filter_map(news).collect()
}

async fn versions(stage: &Stage, orders: &[&OrderId]) -> BTreeMap<OrderId, u64> {
    let mut versions = BTreeMap::new();
    for order in orders {
        versions.insert((*order).clone(), stage.stack.order(order).await.unwrap().version);
    }
    versions
}

/// Every message that a function ever sent, and all news, once more. How many messages.
async fn deliver_again(stage: &Stage, news: &[Value]) -> usize {
    let calls = stage.stack.gate.calls();
    let sent = calls.iter().filter(|call| call.operation == "AmazonSQS.SendMessage" && call.status == 200);
    let sent: Vec<Value> = sent.map(|call| serde_json::from_slice(&call.request).unwrap()).collect();
    for message in &sent {
        let text = |name: &str| message[name].as_str().unwrap();
        let call = stage.stack.sqs.send_message().queue_url(text("QueueUrl"));
        call.message_body(text("MessageBody")).send().await.unwrap();
    }
    stage.stack.publish(news);
    sent.len() + news.len()
}

fn is_denied(call: &Call) -> bool {
    call.status == 403 || String::from_utf8_lossy(&call.answer).contains("AccessDenied")
}
