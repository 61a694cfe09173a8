//! What the tests share: a strict server, a raw one for broken connections, a clock that never sleeps, a client.

#![allow(dead_code, reason = "the tests of the client and those of the port each use a part")]

pub(crate) mod documented;
pub(crate) mod raw;
pub(crate) mod server;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use vendors::certcentral::{ApiKey, Client, Clock, Config};

pub(crate) use server::{Server, answers, empty};

/// The key every request must carry.
pub(crate) const KEY: &str = "TEST-KEY-0123456789";

/// A clock that moves only when somebody sleeps on it, and remembers the sleeps.
#[derive(Clone, Default)]
pub(crate) struct ManualClock(Arc<Mutex<(Duration, Vec<Duration>)>>);

impl ManualClock {
    pub(crate) fn sleeps(&self) -> Vec<Duration> {
        self.0.lock().unwrap().1.clone()
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().0
    }

    async fn sleep(&self, wait: Duration) {
        let mut state = self.0.lock().unwrap();
        state.0 += wait;
        state.1.push(wait);
    }
}

/// The documented defaults, aimed at `base`.
pub(crate) fn config(base: &str) -> Config {
    let mut config = Config::new(ApiKey::new(KEY).unwrap()).unwrap();
    config.base_url = base.parse().unwrap();
    config
}

/// A client with a change to its configuration, and its clock.
pub(crate) fn client_with(base: &str, change: impl FnOnce(&mut Config)) -> (Client, ManualClock) {
    let mut config = config(base);
    change(&mut config);
    let clock = ManualClock::default();
    (Client::with_clock(config, Box::new(clock.clone())).unwrap(), clock)
}

/// A client of this server.
pub(crate) fn client(server: &Server) -> Client {
    client_with(server.base(), |_| {}).0
}

/// A file of `tests/data`.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// An `OrderNumber` and its kin.
pub(crate) fn number<T: TryFrom<u64>>(n: u64) -> T {
    T::try_from(n).ok().unwrap()
}
