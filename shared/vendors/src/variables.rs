//! The vendors as variables set them, for functions that have no settings file.

use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::certcentral::{ApiKey, Client, Config, ConfigError};
use crate::desk::Desk;
use crate::{CertCentralPort, Vendors};

/// The key of the CertCentral API user. A secret: whoever reads variables takes it from where secrets are kept.
pub const KEY: &str = "CERTFLOW_CERTCENTRAL_KEY";
/// Where the API is; CertCentral US by default.
const URL: &str = "CERTFLOW_CERTCENTRAL_URL";
/// JSON of [`crate::PortSettings`]; every member has a default.
const ORDERS: &str = "CERTFLOW_CERTCENTRAL_ORDERS";
/// JSON of [`crate::desk::DeskSettings`]; every member has a default.
const DESK: &str = "CERTFLOW_DESK";
/// What one request, and the waiting before it, may last: with two attempts a call ends within a function's minute.
const SHARE: Duration = Duration::from_secs(12);

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
        let Some(key) = text(KEY) else { return Ok(Self::new(None, desk)) };
        let failed =
            |variable| move |error: ConfigError| VariableError { variable, expected: error.to_string() };
        let mut config = Config::new(ApiKey::new(&key).map_err(failed(KEY))?).map_err(failed(KEY))?;
        if let Some(url) = text(URL) {
            config.base_url = url.trim().parse().map_err(failed(URL))?;
        }
        config.attempts = 2;
        config.request_timeout = config.request_timeout.min(SHARE);
        config.longest_wait = config.longest_wait.min(SHARE);
        let client = Client::new(config).map_err(failed(URL))?;
        Ok(Self::new(Some(CertCentralPort::new(client, orders)), desk))
    }
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

    #[test]
    fn an_error_names_the_variable_and_not_its_value() {
        for (name, value) in [(KEY, "two words"), (URL, "ftp://secret"), (ORDERS, "{\"x\":1}"), (DESK, "[")] {
            let Err(error) = vendors(&[(KEY, "KEY-0123456789"), (name, value)][usize::from(name == KEY)..])
            else {
                panic!("{name}")
            };
            assert_eq!(error.variable, name);
            assert!(!error.to_string().contains(value), "{error}");
        }
    }
}
