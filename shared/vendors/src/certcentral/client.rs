//! The client: a configuration, two connections' worth of HTTP, a limiter and a clock.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use reqwest::redirect;

use super::limiter::Limiter;
use super::{Clock, Config, ConfigError, Effect, TokioClock};

/// A client of one CertCentral account. Cheap to share; clones share the limiter.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) config: Config,
    /// For calls that may be repeated; keeps connections.
    reused: OnceLock<reqwest::Client>,
    /// For calls that are sent once. A kept connection may have died unseen, above all while a Lambda function was
    /// frozen, and would turn an order that was never received into one of unknown outcome.
    fresh: OnceLock<reqwest::Client>,
    pub(super) clock: Box<dyn Clock>,
    limiter: Mutex<Limiter>,
}

impl Client {
    /// A client on the runtime's clock.
    ///
    /// # Errors
    /// [`ConfigError`] that names the field out of range.
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
        let limiter = Mutex::new(Limiter::new(config.limits));
        let (reused, fresh) = (OnceLock::new(), OnceLock::new());
        Ok(Self { shared: Arc::new(Shared { config, reused, fresh, clock, limiter }) })
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }
}

impl Shared {
    /// The connections for calls of this effect. They are made at the first such call, which reads the system's
    /// certificates: a function that starts and calls nobody does not wait for that.
    pub(super) fn http(&self, effect: Effect) -> reqwest::Result<&reqwest::Client> {
        let kept = match effect {
            Effect::Once => &self.fresh,
            Effect::Read | Effect::Repeatable => &self.reused,
        };
        if let Some(client) = kept.get() {
            return Ok(client);
        }
        let mut builder = http(&self.config);
        if effect == Effect::Once {
            builder = builder.pool_max_idle_per_host(0);
        }
        builder.build().map(|client| kept.get_or_init(|| client))
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certcentral::ApiKey;

    /// A start pays for no connection that nobody asked for, and each kind is made once.
    #[test]
    fn connections_are_made_at_the_first_call() {
        let client = Client::new(Config::new(ApiKey::new("TEST-KEY-0123456789").unwrap()).unwrap()).unwrap();
        let shared = &client.shared;
        assert!(shared.reused.get().is_none() && shared.fresh.get().is_none());
        let made: *const _ = shared.http(Effect::Once).unwrap();
        assert!(shared.reused.get().is_none());
        assert!(std::ptr::eq(made, shared.http(Effect::Once).unwrap()));
    }
}
