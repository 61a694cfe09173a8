//! Webhooks with a plain shared secret in a header, as CertCentral sends them: no signature, no time, no id.
//!
//! Whoever reads one such call can send others, so nothing in it is believed: it is a hint to look for oneself.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::HeaderMap;
use ipnet::IpNet;
use procedure::{Finding, Text};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

/// The header that CertCentral sends its secret in.
pub const HEADER: &str = "x-webhook-key";
/// Shortest secret, in characters; CertCentral asks for as many.
const MIN_KEY: usize = 32;
/// Longest secret, in characters.
const MAX_KEY: usize = 256;
/// Most secrets at once.
const MAX_KEYS: usize = 5;
/// Most networks.
pub(super) const MAX_NETWORKS: usize = 64;

/// Why a call is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TurnedAway {
    /// It comes from elsewhere.
    #[error("the call does not come from the vendor's networks")]
    ForeignSource,
    /// It has no secret, two, or a wrong one.
    #[error("the secret is missing or wrong")]
    WrongKey,
}

impl TurnedAway {
    /// The HTTP status to answer with (RFC 9110).
    pub const fn status(self) -> u16 {
        match self {
            TurnedAway::ForeignSource => 403,
            TurnedAway::WrongKey => 401,
        }
    }
}

/// One to five secrets of 32 to 256 visible ASCII characters, separated by spaces: today's, and others on their way in
/// or out. Kept as digests.
pub struct Keys(Vec<[u8; 32]>);

impl Keys {
    /// Whether the call bears one of the secrets. The time it takes tells nothing about them, nor about their length.
    ///
    /// # Errors
    /// [`TurnedAway::WrongKey`].
    pub fn admit(&self, headers: &HeaderMap) -> Result<(), TurnedAway> {
        let mut values = headers.get_all(HEADER).iter();
        let (Some(given), None) = (values.next(), values.next()) else { return Err(TurnedAway::WrongKey) };
        let given = Sha256::digest(given.as_bytes());
        let matches = self.0.iter().fold(Choice::from(0), |found, key| found | given.ct_eq(key));
        if bool::from(matches) { Ok(()) } else { Err(TurnedAway::WrongKey) }
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({}, masked)", self.0.len())
    }
}

impl FromStr for Keys {
    type Err = Finding;

    /// # Errors
    /// `config.vendor_webhook_keys`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let keys: Vec<&str> = text.split_whitespace().collect();
        let is_key = |key: &&str| {
            (MIN_KEY..=MAX_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
        };
        if !(1..=MAX_KEYS).contains(&keys.len()) || !keys.iter().all(is_key) {
            return Err(Finding::stop(
                "config.vendor_webhook_keys",
                "vendor_webhook_keys",
                "CertCentral webhooks",
                Text::fixed(
                    "ベンダーの Webhook の秘密鍵の形式が正しくありません。",
                    "The vendor's webhook secrets are malformed.",
                ),
                Text::fixed(
                    "32〜256 文字の半角英数記号を、1〜5 個、空白区切りで指定してください。",
                    "Give 1 to 5 secrets separated by spaces, each 32 to 256 visible ASCII characters.",
                ),
            ));
        }
        Ok(Self(keys.into_iter().map(|key| Sha256::digest(key).into()).collect()))
    }
}

/// The networks that calls may come from; none means any. In settings it is a text, with commas or spaces between.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Where DigiCert documents its webhooks to come from (<https://dev.digicert.com/en/certcentral-apis/webhooks.html>).
    pub const DIGICERT: &str = "216.168.240.0/20";

    /// Whether a call from `source` may be taken. One of unknown origin may not, where origins are restricted.
    ///
    /// # Errors
    /// [`TurnedAway::ForeignSource`].
    pub fn admit(&self, source: Option<IpAddr>) -> Result<(), TurnedAway> {
        let from = |source: IpAddr| self.0.iter().any(|network| network.contains(&source.to_canonical()));
        if self.0.is_empty() || source.is_some_and(from) { Ok(()) } else { Err(TurnedAway::ForeignSource) }
    }
}

impl FromStr for Networks {
    type Err = Finding;

