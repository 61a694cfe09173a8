//! What is counted, and by what: DynamoDB tells the capacity of each call, as it would bill it (dynoxide counts as AWS was
//! seen to), once it is asked to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use jiff::Timestamp;
use platform::dispatch::{Mail, Mailer, Receipt, SendError};
use platform::envelope::Envelope;
use platform::react::{Error, Handler, Outcome};
use procedure::event::Room;
use serde_json::{Value, json};

/// A function's name and an event's type.
pub(super) type Place = (String, String);

/// What is counted at one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) events: u64,
    pub(super) calls: BTreeMap<String, u64>,
    pub(super) read_units: f64,
    pub(super) write_units: f64,
}

/// What is counted.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) places: BTreeMap<Place, Tally>,
    /// Which function sent to which.
    pub(super) sends: BTreeSet<(String, String)>,
    /// Events by whom they came from: `portal`, `staff`, or a function.
    pub(super) sources: BTreeMap<String, u64>,
    pub(super) recipients: u64,
    /// The letters whose arrival SES would tell of.
    pub(super) watched: u64,
}

/// The meter. Clones count together.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter(pub(super) Arc<Mutex<Counts>>);

tokio::task_local! {
    static PLACE: Place;
}

/// Where events are accepted, before any function handles them.
pub(super) fn accepting() -> Place {
    ("(accepting)".to_owned(), "any".to_owned())
}

impl Meter {
    /// `client`, counted.
    pub(super) fn count(&self, client: &Client) -> Client {
        let beneath = client.config().http_client().unwrap();
        let config = client.config().to_builder().http_client(Counted { beneath, meter: self.clone() });
        Client::from_conf(config.build())
    }

    /// `handler`, counted.
    pub(super) fn watch(&self, room: Room, handler: Arc<dyn Handler>) -> Arc<dyn Handler> {
        Arc::new(Watched { handler, room, meter: self.clone() })
    }

    /// Does `work` on the account of `place`.
    pub(super) async fn at<F: Future>(&self, place: Place, work: F) -> F::Output {
        self.0.lock().unwrap().places.entry(place.clone()).or_default().events += 1;
        PLACE.scope(place, work).await
    }

    fn add(&self, place: Place, operation: &str, units: f64) {
        let mut counts = self.0.lock().unwrap();
        let tally = counts.places.entry(place).or_default();
        *tally.calls.entry(operation.to_owned()).or_default() += 1;
        match operation {
            "BatchGetItem" | "Query" | "GetItem" => tally.read_units += units,
            _ => tally.write_units += units,
        }
    }
}

struct Watched {
    handler: Arc<dyn Handler>,
    room: Room,
    meter: Meter,
}

#[async_trait]
impl Handler for Watched {
    async fn handle(&self, body: &[u8], deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        let Ok(envelope) = Envelope::decode(body) else { return self.handler.handle(body, deadline).await };
        let room = self.room.name().to_owned();
        let source = envelope.source.as_str().trim_start_matches("/certflow/").to_owned();
        {
            let mut counts = self.meter.0.lock().unwrap();
            if envelope.source.is_own() {
                counts.sends.insert((source.clone(), room.clone()));
            }
            *counts.sources.entry(source).or_default() += 1;
        }
        let kind = envelope.kind.type_name().trim_start_matches("certflow.").trim_end_matches(".v1");
        self.meter.at((room, kind.to_owned()), self.handler.handle(body, deadline)).await
    }
}

/// A mail service that counts what it takes.
#[async_trait]
impl Mailer for Meter {
    async fn send(&self, mail: &Mail) -> Result<Receipt, SendError> {
        let mut counts = self.0.lock().unwrap();
        counts.recipients += mail.to.len() as u64;
        counts.watched += u64::from(mail.is_watched);
        Ok(Receipt(mail.message_id.clone()))
    }
}

#[derive(Debug, Clone)]
struct Counted {
    beneath: SharedHttpClient,
    meter: Meter,
}

impl HttpClient for Counted {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let beneath = self.beneath.http_connector(settings, components);
        SharedHttpConnector::new(Counting { beneath, meter: self.meter.clone() })
    }
}

#[derive(Debug)]
struct Counting {
    beneath: SharedHttpConnector,
    meter: Meter,
}

impl HttpConnector for Counting {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let operation = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = operation.rsplit('.').next().unwrap_or_default().to_owned();
        let mut asked: Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        asked["ReturnConsumedCapacity"] = json!("TOTAL");
        *request.body_mut() = asked.to_string().into();
        // What the run itself looks up is nobody's, but events are accepted outside of functions.
        let accepts = asked["Item"]["pk"]["S"].as_str().is_some_and(|key| key.starts_with("EVENT#"));
        let place = PLACE.try_with(Place::clone).ok().or_else(|| accepts.then(accepting));
        let (beneath, meter) = (self.beneath.clone(), self.meter.clone());
        HttpConnectorFuture::new(async move {
            let response = beneath.call(request).await?;
            if let Some(place) = place {
                let answer: Value = serde_json::from_slice(response.body().bytes().unwrap()).unwrap();
                meter.add(place, &operation, units(&answer["ConsumedCapacity"]));
            }
            Ok(response)
        })
    }
}

fn units(capacity: &Value) -> f64 {
    match capacity {
        Value::Array(tables) => tables.iter().map(units).sum(),
        one => one["CapacityUnits"].as_f64().unwrap_or_default(),
    }
}
