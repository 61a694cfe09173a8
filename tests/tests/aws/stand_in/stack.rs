//! The stack on the stand-in, and everybody's way to it.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use certflow::demo::wiring;
use jiff::Timestamp;
use platform::envelope::{Content, Envelope, Kind};
use platform::store::table::DynamoTable;
use platform::store::{DynamoStore, OrderRecord, Store as _, StoreSettings};
use platform::webhook::{Secrets, sign};
use portal_webhook::{STAFF_PATH, VENDOR_PATH};
use procedure::event::{Event, Room};
use procedure::{EventId, OrderId, VendorOrderId};
use rusty_s3::actions::PutObject;
use rusty_s3::{Bucket, S3Action as _, UrlStyle};
use serde_json::{Value, json};

use super::copies::INTAKE;
use super::gate::Gate;
use super::process::{REGION, SECRET, STAFF_SECRET, StandIn, VENDOR_KEY};
use crate::tools::{STAND_IN, binaries, infra, succeed};

/// Seconds for which a message that failed is hidden, instead of the template's minutes: nothing else is changed.
const HIDDEN: &str = "10";

/// A deployed stack; it ends with this value.
pub(super) struct Stack {
    pub(super) stand_in: StandIn,
    pub(super) gate: Gate,
    pub(super) sqs: aws_sdk_sqs::Client,
    http: reqwest::Client,
    mails: Bucket,
    store: Arc<DynamoStore>,
    outputs: BTreeMap<String, String>,
    /// When all was built and installed, and the deployment began.
    pub(super) began: Instant,
}

impl Stack {
    /// Builds the functions, starts the stand-in and deploys the template onto it.
    pub(super) async fn deploy(vendor: &str) -> Self {
        let binaries = binaries();
        LazyLock::force(&STAND_IN);
        let began = Instant::now();
        let gate = Gate::open().await;
        let stand_in = StandIn::start("stand-in", &gate.url).await;
        gate.lead_to(&stand_in.endpoint);
        let profiles = wiring::settings().unwrap().policy.profiles;
        let (infra, policy) = (infra(), json!({ "profiles": profiles, "intake": [INTAKE] }).to_string());
        let arguments = [infra.to_str().unwrap(), binaries.to_str().unwrap(), vendor, &policy];
        let outputs: BTreeMap<String, String> =
            serde_json::from_str(&stand_in.script("deploy.py", &arguments)).unwrap();
        stand_in.script("operate.py", &["send-anywhere"]);
        stand_in.script("operate.py", &["visibility", HIDDEN]);
        let sqs = aws_sdk_sqs::Client::from_conf(config!(aws_sdk_sqs, &stand_in.endpoint).build());
        let dynamodb = config!(aws_sdk_dynamodb, &stand_in.endpoint).build();
        let table = DynamoTable::new(aws_sdk_dynamodb::Client::from_conf(dynamodb), &outputs["Table"]);
        let store = Arc::new(DynamoStore::new(table, StoreSettings::default()));
        let at = stand_in.endpoint.parse().unwrap();
        let mails = Bucket::new(at, UrlStyle::Path, outputs["Mails"].clone(), REGION).unwrap();
        Self { stand_in, gate, sqs, http: super::http(), mails, store, outputs, began }
    }

    /// The portal's signed webhook, sent twice; the order that it is about.
    pub(super) async fn portal(&self, id: &str, subject: Option<&OrderId>, event: &Event) -> OrderId {
        self.signed("/webhooks", SECRET, &envelope(id, "https://portal.example.jp/", subject, event)).await
    }

    /// Staff's signed webhook, sent twice.
    pub(super) async fn staff(&self, id: &str, subject: &OrderId, event: &Event) {
        let envelope = envelope(id, "https://staff.example.jp/", Some(subject), event);
        self.signed(STAFF_PATH, STAFF_SECRET, &envelope).await;
    }

    /// CertCentral's webhook about one of its orders, sent twice.
    pub(super) async fn vendor(&self, event: &str, number: &VendorOrderId) {
        let number: u64 = number.as_str().parse().unwrap();
        let body = json!({ "event": event, "data": { "order_id": number } }).to_string().into_bytes();
        for _ in 0..2 {
            let key = [("x-webhook-key".to_owned(), VENDOR_KEY.to_owned())];
            let (status, answer) = self.post(VENDOR_PATH, key, body.clone()).await;
            assert_eq!(status, 200, "{answer}");
        }
    }

    async fn signed(&self, path: &str, secret: &str, envelope: &Envelope) -> OrderId {
        let (body, secrets) = (envelope.encode(), secret.parse::<Secrets>().unwrap());
        let post = async || {
            let signed = sign(envelope.id.as_str(), &body, &secrets, Timestamp::now()).unwrap();
            let headers = signed.into_iter().map(|(name, value)| (name.to_owned(), value));
            let traced = ("traceparent".to_owned(), trace_of(&envelope.id));
            self.post(path, headers.chain([traced]), body.clone()).await
        };
        let (status, answer) = post().await;
        assert_eq!(status, 202, "{answer}");
        let (again, repeated) = post().await;
        assert!(matches!(again, 200 | 202), "{repeated}");
        assert_eq!(answer["order"], repeated["order"]);
        answer["order"].as_str().unwrap().parse().unwrap()
    }