    /// `any`, or networks and addresses such as `216.168.240.0/20`.
    ///
    /// # Errors
    /// `config.networks`.
    fn from_str(text: &str) -> Result<Self, Finding> {
        if text.trim() == "any" {
            return Ok(Self::default());
        }
        networks(text).map(Self).ok_or_else(|| {
            Finding::stop(
                "config.networks",
                "networks",
                "CertCentral webhooks",
                Text::fixed("ネットワークの形式が正しくありません。", "The networks are malformed."),
                Text::fixed(
                    "any、または 216.168.240.0/20 の形で 1〜64 件を指定してください。",
                    "Give `any`, or 1 to 64 networks such as 216.168.240.0/20.",
                ),
            )
        })
    }
}

/// One to 64 networks and addresses, with commas or spaces between.
pub(super) fn networks(text: &str) -> Option<Vec<IpNet>> {
    let words = text.split([',', ' ']).filter(|word| !word.is_empty()).take(MAX_NETWORKS + 1);
    let read =
        |word: &str| word.parse::<IpNet>().ok().or_else(|| word.parse::<IpAddr>().ok().map(IpNet::from));
    let networks: Option<Vec<IpNet>> = words.map(read).collect();
    networks.filter(|networks| (1..=MAX_NETWORKS).contains(&networks.len()))
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("any");
        }
        let networks: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&networks.join(", "))
    }
}

impl TryFrom<String> for Networks {
    type Error = Finding;

    fn try_from(text: String) -> Result<Self, Finding> {
        text.parse()
    }
}

impl From<Networks> for String {
    fn from(networks: Networks) -> Self {
        networks.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0123456789abcdef0123456789abcdef";
    const OTHER: &str = "ABCDEF0123456789ABCDEF0123456789-longer";

    fn headers(keys: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for key in keys {
            headers.append("X-WEBHOOK-KEY", key.parse().unwrap());
        }
        headers
    }

    #[test]
    fn one_of_the_keys_opens_and_nothing_else_does() {
        let keys: Keys = format!("{KEY} {OTHER}").parse().unwrap();
        for right in [KEY, OTHER] {
            assert_eq!(keys.admit(&headers(&[right])), Ok(()));
        }
        let wrong = [
            vec![],
            vec![""],
            vec![&KEY[1..]],
            vec!["0123456789abcdef0123456789abcdeg"],
            vec![KEY, KEY],
            vec![KEY, OTHER],
        ];
        for given in wrong {
            assert_eq!(keys.admit(&headers(&given)), Err(TurnedAway::WrongKey), "{given:?}");
        }
        assert_eq!(format!("{keys:?}"), "Keys(2, masked)");
    }

    #[test]
    fn keys_are_long_enough() {
        let six = [KEY; 6].join(" ");
        for text in ["", &KEY[1..], "0123456789abcdef 0123456789abcdef", &six, &"x".repeat(257)] {
            assert_eq!(text.parse::<Keys>().unwrap_err().code, "config.vendor_webhook_keys", "{text}");
        }
    }

    #[test]
    fn calls_come_from_the_networks_named() {
        let networks: Networks = "216.168.240.0/20, 2001:db8::/32 192.0.2.1".parse().unwrap();
        assert_eq!(networks.to_string(), "216.168.240.0/20, 2001:db8::/32, 192.0.2.1/32");
        assert_eq!(networks.to_string().parse::<Networks>().unwrap(), networks);
        let admits = |text: &str| networks.admit(Some(text.parse().unwrap())).is_ok();
        for inside in ["216.168.240.0", "216.168.255.255", "::ffff:216.168.241.7", "2001:db8::1", "192.0.2.1"]
        {
            assert!(admits(inside), "{inside}");
        }
        for outside in ["216.168.239.255", "216.169.0.0", "192.0.2.2", "::1", "127.0.0.1"] {
            assert!(!admits(outside), "{outside}");
        }
        assert_eq!(networks.admit(None), Err(TurnedAway::ForeignSource));
        let any: Networks = "any".parse().unwrap();
        assert_eq!((any.admit(None), any.to_string().as_str()), (Ok(()), "any"));
        let many = ["192.0.2.0/24"; 65].join(",");
        for text in ["", ",", "digicert.com", "192.0.2.0/33", &many] {
            assert!(text.parse::<Networks>().is_err(), "{text}");
        }
    }
}
