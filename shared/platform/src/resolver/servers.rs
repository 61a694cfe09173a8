//! Which resolvers to ask.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use procedure::{Finding, Text};

/// Most resolvers.
pub const MAX_SERVERS: usize = 8;

const DNS_PORT: u16 = 53;

/// Addresses of recursive resolvers, 1 to [`MAX_SERVERS`]. Those of one's own network: a public one limits questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Servers(Vec<SocketAddr>);

impl Servers {
    /// The addresses.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.0
    }
}

impl From<SocketAddr> for Servers {
    fn from(address: SocketAddr) -> Self {
        Self(vec![address])
    }
}

impl FromStr for Servers {
    type Err = Finding;

    /// Addresses with or without a port (53), separated by commas or spaces, such as `192.0.2.53, [2001:db8::53]:5353`.
    ///
    /// # Errors
    /// `resolver.address` when one is no address, or there is none, or more than [`MAX_SERVERS`].
    fn from_str(text: &str) -> Result<Self, Finding> {
        let words = text.split([',', ' ']).filter(|word| !word.is_empty());
        let addresses: Option<Vec<SocketAddr>> = words.take(MAX_SERVERS + 1).map(address).collect();
        addresses
            .filter(|addresses| (1..=MAX_SERVERS).contains(&addresses.len()))
            .map(Self)
            .ok_or_else(malformed)
    }
}

fn address(word: &str) -> Option<SocketAddr> {
    word.parse().ok().or_else(|| word.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, DNS_PORT)))
}

fn malformed() -> Finding {
    Finding::stop(
        "resolver.address",
        "resolver",
        "P4",
        Text::fixed("DNS リゾルバーのアドレスが正しくありません。", "The resolver's address is malformed."),
        Text::fixed(
            "192.0.2.53 または [2001:db8::53]:5353 の形で、1〜8 件を指定してください。",
            "Give 1 to 8 addresses such as 192.0.2.53 or [2001:db8::53]:5353.",
        ),
    )
}
