//! Everything about the vendor that is data, not code.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::limiter::Limits;
use super::{ApiKey, BaseUrl, MetadataNumber, ProductIds};

/// A configuration that cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The base URL.
    #[error("base_url: give an https URL without user, query or fragment (http only for this machine)")]
    BaseUrl,
    /// The API key; the text never shows it.
    #[error("key: give 1 to 512 visible ASCII characters")]
    Key,
    /// A product id.
    #[error("products: a product id is 1 to 64 lower-case letters, digits and underscores")]
    ProductId,
    /// The user agent.
    #[error("user_agent: give 1 to 200 visible ASCII characters")]
    UserAgent,
    /// A time or a count outside its range.
    #[error("{field}: give {range}")]
    Range {
        /// Which field.
        field: &'static str,
        /// What it may be.
        range: &'static str,
    },
}

/// How to reach CertCentral, and how hard to try.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the API is; CertCentral US by default.
    pub base_url: BaseUrl,
    /// The key of the API user.
    pub key: ApiKey,
    /// For DNS, TCP and TLS together; 1 ms to 60 s, 10 s by default.
    pub connect_timeout: Duration,
    /// For one whole request, answer included; 1 ms to 300 s, 30 s by default.
    pub request_timeout: Duration,
    /// What the client calls itself. The API asks for a user agent.
    pub user_agent: String,
    /// Which product of the account each of ours is.
    pub products: ProductIds,
    /// The custom order field that shows our order id to people in CertCentral; unset by default. Our id also goes
    /// into `alternative_order_id`, which needs no set-up, so this is for people and a second way to find an order.
    pub reference_field: Option<MetadataNumber>,
    /// The part of the key's rate limits that this process may use; all of them by default.
    pub limits: Limits,
    /// Attempts of a call that may be repeated, the first included; 1 to 5, 3 by default. A call lasts at most this
    /// many times `request_timeout` and `longest_wait` together: keep it below what the caller itself may last.
    pub attempts: u8,
    /// The longest a call waits in all for one rate limit or one pause; 0 s to 300 s, 30 s by default. A wait
    /// beyond it is the caller's: [`Error::RateLimited`](super::Error::RateLimited).
    pub longest_wait: Duration,
    /// How long to be silent after a 429 that says nothing of it; 1 s to 300 s, 30 s by default.
    pub silence: Duration,
    /// The word that cancels an order. The newest page says `canceled` and that case matters; older pages and
    /// clients sent `CANCELED`.
    pub cancel_word: CancelWord,
    /// Whether the vendor's own renewal mails go out beside certflow's; no by default.
    pub vendor_renewal_mails: bool,
}

/// The two spellings under which cancelling was documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CancelWord {
    /// `canceled`.
    #[default]
    #[serde(rename = "canceled")]
    Lower,
    /// `CANCELED`.
    #[serde(rename = "CANCELED")]
    Upper,
}

impl CancelWord {
    /// The word itself.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lower => "canceled",
            Self::Upper => "CANCELED",
        }
    }
}

impl Config {
    /// The documented defaults with this key.
    ///
    /// # Errors
    /// None in practice: the defaults have a test.
    pub fn new(key: ApiKey) -> Result<Self, ConfigError> {
        Ok(Self {
            base_url: BaseUrl::us()?,
            key,
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            user_agent: concat!("certflow/", env!("CARGO_PKG_VERSION")).to_owned(),
            products: ProductIds::documented()?,
            reference_field: None,
            limits: Limits::DOCUMENTED,
            attempts: 3,
            longest_wait: Duration::from_secs(30),
            silence: Duration::from_secs(30),
            cancel_word: CancelWord::default(),
            vendor_renewal_mails: false,
        })
    }

    /// Checks every range.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let within = |d: Duration, low: Duration, secs| d >= low && d <= Duration::from_secs(secs);
        let (ms, second) = (Duration::from_millis(1), Duration::from_secs(1));
        let windows = [self.limits.short, self.limits.long];
        for (good, field, range) in [
            (within(self.connect_timeout, ms, 60), "connect_timeout", "1 ms to 60 s"),
            (within(self.request_timeout, ms, 300), "request_timeout", "1 ms to 300 s"),
            (within(self.longest_wait, Duration::ZERO, 300), "longest_wait", "0 s to 300 s"),
            (within(self.silence, second, 300), "silence", "1 s to 300 s"),
            ((1..=5).contains(&self.attempts), "attempts", "1 to 5"),
            (windows.iter().all(|w| (1..=100_000).contains(&w.count)), "limits.count", "1 to 100000"),
            (windows.iter().all(|w| within(w.span, ms, 3600)), "limits.span", "1 ms to 3600 s"),
        ] {
            if !good {
                return Err(ConfigError::Range { field, range });
            }
        }
        let agent = &self.user_agent;
        let visible = agent.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        if visible && (1..=200).contains(&agent.trim().len()) { Ok(()) } else { Err(ConfigError::UserAgent) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::new(ApiKey::new("KEY-0123456789").unwrap()).unwrap()
    }

    #[test]
    fn the_defaults_are_good_and_show_no_key() {
        assert_eq!(config().check(), Ok(()));
        assert!(!format!("{:?}", config()).contains("0123456789"));
    }

    #[test]
    fn each_range_is_kept() {
        let refused = |change: &dyn Fn(&mut Config)| {
            let mut config = config();
            change(&mut config);
            config.check().unwrap_err().to_string()
        };
        assert!(refused(&|c| c.attempts = 0).starts_with("attempts"));
        assert!(refused(&|c| c.attempts = 6).starts_with("attempts"));
        assert!(refused(&|c| c.connect_timeout = Duration::ZERO).starts_with("connect_timeout"));
        assert!(refused(&|c| c.request_timeout = Duration::from_secs(301)).starts_with("request_timeout"));
        assert!(refused(&|c| c.longest_wait = Duration::from_secs(301)).starts_with("longest_wait"));
        assert!(refused(&|c| c.silence = Duration::ZERO).starts_with("silence"));
        assert!(refused(&|c| c.limits.short.count = 0).starts_with("limits.count"));
        assert!(refused(&|c| c.limits.long.span = Duration::ZERO).starts_with("limits.span"));
        assert!(refused(&|c| c.user_agent = "cert\r\nflow".to_owned()).starts_with("user_agent"));
    }
}
