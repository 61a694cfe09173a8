//! A deployed stack, as staff work with it: its table, its queues, its mails. The work itself is done by its functions.
//!
//! What a stack is made of is told by the variables of its functions, read from Lambda by the one name that the
//! template gives: `NAME-vendor-review-requested`. So nothing has to be told twice, the shards and the policy are those
//! the functions run with, and no further SDK is linked: outputs of CloudFormation would name the table, yet neither
//! shards nor policy. Region, profile and endpoint are those of every AWS tool.

pub(crate) mod calls;
mod error;
mod logs;
mod mails;
mod name;
mod settings;
pub(crate) mod sqs;
mod variables;

use std::net::IpAddr;
use std::sync::Arc;

use aws_config::BehaviorVersion;
use jiff::SignedDuration;
use platform::Clock;
use platform::store::table::DynamoTable;
use platform::store::{DynamoStore, Store};
use procedure::Vendor;
use procedure::event::Room;
use procedure::policy::Policy;
use reqwest::{Method, Url};
use vendors::desk::{Channel, Desk, DeskSettings};

use calls::{Call, Calls, Service};
pub use error::Error;
pub use mails::{KeptMail, KeptMails};
pub use name::StackName;
pub use settings::StackSettings;
pub use sqs::Sqs;
use variables::FunctionConfiguration;
pub use variables::Variables;
pub(crate) use variables::queue_variable;

/// The variable that a stack has when it reaches CertCentral by its API.
const CERTCENTRAL: &str = "CERTFLOW_CERTCENTRAL_KEY_ARN";
/// JSON of the desk's settings.
const DESK: &str = "CERTFLOW_DESK";

/// A stack.
pub struct Stack {
    name: StackName,
    calls: Calls,
    variables: Variables,
    policy: Policy,
    requeue_after: SignedDuration,
    clock: Arc<dyn Clock>,
    store: Arc<dyn Store>,
    queues: Arc<Sqs>,
}

impl Stack {
    /// The stack `name` of the environment's account and region.
    ///
    /// # Errors
    /// [`Error`]: it cannot be found, or its variables do not do.
    pub async fn open(name: &StackName, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let calls = calls().await?;
        let variables = match name {
            StackName::Deployed(stack) => {
                configuration(&calls, stack, Room::VendorReviewRequested).await?.into_variables()
            }
            StackName::File(file) => Variables::of_file(file)?,
        };
        let needed = variables.needed()?;
        let table = DynamoTable::new(aws_sdk_dynamodb::Client::new(calls.sdk()), needed.store.table);
        let queues = Sqs::new(aws_sdk_sqs::Client::new(calls.sdk()), &variables)?;
        Ok(Self {
            name: name.clone(),
            policy: needed.policy,
            requeue_after: needed.intake.requeue_after,
            clock,
            store: Arc::new(DynamoStore::new(table, needed.store.settings)),
            queues: Arc::new(queues),
            variables,
            calls,
        })
    }

    /// Which stack it is.
    pub const fn name(&self) -> &StackName {
        &self.name
    }

    /// The policy that its functions run with.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether it is on a stand-in on this machine, rather than on AWS.
    pub fn is_on_stand_in(&self) -> bool {
        is_stand_in(&self.calls)
    }

    /// The clock.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Its table.
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store)
    }

    /// Its queues.
    pub const fn queues(&self) -> &Arc<Sqs> {
        &self.queues
    }

    /// After how long the sweep queues an accepted event again that nobody has handled.
    pub const fn requeue_after(&self) -> SignedDuration {
        self.requeue_after
    }

    /// How its functions reach `vendor`.
    pub fn channel(&self, vendor: Vendor) -> Channel {
        match vendor {
            Vendor::Digicert if self.variables.get(CERTCENTRAL).is_some() => Channel::Api,
            Vendor::Digicert | Vendor::Cybertrust => Channel::Desk,
        }
    }

    /// Its desk.
    ///
    /// # Errors
    /// [`Error::Service`] when its settings cannot be read.
    pub fn desk(&self) -> Result<Desk, Error> {
        let Some(text) = self.variables.get(DESK) else { return Ok(Desk::default()) };
        let settings: Result<DeskSettings, _> = serde_json::from_str(&text);
        let why = |error: serde_json::Error| Error::Service {
            service: "the stack",
            why: format!("{DESK} does not do: line {}, column {}", error.line(), error.column()),
        };
        settings.map(Desk::new).map_err(why)
    }
}

/// Signed calls with the environment's region, profile and endpoint.
///
/// # Errors
/// [`Error::NoRegion`].
pub(crate) async fn calls() -> Result<Calls, Error> {
    Calls::new(aws_config::defaults(BehaviorVersion::v2026_01_12()).load().await)
}

/// What Lambda says of the function of `room`.
async fn configuration(calls: &Calls, stack: &str, room: Room) -> Result<FunctionConfiguration, Error> {
    let path = format!("/2015-03-31/functions/{stack}-{}/configuration", room.name());
    let call =
        Call { service: Service::Lambda, method: Method::GET, path: &path, headers: &[], body: Vec::new() };
    let answer = calls.send(call).await?;
    if answer.status == 404 {
        let region = calls.region().to_owned();
        return Err(Error::Unknown { stack: stack.to_owned(), region });
    }
    if !answer.is_success() {
        return Err(answer.into_error(Service::Lambda, "lambda:GetFunctionConfiguration"));
    }
    serde_json::from_slice(&answer.body)
        .map_err(|_| Error::Service { service: "Lambda", why: "its answer cannot be read".to_owned() })
}

/// Whether AWS is a stand-in on this machine.
pub(crate) fn is_stand_in(calls: &Calls) -> bool {
    let url = calls.sdk().endpoint_url().and_then(|url| url.parse().ok());
    url.is_some_and(|url| is_here(&url))
}

/// Whether a URL leads to this machine.
pub(crate) fn is_here(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|ip| ip.is_loopback())
    })
}
