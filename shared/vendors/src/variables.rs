//! The vendors as variables set them, for functions that have no settings file.

use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::certcentral::limiter::Limits;
use crate::certcentral::{AccountSettings, ApiKey, Client, Config, ConfigError};
use crate::desk::Desk;
use crate::{CertCentralPort, Vendors};

/// The key of the CertCentral API user. A secret: whoever reads variables takes it from where secrets are kept.
pub const KEY: &str = "CERTFLOW_CERTCENTRAL_KEY";
/// Where the API is; CertCentral US by default.
const URL: &str = "CERTFLOW_CERTCENTRAL_URL";
/// JSON of [`AccountSettings`]; every member has a default.
const ACCOUNT: &str = "CERTFLOW_CERTCENTRAL_ACCOUNT";
/// Among how many instances the key's rate limits are divided, 1 to 1000; 1 by default. The vendor counts per key: name
/// the most instances of functions that may ask it at once.
const SHARE: &str = "CERTFLOW_CERTCENTRAL_SHARE";
/// JSON of [`crate::PortSettings`]; every member has a default.
const ORDERS: &str = "CERTFLOW_CERTCENTRAL_ORDERS";
/// JSON of [`crate::desk::DeskSettings`]; every member has a default.
const DESK: &str = "CERTFLOW_DESK";
/// What one request, and the waiting before it, may last: with two attempts a call ends within a function's minute.
const LONGEST: Duration = Duration::from_secs(12);

/// A variable that does not do. Its value is never told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable} does not do: {expected}")]
pub struct VariableError {
    /// Which.
    pub variable: &'static str,
    /// What it has to be.
    pub expected: String,
}

impl Vendors {
    /// CertCentral by its API if `CERTFLOW_CERTCENTRAL_KEY` is set, the desk for all others (R2).
    ///
    /// # Errors
    /// The first variable that does not do.
    pub fn from_variables(variables: &dyn Fn(&str) -> Option<String>) -> Result<Self, VariableError> {
        let text = |name| variables(name).filter(|text| !text.trim().is_empty());
        let desk = Desk::new(json(DESK, text(DESK))?);
        let orders = json(ORDERS, text(ORDERS))?;
        let account: AccountSettings = json(ACCOUNT, text(ACCOUNT))?;
        let share = share(text(SHARE))?;
        let Some(key) = text(KEY) else { return Ok(Self::new(None, desk)) };
        let failed =
            |variable| move |error: ConfigError| VariableError { variable, expected: error.to_string() };
        let mut config = Config::new(ApiKey::new(&key).map_err(failed(KEY))?).map_err(failed(KEY))?;
        if let Some(url) = text(URL) {
            config.base_url = url.trim().parse().map_err(failed(URL))?;
        }
        account.apply(&mut config);
        config.limits = config.limits.part(share);
        config.attempts = 2;
        config.request_timeout = config.request_timeout.min(LONGEST);
        config.longest_wait = config.longest_wait.min(LONGEST);
        let client = Client::new(config).map_err(failed(URL))?;
        Ok(Self::new(Some(CertCentralPort::new(client, orders)), desk))
    }
}

fn share(text: Option<String>) -> Result<usize, VariableError> {
    let Some(text) = text else { return Ok(1) };
    let share = text.trim().parse().ok().filter(|share| Limits::SHARES.contains(share));
    share.ok_or_else(|| VariableError { variable: SHARE, expected: "a whole number, 1 to 1000".to_owned() })
}

fn json<T: DeserializeOwned>(variable: &'static str, text: Option<String>) -> Result<T, VariableError> {
    let text = text.unwrap_or_else(|| "{}".to_owned());
    serde_json::from_str(&text).map_err(|error| VariableError {
        variable,
        expected: format!("JSON as documented; look at line {}, column {}", error.line(), error.column()),
    })
}

#[cfg(test)]
mod tests {
    use procedure::Vendor;

    use super::*;
    use crate::desk::Channel;

    fn vendors(set: &[(&str, &str)]) -> Result<Vendors, VariableError> {
        let value =
            |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
        Vendors::from_variables(&value)
    }

    /// R2: without a key every order is entered at the desk.
    #[test]
    fn a_key_opens_the_api_and_its_absence_the_desk() {
        assert_eq!(vendors(&[]).unwrap().channel(Vendor::Digicert), Channel::Desk);
        let with_key = vendors(&[(KEY, "KEY-0123456789")]).unwrap();
        assert_eq!(with_key.channel(Vendor::Digicert), Channel::Api);
        assert_eq!(with_key.channel(Vendor::Cybertrust), Channel::Desk);
    }

    /// R2, R18: what differs from account to account, and how many share its key, is set by variables too.
    #[test]
    fn the_account_is_set_by_variables() {
        let account = r#"{"products": {"GT-EV": "ssl_ev_plus"}, "cancel_word": "CANCELED", "reference_field": 7,
            "vendor_renewal_mails": true}"#;
        let set = [(KEY, "KEY-0123456789"), (ACCOUNT, account), (SHARE, "4")];
        let vendors = vendors(&set).unwrap();
        let config = vendors.certcentral().unwrap().config();
        let id = |product| config.products.id(product).unwrap().as_str();
        assert_eq!(id(procedure::Product::GeotrustTrueBusinessIdEv), "ssl_ev_plus");
        assert_eq!(id(procedure::Product::GeotrustTrueBusinessId), "ssl_geotrust_truebizid");
        assert_eq!(config.cancel_word.as_str(), "CANCELED");
        assert_eq!(config.reference_field.map(|field| field.get()), Some(7));
        assert!(config.vendor_renewal_mails);
        assert_eq!((config.limits.short.count, config.limits.long.count), (25, 250));
    }

    #[test]
    fn an_error_names_the_variable_and_not_its_value() {
        for (name, value) in [
            (KEY, "two words"),
            (URL, "ftp://secret"),
            (ORDERS, "{\"x\":1}"),
            (DESK, "["),
            (ACCOUNT, "{\"products\":{\"DC-OV\":\"a/b\"}}"),
            (SHARE, "none"),
            (SHARE, "1001"),
        ] {
            let Err(error) = vendors(&[(KEY, "KEY-0123456789"), (name, value)][usize::from(name == KEY)..])
            else {
                panic!("{name}")
            };
            assert_eq!(error.variable, name);
            assert!(!error.to_string().contains(value), "{error}");
        }
    }
}
