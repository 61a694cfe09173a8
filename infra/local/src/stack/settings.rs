//! What a stack's functions run with, as far as people set it.

use letters::{Links, Provider};
use platform::config::{DispatchConfig, PreflightConfig, Reader, read};
use platform::resolver::Choice;
use procedure::policy::Policy;
use serde::Serialize;

use super::{Error, Stack};
use crate::machine::Addresses;

/// What a stack's functions run with. Secrets are not in it: functions read them by their ARNs.
#[derive(Debug, Serialize)]
pub struct StackSettings {
    /// Who is asked about the DNS before an order is submitted.
    pub resolver: Choice,
    /// Between which addresses letters go.
    pub mail: Addresses,
    /// Who writes the letters.
    pub provider: Provider,
    /// The pages letters lead to (R94).
    pub links: Links,
    /// The rules' settings: deadlines, reminders, renewals, documents, mail profiles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
}

impl Stack {
    /// What its functions run with; the policy where it is asked for.
    ///
    /// # Errors
    /// [`Error::Variables`].
    pub fn settings(&self, policy: bool) -> Result<StackSettings, Error> {
        let needed = |reader: &mut Reader<'_>| {
            let letters = DispatchConfig::read(reader);
            let preflight = PreflightConfig::read(reader);
            Some((letters?, preflight?))
        };
        let (letters, preflight) = read(&|name| self.variables.get(name), needed)?;
        Ok(StackSettings {
            resolver: preflight.resolver,
            mail: letters.mail.into(),
            provider: letters.provider,
            links: letters.links,
            policy: policy.then_some(letters.policy),
        })
    }
}

impl StackSettings {
    /// The settings as text, in the form of a `certflow.toml`.
    ///
    /// # Errors
    /// None in practice: the settings fit TOML.
    pub fn to_text(&self) -> Result<String, String> {
        let text = toml::to_string(self).map_err(|error| error.to_string())?;
        Ok(format!(
            "# What the stack's functions run with. Its template's parameters set it (infra/aws).\n{text}"
        ))
    }
}
