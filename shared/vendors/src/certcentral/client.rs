//! The client: a configuration, two connections' worth of HTTP, a limiter and a clock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use reqwest::redirect;

use super::limiter::Limiter;
use super::{Clock, Config, ConfigError, TokioClock};

/// A client of one CertCentral account. Cheap to share; clones share the limiter.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) config: Config,
    /// For calls that may be repeated; keeps connections.
    pub(super) reused: reqwest::Client,
    /// For calls that are sent once. A kept connection may have died unseen, above all while a Lambda function was
    /// frozen, and would turn an order that was never received into one of unknown outcome.
    pub(super) fresh: reqwest::Client,
    pub(super) clock: Box<dyn Clock>,
    limiter: Mutex<Limiter>,
}

impl Client {
    /// A client on the runtime's clock.
    ///
    /// # Errors
    /// [`ConfigError`] that names the field out of range, or that the system's certificates are unusable.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        Self::with_clock(config, Box::new(TokioClock::new()))
    }

    /// A client on a given clock, which drives the limiter and every pause; the timeouts of a single request run on
    /// the runtime's clock.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_clock(config: Config, clock: Box<dyn Clock>) -> Result<Self, ConfigError> {
        config.check()?;
        let reused = http(&config).build().map_err(|_| ConfigError::Http)?;
        let fresh = http(&config).pool_max_idle_per_host(0).build().map_err(|_| ConfigError::Http)?;
        let limiter = Mutex::new(Limiter::new(config.limits));
        Ok(Self { shared: Arc::new(Shared { config, reused, fresh, clock, limiter }) })
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }
}

impl Shared {
    /// The limiter; nothing panics while it is held, so a poisoned lock holds sound data.
    pub(super) fn limiter(&self) -> MutexGuard<'_, Limiter> {
        self.limiter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("config", &self.shared.config).finish_non_exhaustive()
    }
}

/// What both kinds of connection share. Redirects are not followed and the environment's proxies are not used: where
/// a request with the key goes is the configuration's to say.
fn http(config: &Config) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(config.user_agent.trim())
        .connect_timeout(config.connect_timeout)
        .timeout(config.request_timeout)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
}
