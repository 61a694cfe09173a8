//! DigiCert CertCentral's Services API v2, on loopback, in simulated time.
//!
//! [`CertCentral::start`] serves the API until the handle is dropped. What the vendor and the customer's
//! people do beside the API is done by calling the handle: [`CertCentral::advance_to`] lets the vendor work,
//! [`CertCentral::approve`] opens a mailed link. How an order fares is its [`Plan`]; see
//! [`CertCentral::plan_for`].

mod account;
mod approve;
mod close;
mod domain;
mod error;
mod form;
mod gate;
mod letter;
mod limit;
mod list;
mod mails;
mod options;
mod order;
mod party;
mod place;
mod progress;
mod routes;
mod trouble;
mod validation;
mod views;
mod wire;

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub use approve::{Approved, NotApproved};
pub use options::{ApiKey, CustomField, DEFAULT_KEY, KeyRights, MailOptions, NameScope, Options};
pub use order::OrderStatus;
pub use trouble::{Fault, Trouble};

use crate::SimulationError;
use crate::clock::SimClock;
use crate::examination::{Happening, Plan};
use crate::mailroom::Mailroom;
use crate::sync::lock;
use account::Account;
use error::ApiResult;
use limit::Limiter;

/// Where the API lives on its host.
const BASE_PATH: &str = "/services/v2";

pub(crate) struct Server {
    clock: SimClock,
    keys: Vec<ApiKey>,
    rate_limits: bool,
    account: Mutex<Account>,
    limiter: Mutex<Limiter>,
    troubles: Mutex<Vec<Trouble>>,
    requests: AtomicU64,
}

impl Server {
    /// The account, with everything done that is due, and the time.
    fn account(&self) -> ApiResult<(MutexGuard<'_, Account>, Timestamp)> {
        let now = self.clock.now();
        let mut account = lock(&self.account);
        account.catch_up(now)?;
        Ok((account, now))
    }
}

/// A running vendor. Dropping it closes the port and ends its tasks.
pub struct CertCentral {
    server: Arc<Server>,
    base_url: String,
    /// Sends by being dropped.
    _stop: oneshot::Sender<()>,
}

/// One order, as a test counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderSummary {
    /// CertCentral's order id.
    pub id: u64,
    /// The common name.
    pub common_name: String,
    /// Our reference: its `alternative_order_id` and the values of its custom fields.
    pub references: Vec<String>,
    /// Where it stands.
    pub status: OrderStatus,
    /// When it was placed.
    pub placed: Timestamp,
}

