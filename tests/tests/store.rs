//! The store that ships, on the embedded DynamoDB behind the real SDK client.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use certflow::embedded::Embedded;
use jiff::Timestamp;
use platform::Clock;
use platform::dispatch::{
    Dispatcher, Mail, MailSettings, Mailer, Queue, QueueError, Receipt, SendError, Vendors,
};
use platform::envelope::Envelope;
use platform::react::{Handler as _, Outcome, Worker, WorkerSettings};
use platform::store::conformance::{self, Case, order_of, sends};
use platform::store::table::DynamoTable;
use platform::store::{DynamoStore, Store as _, StoreSettings};
use procedure::event::{OrderHeld, OrderReleased, Room};
use procedure::order::{EnquiryText, Order};
use procedure::policy::Policy;
use procedure::{Decision, Product, samples};
use serde_json::json;

const TABLE: &str = "certflow";

/// An empty table in memory, with a client to look into it.
async fn fresh(shards: &str) -> (Arc<DynamoStore>, Embedded) {
    let embedded = Embedded::open(None).await.unwrap();
    let table = DynamoTable::new(embedded.client(), TABLE);
    table.create().await.unwrap();
    let settings = StoreSettings { shards: shards.parse().unwrap(), ..StoreSettings::default() };
    (Arc::new(DynamoStore::new(table, settings)), embedded)
}

/// R89, R90: the store on DynamoDB does what the store in memory does.
#[tokio::test]
async fn the_store_on_dynamodb_conforms() {
    for shards in ["1", "4,2026-11-25:16"] {
        conformance::run(async || {
            let (store, _) = fresh(shards).await;
            Arc::into_inner(store).unwrap()
        })
        .await;
    }
}

/// The table can be made twice: the second time it is there.
#[tokio::test]
async fn making_the_table_again_changes_nothing() {
    let (store, embedded) = fresh("1").await;
    let order = Case::new(1).apply(&*store, None, &sends(order_of(1))).await.unwrap().order.unwrap();
    DynamoTable::new(embedded.client(), TABLE).create().await.unwrap();
    assert_eq!(store.order(&order.order.id).await.unwrap(), Some(order));
}

async fn raw(client: &Client, pk: &str, sk: &str) -> HashMap<String, AttributeValue> {
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let get = client.get_item().table_name(TABLE).key("pk", text(pk)).key("sk", text(sk));
    get.send().await.unwrap().item.unwrap()
}

/// R90: what a person sees in the console is the order, the acts and the events, not bytes.
#[tokio::test]
async fn items_can_be_read_in_the_console() {
    let (store, embedded) = fresh("1").await;
    let case = Case::new(1);
    case.apply(&*store, None, &sends(order_of(1))).await.unwrap();
    let order = order_of(1).id;
    let state = raw(&embedded.client(), &format!("ORDER#{order}"), "STATE").await;
    let phase = state["state"].as_m().unwrap()["phase"].as_m().unwrap();
    assert_eq!(phase["phase"].as_s().unwrap(), "accepted");
    let large = raw(&embedded.client(), &format!("ORDER#{order}"), "BULK").await;
    let application = large["state"].as_m().unwrap()["application"].as_m().unwrap();
    assert_eq!(application["product"].as_s().unwrap(), order_of(1).application.product.code());
    assert_eq!(state["version"].as_n().unwrap(), "1");
    assert_eq!(state["due_pk"].as_s().unwrap(), "DUE#2026-11-24#000");
    assert_eq!(state["due_sk"].as_s().unwrap(), &format!("2026-11-24T01:15:00Z#placement#{order}"));
    let line = raw(&embedded.client(), &format!("ORDER#{order}"), "HISTORY#00000001").await;
    let first = line["outbox"].as_l().unwrap()[0].as_m().unwrap();
    assert_eq!(first["kind"].as_s().unwrap(), "letter");
    assert_eq!(first["delivery"].as_m().unwrap()["state"].as_s().unwrap(), "pending");
    let event =
        raw(&embedded.client(), &format!("EVENT#{}#{}", case.event.source, case.event.id), "EVENT").await;
    assert_eq!(event["outcome"].as_s().unwrap(), "applied");
    let expires = case.at.as_second() + 90 * 24 * 60 * 60;
    assert_eq!(event["expires"].as_n().unwrap(), &expires.to_string());
}

