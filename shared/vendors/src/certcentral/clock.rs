//! Time, given from outside so that a test never sleeps.

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

/// A clock that only goes forward, and can be waited on.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The time since a start of the clock's choice.
    fn now(&self) -> Duration;

    /// Returns once `wait` has passed.
    async fn sleep(&self, wait: Duration);
}

/// The runtime's clock.
#[derive(Debug, Clone, Copy)]
pub struct TokioClock {
    start: Instant,
}

impl TokioClock {
    /// A clock that starts now.
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for TokioClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for TokioClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    async fn sleep(&self, wait: Duration) {
        tokio::time::sleep(wait).await;
    }
}
