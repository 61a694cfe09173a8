//! The vendors: CertCentral where there is a key, the desk otherwise.

use std::path::Path;
use std::time::Duration;

use vendors::certcentral::{ApiKey, Client, Config};
use vendors::desk::Desk;
use vendors::{CertCentralPort, Vendors};

use super::settings::CertCentral;
use super::{MachineError, Settings, files};

/// The variable with CertCentral's API key; it goes before a key file.
const KEY_VARIABLE: &str = "CERTFLOW_CERTCENTRAL_KEY";
/// Largest key file, in bytes.
const MAX_KEY: u64 = 4 * 1024;

/// The vendors as the settings of `folder` say.
///
/// # Errors
/// [`MachineError::Vendor`] that names the setting, [`MachineError::File`] for the key's.
pub fn vendors(folder: &Path, settings: &Settings) -> Result<Vendors, MachineError> {
    let port = match key(folder, &settings.certcentral)? {
        Some(key) => Some(port(key, settings)?),
        None => None,
    };
    Ok(Vendors::new(port, Desk::new(settings.desk.clone())))
}

fn port(key: ApiKey, settings: &Settings) -> Result<CertCentralPort, MachineError> {
    let failed = |error: vendors::certcentral::ConfigError| MachineError::Vendor(error.to_string());
    let mut config = Config::new(key).map_err(failed)?;
    if let Some(base_url) = &settings.certcentral.base_url {
        config.base_url = base_url.parse().map_err(failed)?;
    }
    settings.certcentral.account.apply(&mut config);
    config.limits = config.limits.part(usize::from(settings.certcentral.share));
    // Whatever a call does, it ends within the lease of the event that makes it.
    let share = Duration::from_secs(u64::from(settings.work.lease_seconds)) / 6;
    config.attempts = 2;
    config.request_timeout = config.request_timeout.min(share);
    config.connect_timeout = config.connect_timeout.min(share);
    config.longest_wait = config.longest_wait.min(share);
    let client = Client::new(config).map_err(failed)?;
    Ok(CertCentralPort::new(client, settings.certcentral.orders.clone()))
}

fn key(folder: &Path, settings: &CertCentral) -> Result<Option<ApiKey>, MachineError> {
    let text = match (std::env::var(KEY_VARIABLE), &settings.key_file) {
        (Ok(key), _) if !key.trim().is_empty() => key,
        (_, Some(file)) => {
            let path = folder.join(file);
            let failed = |source| MachineError::File { path: path.clone(), source };
            let bytes = files::read(&path, MAX_KEY).map_err(failed)?;
            let bytes = bytes.ok_or_else(|| failed(std::io::ErrorKind::NotFound.into()))?;
            String::from_utf8(bytes).map_err(|_| failed(std::io::ErrorKind::InvalidData.into()))?
        }
        (_, None) => return Ok(None),
    };
    let key = ApiKey::new(&text).map_err(|error| MachineError::Vendor(error.to_string()))?;
    Ok(Some(key))
}
