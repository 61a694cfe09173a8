//! Whom pre-flight asks about the DNS.

use std::sync::Arc;

use platform::resolver::{Choice, Limits, Lookup};

use super::{MachineError, Settings};

/// Who is asked: as `CERTFLOW_RESOLVER` says, else the settings.
///
/// # Errors
/// [`MachineError::Settings`] when the variable is neither `system`, `off` nor addresses.
pub fn of(settings: &Settings) -> Result<Arc<dyn Lookup>, MachineError> {
    let choice = match std::env::var(Choice::VARIABLE) {
        Ok(text) if !text.trim().is_empty() => text.parse().map_err(|finding: procedure::Finding| {
            let problem = finding.remedy.en.into_owned();
            MachineError::Settings { path: Choice::VARIABLE.into(), problem }
        })?,
        _ => settings.work.resolver.clone(),
    };
    Ok(choice.lookup(&Limits::default()))
}
