//! What an operator sets, from variables that the caller hands in: the environment, a file, a test.
//!
//! Everything wrong is told at once, each by the name of its variable.

mod reader;
mod sections;
#[cfg(test)]
mod tests;

pub use reader::{ConfigError, ConfigErrors, Problem, Reader, read};
pub use sections::{
    DispatchConfig, IntakeConfig, PollConfig, PreflightConfig, StoreConfig, VendorWebhookConfig,
    WebhookConfig, WorkConfig,
};