impl CertCentral {
    /// Starts the vendor on a free port of 127.0.0.1. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`SimulationError::Listen`] without a port, [`SimulationError::Certificate`] without keys.
    pub async fn start(
        clock: SimClock,
        mailroom: Mailroom,
        options: Options,
    ) -> Result<Self, SimulationError> {
        let server = Arc::new(Server {
            keys: options.keys.clone(),
            rate_limits: options.rate_limits,
            account: Mutex::new(Account::open(options, mailroom, clock.now())?),
            limiter: Mutex::default(),
            troubles: Mutex::default(),
            requests: AtomicU64::new(0),
            clock,
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(SimulationError::Listen)?;
        let address = listener.local_addr().map_err(SimulationError::Listen)?;
        let (stop, stopped) = oneshot::channel::<()>();
        let service =
            routes::router(Arc::clone(&server)).into_make_service_with_connect_info::<wire::Scissors>();
        // Graceful, so that idle connections end with the handle too.
        let serving = axum::serve(wire::Exchange(listener), service).with_graceful_shutdown(async {
            let _dropped = stopped.await;
        });
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::warn!(%error, "the simulated CertCentral stopped");
            }
        });
        Ok(Self { server, base_url: format!("http://{address}{BASE_PATH}"), _stop: stop })
    }

    /// The base of all endpoints, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The root all its certificates end in, PEM.
    pub fn root_pem(&self) -> String {
        lock(&self.server.account).ca.root_pem()
    }

    /// Moves the clock to `now` and lets everything happen that is due, in order of time.
    ///
    /// # Errors
    /// A mail or a certificate could not be made.
    pub fn advance_to(&self, now: Timestamp) -> Result<(), SimulationError> {
        self.server.clock.set(now);
        lock(&self.server.account).catch_up(self.server.clock.now())
    }

    /// When something happens next by itself; none if all wait for somebody.
    pub fn next_due(&self) -> Option<Timestamp> {
        lock(&self.server.account).next_due()
    }

    /// Plans the next order or reissue with this common name; several plans are used in turn. Without one,
    /// [`Plan::usual`] applies.
    pub fn plan_for(&self, common_name: &str, plan: Plan) {
        let name = common_name.to_ascii_lowercase();
        lock(&self.server.account).plans.entry(name).or_default().push_back(plan);
    }

    /// Makes coming requests fail.
    pub fn trouble(&self, trouble: Trouble) {
        lock(&self.server.troubles).push(trouble);
    }

    /// Shows the vendor a TXT record, replacing what the name had: an approval address at
    /// `_validation-contactemail.<domain>` (R26) or a random value at the domain.
    pub fn publish_txt(&self, owner_name: &str, values: Vec<String>) {
        let name = owner_name.trim_end_matches('.').to_ascii_lowercase();
        lock(&self.server.account).txt.insert(name, values);
    }

    /// Lets a CAA record forbid this vendor the domain and all below it.
    pub fn forbid_by_caa(&self, base_domain: &str) {
        lock(&self.server.account).caa_forbids.insert(base_domain.to_ascii_lowercase());
    }

    /// Somebody opens a mailed link and presses 「承認する」: approves a domain (R33) or confirms an EV
    /// issuance (R47).
    ///
    /// # Errors
    /// The token is unknown, used, older than 30 days, or nothing waits for it.
    pub fn approve(&self, token: &str) -> Result<Approved, NotApproved> {
        self.now(|account, now| account.approve(token, now))
    }

    /// The application responsible person answers or calls back (R42). False unless the vendor called before.
    pub fn answer_phone(&self, order: u64) -> bool {
        self.now(|account, now| account.answer_phone(order, now))
    }

    /// The provider answers the vendor's open enquiry (R17). False without one.
    pub fn answer_enquiry(&self, order: u64) -> bool {
        self.now(|account, now| account.answer_enquiry(order, now))
    }

    /// The account's administrator approves the pending order, reissue or revocation. False without one.
    pub fn approve_request(&self, order: u64) -> bool {
        self.now(|account, now| account.approve_request(order, now).is_ok())
    }

    /// Every order ever placed, in order; the same order twice is here twice.
    pub fn orders(&self) -> Vec<OrderSummary> {
        let account = lock(&self.server.account);
        let summary = |order: &order::Order| OrderSummary {
            id: order.id,
            common_name: order.common_name().to_owned(),
            references: order
                .alternative_id
                .iter()
                .chain(order.custom_fields.iter().map(|(_, value)| value))
                .cloned()
                .collect(),
            status: order.status,
            placed: order.placed,
        };
        account.orders.values().map(summary).collect()
    }

    /// What happened, from position `from` on.
    pub fn happenings(&self, from: usize) -> Vec<Happening> {
        lock(&self.server.account).journal.since(from)
    }

    /// How many HTTP requests arrived, refused ones included.
    pub fn requests(&self) -> u64 {
        self.server.requests.load(Ordering::Relaxed)
    }

    fn now<T>(&self, act: impl FnOnce(&mut Account, Timestamp) -> T) -> T {
        let now = self.server.clock.now();
        let mut account = lock(&self.server.account);
        // A failure here shows again in `advance_to`, which can report it.
        let _due = account.catch_up(now);
        act(&mut account, now)
    }
}
