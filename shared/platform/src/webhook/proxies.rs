//! Who called, where reverse proxies stand before us.
//!
//! Our own lines, not a crate: those that were found either take several headers (`Forwarded`, `X-Real-IP`), of which a
//! caller can set the one that the proxy leaves alone, or do not ask who the peer is.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::HeaderMap;
use ipnet::IpNet;
use procedure::{Finding, Text};
use serde::{Deserialize, Serialize};

use super::plain::{MAX_NETWORKS, networks};

/// The header that each proxy adds its peer to, at the right end.
const HEADER: &str = "x-forwarded-for";
/// Most entries of it that are looked at.
const MAX_HOPS: usize = 32;

/// The reverse proxies whose word on their peer is taken; none, and the connection's own peer is who called. In settings
/// it is a text, with commas or spaces between.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Who called: the connection's `peer`, or, where that is a trusted proxy, the nearest address in `X-Forwarded-For`
    /// that is none. What stands left of it is the caller's own word, and not read. `None` when a trusted proxy names
    /// nobody, or what is no address.
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return Some(peer);
        }
        let values = headers.get_all(HEADER).iter().rev();
        let entries = values.flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b','));
        for entry in entries.take(MAX_HOPS) {
            let address = std::str::from_utf8(entry).ok()?.trim().parse::<IpAddr>().ok()?.to_canonical();
            if !self.trusts(address) {
                return Some(address);
            }
        }
        None
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for Proxies {
    type Err = Finding;

    /// `none`, or networks and addresses such as `10.0.0.5`.
    ///
    /// # Errors
    /// `config.proxies`; also for a network of every address, which would believe everybody.
    fn from_str(text: &str) -> Result<Self, Finding> {
        if text.trim() == "none" {
            return Ok(Self::default());
        }
        let all = |network: &IpNet| network.prefix_len() == 0;
        let networks = networks(text).filter(|networks| !networks.iter().any(all));
        networks.map(Self).ok_or_else(|| {
            Finding::stop(
                "config.proxies",
                "trusted_proxies",
                "X-Forwarded-For",
                Text::fixed("リバースプロキシの指定が正しくありません。", "The reverse proxies are malformed."),
                Text::new(
                    format!("none、または 10.0.0.5 や 10.0.1.0/24 の形で 1〜{MAX_NETWORKS} 件を指定してください。"),
                    format!("Give `none`, or 1 to {MAX_NETWORKS} addresses or networks such as 10.0.0.5, 10.0.1.0/24."),
                ),
            )
        })
    }
}

impl fmt::Display for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        let networks: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&networks.join(", "))
    }
}

impl TryFrom<String> for Proxies {
    type Error = Finding;

    fn try_from(text: String) -> Result<Self, Finding> {
        text.parse()
    }
}

impl From<Proxies> for String {
    fn from(proxies: Proxies) -> Self {
        proxies.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(proxies: &str, peer: &str, headers: &[&str]) -> Option<String> {
        let mut map = HeaderMap::new();
        for value in headers {
            map.append("X-Forwarded-For", value.parse().unwrap());
        }
        // What other proxies use is nobody's word here.
        map.append("Forwarded", "for=216.168.240.1".parse().unwrap());
        map.append("X-Real-IP", "216.168.240.1".parse().unwrap());
        let proxies: Proxies = proxies.parse().unwrap();
        proxies.caller(peer.parse().unwrap(), &map).map(|address| address.to_string())
    }

    fn some(address: &str) -> Option<String> {
        Some(address.to_owned())
    }

    /// Nobody makes himself DigiCert by a header: not without a proxy, and not from beyond one.
    #[test]
    fn a_forged_header_names_nobody() {
        const DIGICERT: &str = "216.168.240.1";
        assert_eq!(caller("none", "198.51.100.7", &[DIGICERT]), some("198.51.100.7"));
        assert_eq!(
            caller("none", "127.0.0.1", &[DIGICERT]),
            some("127.0.0.1"),
            "loopback is no proxy by itself"
        );
        assert_eq!(caller("10.0.0.5", "198.51.100.7", &[DIGICERT]), some("198.51.100.7"), "not the proxy");
        let forged = format!("{DIGICERT}, 198.51.100.7");
        assert_eq!(
            caller("10.0.0.5", "10.0.0.5", &[&forged]),
            some("198.51.100.7"),
            "the proxy adds at the right"
        );
        assert_eq!(
            caller("10.0.0.5", "10.0.0.5", &[DIGICERT, "198.51.100.7"]),
            some("198.51.100.7"),
            "two headers"
        );
        let inside = format!("{DIGICERT}, 10.0.0.9, 198.51.100.7, 10.0.0.9");
        assert_eq!(caller("10.0.0.0/24", "10.0.0.5", &[&inside]), some("198.51.100.7"), "a forged chain");
    }

    #[test]
    fn a_trusted_proxy_names_its_peer() {
        for (header, expected) in [
            ("216.168.240.1", some("216.168.240.1")),
            (" 216.168.240.1 ", some("216.168.240.1")),
            ("216.168.240.1, 10.0.0.9", some("216.168.240.1")),
            ("192.0.2.1,216.168.240.1,10.0.0.9,10.0.0.8", some("216.168.240.1")),
            ("2001:db8::1", some("2001:db8::1")),
            ("::ffff:216.168.240.1", some("216.168.240.1")),
            ("10.0.0.9", None),
            ("", None),
            ("216.168.240.1,", None),
            ("unknown", None),
            ("216.168.240.1, unknown", None),
            ("216.168.240.1:443", None),
            ("216.168.240.1 192.0.2.1", None),
        ] {
            assert_eq!(caller("10.0.0.0/24", "10.0.0.5", &[header]), expected, "{header:?}");
            assert_eq!(caller("10.0.0.0/24", "::ffff:10.0.0.5", &[header]), expected, "{header:?}");
        }
        assert_eq!(caller("10.0.0.5", "10.0.0.5", &[]), None);
        let long = format!("216.168.240.1, {}", ["10.0.0.9"; 32].join(", "));
        assert_eq!(caller("10.0.0.0/24", "10.0.0.5", &[&long]), None, "further than anybody looks");
    }

    #[test]
    fn proxies_are_named() {
        let proxies: Proxies = "10.0.0.5, 2001:db8::/32".parse().unwrap();
        assert_eq!(proxies.to_string(), "10.0.0.5/32, 2001:db8::/32");
        assert_eq!(proxies.to_string().parse::<Proxies>().unwrap(), proxies);
        assert_eq!(Proxies::default().to_string().parse::<Proxies>().unwrap(), Proxies::default());
        for text in ["", "any", "proxy.example.jp", "0.0.0.0/0", "10.0.0.5, ::/0"] {
            assert_eq!(text.parse::<Proxies>().unwrap_err().code, "config.proxies", "{text}");
        }
    }
}
