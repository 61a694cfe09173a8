//! A function's variables, and the clients made from them.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use aws_types::SdkConfig;

use super::{ConfigurationSets, SesMailer, SqsQueue, StartError, clients, secrets};
use crate::config::{ConfigErrors, Reader, StoreConfig, read};
use crate::dispatch::{Mailer, Queue};
use crate::store::table::DynamoTable;
use crate::store::{DynamoStore, Store};

/// What a function is set up from. A client is made when it is asked for, so that a start pays for no other.
pub struct Setup {
    secret_names: &'static [&'static str],
    secrets: BTreeMap<&'static str, String>,
    plain: Box<Variables>,
    sdk: SdkConfig,
}

/// The environment, or what stands for it.
type Variables = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Setup {
    /// The environment's variables and the secrets that they name, `names` being the variables that are secret.
    ///
    /// # Errors
    /// [`StartError::Config`], [`StartError::Secret`].
    pub(super) async fn from_environment(names: &'static [&'static str]) -> Result<Self, StartError> {
        Self::from_variables(names, Box::new(environment)).await
    }

    async fn from_variables(
        names: &'static [&'static str],
        plain: Box<Variables>,
    ) -> Result<Self, StartError> {
        let sdk = read(&*plain, clients::read)?;
        let secrets = secrets::read(names, &*plain, &sdk).await?;
        Ok(Self { secret_names: names, secrets, plain, sdk })
    }

    /// The value of a variable. What is secret is never taken from the environment.
    pub fn variable(&self, name: &str) -> Option<String> {
        match self.secrets.get(name) {
            Some(secret) => Some(secret.clone()),
            None if self.secret_names.contains(&name) => None,
            None => (self.plain)(name),
        }
    }

    /// Reads a configuration.
    ///
    /// # Errors
    /// Everything wrong with its variables.
    pub fn read<T>(&self, config: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Result<T, ConfigErrors> {
        read(&|name| self.variable(name), config).map_err(|errors| errors.of_secrets(self.secret_names))
    }

    /// Makes a client that reads its variables itself; `what` it is, for the error.
    ///
    /// # Errors
    /// [`StartError::Client`].
    pub fn make<T, E: Display>(
        &self,
        what: &'static str,
        from_variables: impl FnOnce(&dyn Fn(&str) -> Option<String>) -> Result<T, E>,
    ) -> Result<T, StartError> {
        from_variables(&|name| self.variable(name))
            .map_err(|error| StartError::Client { what, why: error.to_string() })
    }

    /// What AWS clients are made from.
    pub const fn sdk(&self) -> &SdkConfig {
        &self.sdk
    }

    /// The store on DynamoDB. The SDK repeats lost calls: every write of the store is safe to repeat.
    pub fn store(&self, config: StoreConfig) -> Arc<dyn Store> {
        let client = aws_sdk_dynamodb::Client::new(&self.sdk);
        Arc::new(DynamoStore::new(DynamoTable::new(client, config.table), config.settings))
    }

    /// The queues.
    pub fn queue(&self, urls: super::queue::Urls) -> Arc<dyn Queue> {
        Arc::new(SqsQueue::new(aws_sdk_sqs::Client::new(&self.sdk), urls))
    }

    /// The mail service.
    pub fn mailer(&self, sets: ConfigurationSets) -> Arc<dyn Mailer> {
        let sdk = self.sdk.clone();
        Arc::new(SesMailer::new(move || aws_sdk_ses::Client::new(&clients::send_once(&sdk)), sets))
    }
}

#[cfg(test)]
mod tests;

pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
