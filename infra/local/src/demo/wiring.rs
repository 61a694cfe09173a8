//! certflow among the simulated parties: its settings, its vendors.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use platform::dispatch::Vendors;
use platform::resolver::Choice;
use procedure::policy::{Erasure, Policy};
use procedure::profile::Profiles;
use simulation::certcentral::DEFAULT_KEY;
use simulation::clock::SimClock;
use vendors::certcentral::{ApiKey, Client, Clock, Config};
use vendors::desk::Desk;
use vendors::{CertCentralPort, PortSettings};

use super::world::Outside;
use crate::machine::{MachineError, Settings, files, settings::FILE};

/// Hours between two questions to the vendor about one order. The simulated vendor's webhook says at once when
/// something happened, so that asking is but the fallback it is meant to be.
const ASK_AGAIN_HOURS: u8 = 24;

/// The settings of a run: the defaults, with the pages of the simulated vendors' approval mails.
///
/// # Errors
/// None in practice: what is changed is fixed.
pub fn settings() -> Result<Settings, MachineError> {
    let mut settings = Settings::default();
    settings.policy.deadlines.ask_again_hours = ASK_AGAIN_HOURS;
    // Commands on its folder ask no real DNS about names that are but examples.
    settings.work.resolver = Choice::Off;
    // A run takes most of a year, and what it leaves is to be looked at whole.
    settings.policy.erasure.after_days = *Erasure::DAYS.end();
    settings.policy.profiles = profiles(&settings.policy).map_err(MachineError::Vendor)?;
    Ok(settings)
}

/// The vendors' mail profiles, with the hosts that the simulated approval pages have.
fn profiles(policy: &Policy) -> Result<Profiles, String> {
    let mut profiles = serde_json::to_value(&policy.profiles).map_err(|error| error.to_string())?;
    for profile in profiles.as_array_mut().into_iter().flatten() {
        let host = match profile["vendor"].as_str() {
            Some("digicert") => "approval.digicert.example",
            _ => "approval.cybertrust.example",
        };
        profile["approval_hosts"] = serde_json::json!([host]);
    }
    serde_json::from_value(profiles).map_err(|error| error.to_string())
}

/// Writes `settings` into `folder`, so that commands on it go by the same.
///
/// # Errors
/// [`MachineError::File`].
pub fn write_settings(folder: &Path, settings: &Settings) -> Result<(), MachineError> {
    let path = folder.join(FILE);
    let text = toml::to_string(settings);
    let text =
        text.map_err(|error| MachineError::Settings { path: path.clone(), problem: error.to_string() })?;
    files::write(&path, text.as_bytes()).map_err(|source| MachineError::File { path, source })
}

/// CertCentral over loopback HTTP, and the desk.
///
/// # Errors
/// [`MachineError::Vendor`] when the HTTP client cannot be built.
pub fn vendors(outside: &Outside) -> Result<Vendors, MachineError> {
    let failed = |error: vendors::certcentral::ConfigError| MachineError::Vendor(error.to_string());
    let mut config = Config::new(ApiKey::new(DEFAULT_KEY).map_err(failed)?).map_err(failed)?;
    config.base_url = outside.certcentral.base_url().parse().map_err(failed)?;
    let clock = Box::new(Pauses(outside.clock.clone()));
    let client = Client::with_clock(config, clock).map_err(failed)?;
    let digicert = CertCentralPort::new(client, PortSettings::default());
    Ok(Vendors::new(Arc::new(digicert), Arc::new(Desk::default())))
}

/// The client's clock: it keeps the vendor's rate limits in simulated time, and its pauses pass at once.
struct Pauses(SimClock);

#[async_trait]
impl Clock for Pauses {
    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().as_microsecond()).unwrap_or_default())
    }

    async fn sleep(&self, wait: Duration) {
        self.0.advance(SignedDuration::try_from(wait).unwrap_or_default());
    }
}