/// R85: index items, histories and done events hold nothing personal.
#[tokio::test]
async fn only_the_state_and_waiting_events_hold_personal_data() {
    let (store, embedded) = fresh("1").await;
    let case = Case::new(1);
    store.receive(&case.received("山田太郎")).await.unwrap();
    case.apply(&*store, None, &sends(order_of(1))).await.unwrap();
    let items = embedded.client().scan().table_name(TABLE).send().await.unwrap().items.unwrap();
    assert!(items.len() >= 6);
    for item in items {
        let is_state = ["STATE", "BULK"].contains(&item["sk"].as_s().unwrap().as_str());
        let text = format!("{item:?}");
        for secret in ["山田", "taro.yamada", "tanto@", "03-1234"] {
            assert!(is_state || !text.contains(secret), "{secret}: {:?}", item["pk"]);
        }
    }
}

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        samples::now()
    }
}

/// Takes every letter and message.
#[derive(Default)]
struct Taken(Mutex<Vec<Room>>);

#[async_trait]
impl Mailer for Taken {
    async fn send(&self, _: &Mail) -> Result<Receipt, SendError> {
        Ok(Receipt("1".to_owned()))
    }
}

#[async_trait]
impl Queue for Taken {
    async fn send(&self, room: Room, _: &[u8]) -> Result<(), QueueError> {
        self.0.lock().unwrap().push(room);
        Ok(())
    }
}

fn dispatcher() -> Dispatcher {
    let page = "https://example.jp/";
    let text = json!({ "ja": "例", "en": "Example" });
    let links = json!({
        "order_page": "https://example.jp/{order}", "update_application": page, "mail_account": page,
        "mail_client": page, "dns_records": page, "server_settings": page, "sample_mail_digicert": page,
        "sample_mail_cybertrust": page,
    });
    Dispatcher {
        mailer: Arc::new(Taken::default()),
        queue: Arc::new(Taken::default()),
        vendors: Vendors::default(),
        policy: Arc::new(Policy::default()),
        provider: serde_json::from_value(json!({ "name": text, "contact": text, "post": text })).unwrap(),
        links: serde_json::from_value(links).unwrap(),
        mail: MailSettings {
            from: "ssl@example.jp".to_owned(),
            reply_to: None,
            message_id_domain: "example.jp".to_owned(),
        },
        clock: Arc::new(Fixed),
        max_attempts: 3,
    }
}

fn cost(embedded: &Embedded, before: &BTreeMap<&'static str, u64>) -> BTreeMap<&'static str, u64> {
    let calls = embedded.calls().into_iter();
    calls.map(|(call, n)| (call, n - before.get(call).unwrap_or(&0))).filter(|(_, n)| *n > 0).collect()
}

/// R89: an event costs one strongly consistent read, one transaction and, when it sent something, one write.
#[tokio::test]
async fn an_event_costs_what_it_must() {
    let (store, embedded) = fresh("1").await;
    let order: Order = samples::accepted(Product::DigicertSecureServerId);
    Case::new(1).apply(&*store, None, &Decision::of(order.clone())).await.unwrap();
    let worker = Worker::new(
        order_instructed::Function,
        store.clone(),
        dispatcher(),
        WorkerSettings::default(),
        "worker",
    );
    let comment = EnquiryText::new("comment", "wait").unwrap();
    let hold = procedure::event::Event::from(OrderHeld { comment });
    let release = procedure::event::Event::from(OrderReleased {});
    for (n, (event, marks)) in [(hold, 0), (release, 1)].into_iter().enumerate() {
        let id = samples::id(&format!("event-{n}"));
        let envelope =
            Envelope::internal(id, Room::OrderInstructed, Some(order.id.clone()), &event, samples::now());
        let before = embedded.calls();
        let outcome = worker.handle(&envelope.encode(), None).await.unwrap();
        assert!(matches!(outcome, Outcome::Applied { unsent: 0, .. }), "{outcome:?}");
        let mut expected = BTreeMap::from([("BatchGetItem", 1), ("TransactWriteItems", 1)]);
        if marks > 0 {
            expected.insert("UpdateItem", marks);
        }
        assert_eq!(cost(&embedded, &before), expected, "{:?}", event.kind());
        let before = embedded.calls();
        let outcome = worker.handle(&envelope.encode(), None).await.unwrap();
        assert!(matches!(outcome, Outcome::Repeated { unsent: 0 }));
        // Repeated, it reads what became of it, and whether all of that was sent.
        assert_eq!(cost(&embedded, &before), BTreeMap::from([("BatchGetItem", 2)]));
    }
}
