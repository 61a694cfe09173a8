//! The address of the API.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

use super::ConfigError;

/// Where the API is: `https`, or `http` to this machine only, for the tests and the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// The API of CertCentral US, where most accounts are.
const US: &str = "https://www.digicert.com/services/v2";
/// The API of CertCentral Europe; the console of such an account shows "CertCentral Europe".
const EU: &str = "https://certcentral.digicert.eu/services/v2";

impl BaseUrl {
    /// CertCentral US, `https://www.digicert.com/services/v2`.
    ///
    /// # Errors
    /// None in practice: the address is fixed and has a test.
    pub fn us() -> Result<Self, ConfigError> {
        US.parse()
    }

    /// CertCentral Europe, `https://certcentral.digicert.eu/services/v2`.
    ///
    /// # Errors
    /// None in practice: the address is fixed and has a test.
    pub fn europe() -> Result<Self, ConfigError> {
        EU.parse()
    }

    /// The URL below the base with these path segments, each encoded, and query pairs, each encoded.
    pub(super) fn join(&self, segments: &[&str], query: &[(&str, String)]) -> Url {
        let mut url = self.0.clone();
        // A checked base always has a path to extend.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

impl FromStr for BaseUrl {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let url = Url::parse(text).map_err(|_| ConfigError::BaseUrl)?;
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        let safe = match url.scheme() {
            "https" => url.host_str().is_some_and(|host| !host.is_empty()),
            "http" => url.host_str().is_some_and(is_loopback),
            _ => false,
        };
        if plain && safe { Ok(Self(url)) } else { Err(ConfigError::BaseUrl) }
    }
}

/// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_bases_are_accepted() {
        assert_eq!(BaseUrl::us().unwrap().to_string(), US);
        assert_eq!(BaseUrl::europe().unwrap().to_string(), EU);
    }

    #[test]
    fn plain_http_reaches_this_machine_only() {
        for good in ["http://127.0.0.1:9/services/v2", "http://localhost:9", "http://[::1]:9/v2/"] {
            assert!(good.parse::<BaseUrl>().is_ok(), "{good}");
        }
        for bad in [
            "http://www.digicert.com/services/v2",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://0.0.0.0",
            "ftp://127.0.0.1",
            "https://user:secret@www.digicert.com",
            "https://www.digicert.com/?next=1",
            "https://",
            "digicert.com",
            "",
        ] {
            assert!(matches!(bad.parse::<BaseUrl>(), Err(ConfigError::BaseUrl)), "{bad}");
        }
    }

    #[test]
    fn segments_and_queries_cannot_leave_their_place() {
        let base: BaseUrl = "http://127.0.0.1:9/services/v2/".parse().unwrap();
        let url = base.join(&["order", "alternate", "../a b?c#d"], &[("filters[x]", "a&b=c".to_owned())]);
        assert_eq!(url.path(), "/services/v2/order/alternate/..%2Fa%20b%3Fc%23d");
        assert_eq!(url.query(), Some("filters%5Bx%5D=a%26b%3Dc"));
        assert_eq!(url.fragment(), None);
    }
}