    async fn post(
        &self,
        path: &str,
        headers: impl IntoIterator<Item = (String, String)>,
        body: Vec<u8>,
    ) -> (u16, Value) {
        // The stand-in tells APIs apart by Host, and that name need not resolve.
        let host = self.outputs["WebhookUrl"].split('/').nth(2).unwrap();
        let mut request = self.http.post(format!("{}{path}", self.stand_in.endpoint)).header("host", host);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.timeout(Duration::from_secs(120)).header("content-type", "application/json");
        let answer = request.body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// What EventBridge's schedule writes, twice.
    pub(super) async fn sweep(&self, id: u32) {
        let now = Timestamp::now();
        let body = json!({
            "specversion": "1.0", "id": format!("sweep-{id}"), "source": "/aws/events",
            "type": "certflow.sweep-requested.v1", "time": now, "data": { "until": now },
        });
        for _ in 0..2 {
            self.send(Room::RenewalSweep, &body.to_string()).await;
        }
    }

    /// What SES does with a mail, twice: an object, of which S3 tells the queue.
    pub(super) async fn receive_mail(&self, key: &str, raw: &[u8]) {
        let (root, key) = (rusty_s3::Credentials::new("test", "test"), format!("inbound/{key}"));
        for _ in 0..2 {
            let put = PutObject::new(&self.mails, Some(&root), &key).sign(Duration::from_secs(60));
            let put = self.http.put(put).body(raw.to_vec()).send().await.unwrap();
            assert!(put.status().is_success(), "{}", put.text().await.unwrap());
        }
    }

    pub(super) async fn send(&self, room: Room, body: &str) {
        let url = self.queue(room.name()).await;
        self.sqs.send_message().queue_url(url).message_body(body).send().await.unwrap();
    }

    pub(super) async fn queue(&self, name: &str) -> String {
        queue(&self.sqs, name).await
    }

    pub(super) fn store(&self) -> &DynamoStore {
        &self.store
    }

    pub(super) async fn order(&self, order: &OrderId) -> Option<OrderRecord> {
        self.store.order(order).await.unwrap()
    }

    /// The bodies on each queue that holds any, taken or not.
    pub(super) async fn queued(&self) -> BTreeMap<String, Vec<String>> {
        let answer = self.look("sqs").await;
        let accounts = answer["messages"].as_object().unwrap().values();
        let queues = accounts.flat_map(|regions| regions.as_object().unwrap().values());
        let queues = queues.flat_map(|queues| queues.as_object().unwrap());
        let body = |message: &Value| message["Body"].as_str().unwrap().to_owned();
        let bodies = |messages: &Value| messages.as_array().unwrap().iter().map(body).collect::<Vec<_>>();
        let name = |url: &String| url.rsplit('/').next().unwrap().to_owned();
        queues.map(|(url, all)| (name(url), bodies(all))).filter(|(_, all)| !all.is_empty()).collect()
    }

    /// What SES was given to send.
    pub(super) async fn letters(&self) -> Vec<Value> {
        let answer = self.look("ses").await;
        let accounts = answer["messages"].as_object().unwrap().values();
        accounts.flat_map(|letters| letters.as_array().unwrap().clone()).collect()
    }

    async fn look(&self, service: &str) -> Value {
        let url = format!("{}/_ministack/{service}/messages", self.stand_in.endpoint);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    /// Publishes `news` of letters as SES does.
    pub(super) fn publish(&self, news: &[Value]) {
        let lines: Vec<String> = news.iter().map(Value::to_string).collect();
        let path = crate::tools::target().join("news.txt");
        std::fs::write(&path, lines.join("\n")).unwrap();
        let mut command: Command = self.stand_in.script_command("operate.py", &["publish"]);
        succeed(command.stdin(Stdio::from(std::fs::File::open(path).unwrap())));
    }
}

fn envelope(id: &str, source: &str, subject: Option<&OrderId>, event: &Event) -> Envelope {
    Envelope {
        id: id.parse().unwrap(),
        source: source.parse().unwrap(),
        kind: Kind::Event(event.kind()),
        subject: subject.cloned(),
        time: Some(Timestamp::now()),
        content: Content::Inline(event.data()),
        traceparent: None,
    }
}

/// The trace that the caller of a webhook begins.
pub(super) fn trace_of(id: &EventId) -> String {
    let digest = id.as_str().bytes().fold(1_u128, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    format!("00-{digest:032x}-00000000000000aa-01")
}

async fn queue(sqs: &aws_sdk_sqs::Client, name: &str) -> String {
    let found = sqs.get_queue_url().queue_name(format!("certflow-{name}")).send().await.unwrap();
    found.queue_url.unwrap()
}

/// A client's configuration, as root of the stand-in's one account.
macro_rules! config {
    ($sdk:ident, $endpoint:expr) => {
        $sdk::Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(REGION))
            .endpoint_url($endpoint)
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
    };
}
pub(super) use config;
